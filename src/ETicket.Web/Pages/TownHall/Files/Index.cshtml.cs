using ETicket.Access;
using ETicket.Families.Desk;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Pages.TownHall.Files;

/// <summary>« Dossiers à traiter » — what families sent and ask for.</summary>
internal sealed class IndexModel(Database database) : MemberPage
{
    public IReadOnlyList<WaitingFile> Waiting { get; private set; } = [];

    /// <summary>Those with a child who seems to stand in another file too.</summary>
    public IReadOnlySet<FamilyId> Known { get; private set; } = new HashSet<FamilyId>();

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!Visitor.Role.KeepsFiles())
            return StatusCode(StatusCodes.Status403Forbidden);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Waiting = await FileDesk.WaitingAsync(work, stop);
        Known = (await KnownChildren.OfAsync(work, [.. Waiting.Select(f => f.Family)], stop)).Select(k => k.Family).ToHashSet();
        return Page();
    }
}
