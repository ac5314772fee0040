using ETicket.Access;
using ETicket.Access.Factor;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Votre code » — after the password, for a login that asks for one. Without a right password five minutes ago at most, there is nothing here.</summary>
[EnableRateLimiting(Portal.SignInLimit)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class CodeModel(SecondFactors factors, SignIn signIn, StepCookie step, Doorway doorway) : PageModel
{
    private const string Field = "code";

    public IActionResult OnGet() => step.Read(HttpContext) is null ? LocalRedirect("/connexion") : Page();

    public async Task<IActionResult> OnPostAsync([FromForm(Name = Field)] string? code, CancellationToken stop)
    {
        ModelState.Clear();
        if (step.Read(HttpContext) is not { } proved)
            return Response.SeeOther("/connexion");
        try
        {
            if (!string.IsNullOrWhiteSpace(code))
            {
                await factors.EnterAsync(proved.Login, proved.Stamp, code, HttpContext.CallerAddress(), stop);
                step.TakeAway(HttpContext);
                var opened = await signIn.OpensAsync(proved.Login, stop);
                return opened.Count > 0 ? await doorway.EnterAsync(HttpContext, Url, opened, proved.Return, stop) : Response.SeeOther("/connexion");
            }
            ModelState.AddModelError(Field, Words.Say("Code_Missing"));
        }
        catch (WrongCode refusal)
        {
            ModelState.AddModelError(Field, refusal.Sentence);
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
