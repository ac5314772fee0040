using ETicket.Kernel;
using ETicket.Mail.Stops;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Letters;

/// <summary>
/// « Ne plus recevoir » — the address at the foot of an optional letter, and in its List-Unsubscribe header. The token is the whole right, so it asks for no session, no cookie and no
/// token of a form: mail programs post to it on their reader's behalf (RFC 8058). Opened, it changes nothing: programs look at links before people do.
/// </summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Duration = 0)]
internal sealed class StopModel(LetterStops stops) : PageModel
{
    private const string OneClickField = "List-Unsubscribe";
    private const string OneClick = "One-Click";

    public StopSeen Seen { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(StructureId structure, Guid token, CancellationToken stop)
    {
        if (await stops.FindAsync(structure, token, stop) is not { } seen)
            return NotFound();
        Seen = seen;
        return Page();
    }

    /// <summary>A mail program is answered 200 with the page, and never sent elsewhere (RFC 8058 §3.1); a person gets the page again.</summary>
    public async Task<IActionResult> OnPostAsync(StructureId structure, Guid token, [FromForm(Name = "choix")] string? choice, CancellationToken stop)
    {
        var program = Request.Form[OneClickField] == OneClick;
        if (!program && choice is not ("arreter" or "recevoir"))
            return BadRequest();
        if (!await stops.SetAsync(structure, token, stopped: program || choice == "arreter", stop))
            return NotFound();
        return program ? await OnGetAsync(structure, token, stop) : Response.SeeOther(Request.Path);
    }
}
