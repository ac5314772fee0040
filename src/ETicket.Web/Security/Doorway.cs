using ETicket.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Security;

/// <summary>« Seuil » — the one place where a session begins, once everything that is asked for was proved.</summary>
internal sealed class Doorway(Sessions sessions)
{
    /// <summary>A session of what the login opens; of several files one is chosen next. Leads back to the page asked for, when it is one of ours.</summary>
    public async Task<IActionResult> EnterAsync(HttpContext context, IUrlHelper url, IReadOnlyList<OpenedAccess> opened, string? back, CancellationToken stop)
    {
        var chosen = opened.Count == 1 ? opened[0] : null;
        var session = await sessions.OpenAsync(opened[0].LoginId, context.Device(), stop);
        await context.SignInAsync(Portal.Scheme, Visitor.PrincipalOf(session, opened[0], chosen, opened.Count > 1));
        if (chosen is null)
            return context.Response.SeeOther("/dossiers");
        return context.Response.SeeOther(url.IsLocalUrl(back) ? back! : "/");
    }
}
