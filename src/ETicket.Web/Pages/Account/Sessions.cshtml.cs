using ETicket.Access;
using ETicket.Web.Display;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.Account;

/// <summary>« Mes connexions » — where somebody is signed in under this identifiant, and a button that ends one of them, or all but this one.</summary>
internal sealed class SessionsModel(Sessions sessions) : LoginPage
{
    private const string Others = "autres";

    [BindProperty(SupportsGet = true)]
    public bool Fait { get; set; }

    public IReadOnlyList<OpenSession> Open { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop) => Open = await sessions.ListAsync(Login, stop);

    /// <summary>Ended already, a session stays ended. This one is left by « Se déconnecter », which tells the browser too.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm(Name = "fermer")] string? which, CancellationToken stop)
    {
        ModelState.Clear();
        Fait = false;
        if (which == Others)
        {
            await sessions.CloseOthersAsync(Login, Session, stop);
        }
        else if (Guid.TryParse(which, out var one) && one != Session)
        {
            await sessions.CloseAsync(Login, one, stop);
        }
        else
        {
            Open = await sessions.ListAsync(Login, stop);
            ModelState.AddModelError("", Words.Say("Sessions_Unknown"));
            return Unprocessable();
        }
        return Response.SeeOther("/compte/connexions?fait=true");
    }
}
