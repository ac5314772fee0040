using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages;

/// <summary>« Réponse sans page » — the words of a bare status: not found, too many tries, a form that waited too long.</summary>
[IgnoreAntiforgeryToken]
internal sealed class AnswerModel : PageModel
{
    [BindProperty(SupportsGet = true, Name = "status")]
    public int Status { get; set; }

    public void OnGet() => Tell();

    public void OnPost() => Tell();

    // Asked for directly, the page exists no more than what it speaks of.
    private void Tell()
    {
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null)
            Status = Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
