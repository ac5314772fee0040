using ETicket.Access.Addresses;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Open;

/// <summary>
/// « Confirmer une adresse » — by the link of a letter. Opened, it changes nothing: programs look at links before people do. Whoever is not signed in as the login it is for writes its
/// password too, for a letter may have reached a stranger.
/// </summary>
[EnableRateLimiting(OpenLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class AddressModel(EmailChanges emails) : PageModel
{
    private const string CurrentField = "actuel";

    /// <summary>What the link would change; null once it opens nothing.</summary>
    public AskedAddress? Asked { get; private set; }

    public bool AsksForPassword => Asked?.Login != Visitor.LoginOf(User);

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken stop) => await FindAsync(token, stop) ? Page() : Over();

    public async Task<IActionResult> OnPostAsync(string token, [FromForm(Name = CurrentField)] string? current, CancellationToken stop)
    {
        ModelState.Clear();
        if (!await FindAsync(token, stop))
            return Over();
        if (AsksForPassword && string.IsNullOrEmpty(current))
            ModelState.AddModelError(CurrentField, Words.Say("SignIn_PasswordMissing"));
        try
        {
            if (ModelState.IsValid)
            {
                await emails.ConfirmAsync(token, Visitor.LoginOf(User), current ?? "", HttpContext.CallerAddress(), stop);
                return Response.SeeOther(AsksForPassword ? "/connexion?adresse=true" : "/compte?adresse=true");
            }
        }
        catch (WrongCurrentPassword refusal)
        {
            ModelState.AddModelError(CurrentField, refusal.Sentence);
        }
        catch (AddressOfAnother refusal)
        {
            ModelState.AddModelError("", refusal.Sentence);
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
        Asked = await emails.FindAsync(token, stop);
        return Asked is not null;
    }

    /// <summary>Used, void, over, or never a link: one answer for all.</summary>
    private PageResult Over()
    {
        Asked = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
