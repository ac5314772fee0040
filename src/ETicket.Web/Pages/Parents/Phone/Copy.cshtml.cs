using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Grids;
using ETicket.Wallets;
using ETicket.Web.Display.Phone;
using ETicket.Web.Security;

namespace ETicket.Web.Pages.Parents.Phone;

/// <summary>« Copie du planning » — the one page a device may keep: days and booklets as they are now, dated, without anything to press. Asked for by the portal's own script.</summary>
internal sealed class CopyModel(Database database) : MemberPage
{
    public CopyView Copy { get; private set; } = null!;
    public IReadOnlyList<Booklet> Booklets { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var plan = await GridPlan.LoadAsync(work, Visitor.Family, today, CopyView.Weeks, stop);
        Copy = CopyView.Of(plan, await SameNames.OfAsync(work, plan, stop));
        Booklets = await Booklet.OfAsync(work, Visitor.Family, today, stop);
        Response.Headers[OfflineCopy.Owner] = OfflineCopy.KeyOf(Visitor);
    }
}
