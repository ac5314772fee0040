using ETicket.Access.Passwords;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Account;

/// <summary>« Changer mon mot de passe » — the present one is asked for: a session left open is not enough.</summary>
[EnableRateLimiting(Portal.SignInLimit)]
internal sealed class PasswordModel(PasswordChanges passwords) : LoginPage
{
    private const string CurrentField = "actuel";

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = CurrentField)] string? current, [FromForm(Name = NewPassword.Field)] string? chosen, [FromForm(Name = NewPassword.AgainField)] string? again, CancellationToken stop)
    {
        ModelState.Clear();
        if (string.IsNullOrEmpty(current))
            ModelState.AddModelError(CurrentField, Words.Say("Password_CurrentMissing"));
        NewPassword.Judge(ModelState, chosen, again);
        if (!ModelState.IsValid)
            return Unprocessable();
        try
        {
            await passwords.ChangeAsync(Login, current!, chosen!, Session, HttpContext.CallerAddress(), stop);
            return Response.SeeOther("/compte?change=true");
        }
        catch (RefusedPassword refusal)
        {
            return Unprocessable(refusal, NewPassword.Field);
        }
        catch (WrongCurrentPassword refusal)
        {
            return Unprocessable(refusal, CurrentField);
        }
    }
}
