using ETicket.Access;
using ETicket.Families.Desk;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Files;

/// <summary>« Dossiers à traiter » — what families sent and ask for.</summary>
internal sealed class IndexModel(Database database) : MemberPage
{
    public IReadOnlyList<WaitingFile> Waiting { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Waiting = await FileDesk.WaitingAsync(work, stop);
        return Page();
    }
}
