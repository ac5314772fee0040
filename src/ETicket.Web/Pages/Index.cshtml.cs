using ETicket.Access;
using ETicket.Families;
using ETicket.Persistence;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages;

/// <summary>« Accueil » — the planning is the home of families, or their file while it is to be sent and has no child; the mairie's page is that of its staff.</summary>
internal sealed class IndexModel(Database database) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken stop) => LocalRedirect(Visitor.Of(User) switch
    {
        null => "/dossiers",
        { Role: Role.Parent } parent => await IsNewAsync(parent, stop) ? "/famille/dossier" : "/famille/planning",
        _ => "/mairie",
    });

    private async Task<bool> IsNewAsync(Visitor parent, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(parent.Structure, stop);
        return await work.Read<Family>().AnyAsync(f => f.Id == parent.Family && f.FileState == FileState.ToSend, stop)
            && !await work.Read<FamilyChild>().AnyAsync(c => c.FamilyId == parent.Family && c.LeftAt == null, stop);
    }
}
