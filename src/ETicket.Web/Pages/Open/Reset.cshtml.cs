using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Open;

/// <summary>« Choisir un nouveau mot de passe » — by the link of a letter, which is the whole right. Opened, it changes nothing: programs look at links before people do.</summary>
[EnableRateLimiting(OpenLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class ResetModel(ForgottenPasswords passwords) : PageModel
{
    /// <summary>Whose password it is; null once the link opens nothing.</summary>
    public string? UserName { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken stop) => await FindAsync(token, stop) ? Page() : Over();

    public async Task<IActionResult> OnPostAsync(
        string token, [FromForm(Name = NewPassword.Field)] string? chosen, [FromForm(Name = NewPassword.AgainField)] string? again, CancellationToken stop)
    {
        ModelState.Clear();
        if (!await FindAsync(token, stop))
            return Over();
        NewPassword.Judge(ModelState, chosen, again);
        try
        {
            if (ModelState.IsValid)
            {
                await passwords.ResetAsync(token, chosen!, HttpContext.CallerAddress(), stop);
                return Response.SeeOther("/connexion?change=true");
            }
        }
        catch (RefusedPassword refusal)
        {
            ModelState.AddModelError(NewPassword.Field, refusal.Sentence);
        }
        catch (LinkOver)
        {
            return Over();
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> FindAsync(string token, CancellationToken stop)
    {
        UserName = await passwords.FindAsync(token, stop);
        return UserName is not null;
    }

    /// <summary>Used, void, over, or never a link: one answer for all.</summary>
    private PageResult Over()
    {
        UserName = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
