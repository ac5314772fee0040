using ETicket.Access.Events;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Planning.Telling;
using ETicket.Structures;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>
/// « Mon historique » — what was done in the file, the newest first: this identifiant's own sign-ins, the days ticked by whoever it was, the payments. Sign-ins of another adult are that
/// adult's, and those of the other home of a child, like its days and payments, are not of this file.
/// </summary>
internal sealed class HistoryModel(Database database, LoginEvents events) : MemberPage
{
    public const int PerSheet = 50;

    /// <summary>Beyond it nothing is read: ten thousand lines.</summary>
    private const int LastSheet = 200;

    public int Sheet { get; private set; }
    public bool HasOlder { get; private set; }
    public IReadOnlyList<IGrouping<DateOnly, HistoryLine>> Days { get; private set; } = [];

    public async Task OnGetAsync([FromQuery(Name = "feuillet")] int sheet, CancellationToken stop)
    {
        ModelState.Clear();
        Sheet = Math.Clamp(sheet, 1, LastSheet);
        var (family, most) = (Visitor.Family, (Sheet * PerSheet) + 1);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        var association = await work.Read<Structure>().AnyAsync(s => s.Kind == StructureKind.Association, stop);
        var associations = (await work.Read<Regie>().ToListAsync(stop)).Where(r => r.Act is null).Select(r => r.Id).ToHashSet();
        var words = new HistoryLines(Visitor.UserName, await FamilyLogins.NamesAsync(work, family, stop), association);
        var payments = await work.Read<Payment>().Where(p => p.FamilyId == family).OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Take(most).ToListAsync(stop);
        var undone = await work.Read<Receipt>().Where(r => r.FamilyId == family && r.Kind != ReceiptKind.Sale).OrderByDescending(r => r.IssuedAt).ThenBy(r => r.Id).Take(most).ToListAsync(stop);

        // Each list is the newest of its kind, in an order that stays: what is cut off is older than all that is kept.
        List<HistoryLine> lines =
        [
            .. (await events.ReadAsync(Login, most, stop)).Select(HistoryLines.Happened),
            .. (await DayHistory.ReadAsync(work, family, most, stop)).Select(words.Clicked),
            .. payments.Select(words.Paid),
            .. undone.Select(r => HistoryLines.Undone(r, associations.Contains(r.RegieId))),
        ];
        var shown = lines.OrderByDescending(l => l.At).Skip((Sheet - 1) * PerSheet).Take(PerSheet + 1).ToList();
        HasOlder = shown.Count > PerSheet && Sheet < LastSheet;
        Days = [.. shown.Take(PerSheet).GroupBy(l => ParisTime.DayOf(l.At))];
    }
}
