using ETicket.Access.Passwords;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Open;

/// <summary>« Mot de passe oublié » — open to everybody, and the same to everybody: who has an account is told in a letter alone.</summary>
[EnableRateLimiting(OpenLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class ForgottenModel(ForgottenPasswords passwords) : PageModel
{
    private const string Field = "adresse";

    [BindProperty(SupportsGet = true)]
    public bool Envoye { get; set; }

    public string? Address { get; private set; }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = Field)] string? address, CancellationToken stop)
    {
        ModelState.Clear();
        (Address, Envoye) = (address, false);
        try
        {
            await passwords.AskAsync(address ?? "", stop);
            return Response.SeeOther("/mot-de-passe-oublie?envoye=true");
        }
        catch (NotAnAddress refusal)
        {
            ModelState.AddModelError(Field, refusal.Sentence);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }
}
