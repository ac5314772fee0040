using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages;

/// <summary>« Erreur » — a bug is told with a reference, a refusal with its sentence.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class ErrorModel : PageModel
{
    public string? Refusal => (HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error as Refusal)?.Sentence;

    public IActionResult OnGet() => Tell();

    public IActionResult OnPost() => Tell();

    private IActionResult Tell() => Request.WantsJson() ? ScriptAnswers.Of(Response.StatusCode, Refusal ?? Words.Say("Script_Broken")) : Page();

    /// <summary>A letter or a document whose template is broken: file and line are for the log, not for whoever asked.</summary>
    public bool IsTemplateBroken => HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is TemplateBroken;
}
