using ETicket.Access;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Déconnexion » — the session ends on the server first: a cookie kept elsewhere opens nothing any more.</summary>
internal sealed class LeaveModel(Sessions sessions, ToldDevice device) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (Visitor.LoginOf(User) is { } login && Visitor.SessionOf(User) is { } session)
            await sessions.CloseAsync(login, session, stop);
        await device.ForgetAsync(HttpContext, Visitor.Of(User), stop);
        await HttpContext.SignOutAsync(Portal.Scheme);
        OfflineCopy.Clear(HttpContext);
        return Response.SeeOther("/connexion");
    }
}
