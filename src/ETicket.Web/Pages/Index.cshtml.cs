using ETicket.Access;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ETicket.Web.Pages;

/// <summary>« Accueil » — the planning is the home of families, the mairie's page that of its staff.</summary>
internal sealed class IndexModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect(Visitor.Of(User) switch
    {
        null => "/dossiers",
        { Role: Role.Parent } => "/famille/planning",
        _ => "/mairie",
    });
}
