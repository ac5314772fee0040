using ETicket.Access.Links;
using ETicket.Access.Registering;
using ETicket.Kernel;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ETicket.Web.Pages.Open;

/// <summary>« Ouvrir mon compte » — by the link of the letter, which is the whole right. Opened, it changes nothing: programs look at links before people do.</summary>
[EnableRateLimiting(OpenLimit.Name)]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class ConfirmModel(Registrations registrations, NewAccounts accounts) : PageModel
{
    /// <summary>The address that is confirmed; null once the link opens nothing.</summary>
    public string? Address { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid structure, string token, CancellationToken stop)
    {
        Address = await registrations.FindAsync(new StructureId(structure), token, stop);
        return Address is null ? Over() : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid structure, string token, CancellationToken stop)
    {
        ModelState.Clear();
        try
        {
            // Only whoever reads that mailbox is told that somebody enters the file already: it bears its address.
            return Response.SeeOther(await accounts.OpenAsync(new StructureId(structure), token, stop) is AccountOpening.Opened ? "/connexion?ouvert=true" : "/inscription?demande=true");
        }
        catch (LinkOver)
        {
            return Over();
        }
    }

    /// <summary>Used, void, over, or never a link: one answer for all.</summary>
    private PageResult Over()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
