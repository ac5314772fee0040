using ETicket.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages.Entrance;

/// <summary>« Déconnexion ».</summary>
internal sealed class LeaveModel : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(Portal.Scheme);
        return Response.SeeOther("/connexion");
    }
}
