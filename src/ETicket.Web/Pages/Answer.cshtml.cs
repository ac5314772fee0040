using ETicket.Web.Security;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages;

/// <summary>« Réponse sans page » — the words of a bare status: not found, too many tries, a form that waited too long; a script is told them as it reads them.</summary>
[IgnoreAntiforgeryToken]
internal sealed class AnswerModel : PageModel
{
    [BindProperty(SupportsGet = true, Name = "status")]
    public int Status { get; set; }

    public IActionResult OnGet() => Tell();

    public IActionResult OnPost() => Tell();

    private IActionResult Tell()
    {
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } asked)
            return Request.WantsJson() ? ScriptAnswers.OfStatus(Status, asked.OriginalPath + asked.OriginalQueryString) : Page();
        // Asked for directly, the page exists no more than what it speaks of.
        Status = Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
