using ETicket.Access.Addresses;
using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Account;

/// <summary>« Changer mon adresse électronique » — the password is asked for, and a letter to the new address; until its link is followed nothing changes.</summary>
[EnableRateLimiting(Portal.SignInLimit)]
internal sealed class EmailModel(EmailChanges emails, PasswordChanges passwords) : LoginPage
{
    private const string Field = "adresse";
    private const string CurrentField = "actuel";

    [BindProperty(SupportsGet = true)]
    public bool Envoye { get; set; }

    /// <summary>The page that was asked for, which opens once the structure has the address it asks for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Retour { get; set; }

    /// <summary>What led here was posted, and not done.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Perdu { get; set; }

    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>The login belongs to an adult of a file, who may have no address yet.</summary>
    public bool May { get; private set; }
    public bool First => May && Addresses.Count == 0;
    public string? Typed { get; private set; }

    public Task OnGetAsync(CancellationToken stop) => LoadAsync(stop);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = Field)] string? typed, [FromForm(Name = CurrentField)] string? current, CancellationToken stop)
    {
        ModelState.Clear();
        (Typed, Envoye) = (typed, false);
        await LoadAsync(stop);
        if (string.IsNullOrEmpty(current))
            ModelState.AddModelError(CurrentField, Words.Say("Password_CurrentMissing"));
        try
        {
            if (ModelState.IsValid)
            {
                await emails.AskAsync(Login, current!, typed ?? "", HttpContext.CallerAddress(), stop);
                return Response.SeeOther("/compte/adresse?envoye=true");
            }
        }
        catch (WrongCurrentPassword refusal)
        {
            return Unprocessable(refusal, CurrentField);
        }
        catch (Refusal refusal) when (refusal is NotAnAddress or AlreadyYourAddress or AddressOfAnother)
        {
            return Unprocessable(refusal, Field);
        }
        catch (Refusal refusal) when (refusal is NoAddressOfYours or TooManyLetters)
        {
            return Unprocessable(refusal);
        }
        return Unprocessable();
    }

    private async Task LoadAsync(CancellationToken stop) => (Addresses, May) = (await passwords.AddressesAsync(Login, stop), await emails.MayAskAsync(Login, stop));
}
