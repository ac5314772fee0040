using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>« Agent » — who acts at the counter or at the desk: the login whose drawer pays, and the name papers print.</summary>
public sealed record Agent(LoginId Login, string Name);

/// <summary>« Annulations » — coins and papers in hand are given back across the counter, whoever took them.</summary>
internal static class Cancellations
{
    /// <summary><see cref="CashDesk.CancelAsync"/>.</summary>
    public static async Task<Receipt> CancelAsync(
        Database database, StructureId structure, Agent by, string? reason, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Guid key, int? seen, CancellationToken stop)
    {
        var undoing = Reversals.Cancellation(string.IsNullOrWhiteSpace(reason) ? throw new ReasonMissing() : reason.Trim()) with { By = by.Name, Seen = seen };
        if (taken.Count > 0)
        {
            await using var work = await database.BeginAsync(structure, stop);
            var payment = taken[0].Line.PaymentId;
            // What is on a slip is not in hand any more; asked again under its key, it was cancelled before.
            if (await ActKey.Of(key, ReceiptKind.Cancel, taken).DocumentAsync(work, stop) is { } made)
                return made;
            if (await TakeBacks.RemittedAsync(work, payment, stop) is not null)
                throw new ChequeHandedIn();
            var sold = await work.Read<Payment>().SingleAsync(p => p.Id == payment, stop);
            // A paper is handed back as it was handed over: of what is worth 48,00 nobody gives 20,00 back.
            if (sold.Means is { } means && means.IsInHand() && means is not PaymentMeans.Cash && !IsAll(taken, await TakeBacks.SoldAsync(work, [payment], stop)))
                throw new PapersGoWhole(means.InWords());
            undoing = undoing with { Drawer = AccountName.Drawer(sold.RegieId, by.Login) };
        }
        return await Reversals.UndoAsync(database, structure, undoing, means => means.IsInHand(), taken, stop, ActKey.Of(key, ReceiptKind.Cancel, taken));
    }

    /// <summary>Everything the payment sold, and nothing of it undone before: what was is refused as <see cref="MoreThanSold"/> where the payment is held.</summary>
    internal static bool IsAll(IReadOnlyList<(SoldLine Line, int Quantity)> taken, IReadOnlyList<SoldLine> sold) =>
        sold.All(l => taken.Where(t => t.Line.TransferId == l.TransferId).Sum(t => t.Quantity) == l.Sold);
}
