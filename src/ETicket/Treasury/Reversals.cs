using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Treasury.Refunds;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>
/// « Impayés et remboursements » — what undoes a sale after the fact: a bounced cheque, a rejected debit, a chargeback, a refund by the provider, a refund by the commune.
/// Each is the mirror of the sale at the price paid, with its own numbered document, and the family is written to. What the bank takes whole it takes whole, though the commune had
/// refunded some of it (<see cref="CommuneRefunds"/>). When nothing of the payment is left sold, its state says so in the same transaction.
/// </summary>
public sealed class Reversals(Database database, PortalAddress? portal = null)
{
    private readonly UndoLetters _letters = new(portal ?? new PortalAddress());

    internal WinBacks Won => new(database, _letters, portal ?? new PortalAddress());

    /// <summary>The mirror under the next receipt number. Whose money may be cancelled is for the door that does it to say: the counter's is what lies in its drawer.</summary>
    public static Undoing Cancellation(string reason) => new(EntryKind.Cancel, "Q", ReceiptKind.Cancel, reason);
    public static Undoing UnpaidCheque(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.UnpaidCheque, reason);
    public static Undoing RejectedDebit(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.RejectedDebit, reason);
    public static Undoing Chargeback(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.Chargeback, reason);
    public static Undoing ProviderRefund(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.ProviderRefund, reason);

    /// <summary>« Paiement jamais reçu, ou saisi par erreur » — there is no money to give back: the tickets leave, and what was thought to be on its way is not.</summary>
    public static Undoing NeverReceived(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.NeverReceived, reason);

    /// <summary>A régie de recettes may not pay out: the commune refunds, only the tickets leave.</summary>
    public static Undoing CommuneRefund(string reason) => new(EntryKind.RefundOutside, "B", ReceiptKind.CommuneRefund, reason);

    /// <summary>Undoes lines of one sale; may be partial. Refuses more than was sold and not yet undone with <see cref="MoreThanSold"/>,
    /// a means this way does not fit with <see cref="WrongUndoing"/>, another act under the same <paramref name="key"/> with <see cref="KeyReused"/>: nothing is then
    /// written. The same act again under the same key answers the same document.</summary>
    public Task<Receipt> UndoAsync(StructureId structure, Undoing undoing, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop, Guid? key = null) =>
        UndoAsync(structure, undoing, taken, key is { } asked ? ActKey.Of(asked, undoing.Receipt, taken) : null, stop);

    internal Task<Receipt> UndoAsync(StructureId structure, Undoing undoing, IReadOnlyList<(SoldLine Line, int Quantity)> taken, ActKey? key, CancellationToken stop) =>
        UndoAsync(database, structure, undoing, means => Undoing.Fits(undoing.Receipt, means), taken, stop, key, _letters);

    /// <summary>The same, through a door that says which means it undoes.</summary>
    internal static async Task<Receipt> UndoAsync(
        Database database, StructureId structure, Undoing undoing, Func<PaymentMeans, bool> fits, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop,
        ActKey? key = null, UndoLetters? letters = null)
    {
        if (taken.Count == 0 || taken.Select(t => t.Line.PaymentId).Distinct().Count() > 1 || taken.Any(t => t.Quantity < 1 || t.Quantity > t.Line.StillSold))
            throw new MoreThanSold(taken.Sum(t => t.Quantity));
        return await Conflicts.ReplayAsync(() => Midnight.AcrossAsync(() => UndoOnceAsync(database, structure, undoing, fits, taken, key, letters, stop)), stop);
    }

    /// <summary>
    /// « Reprise regagnée » — a chargeback won, a cheque paid when presented again: the whole reversal is undone and its payment is paid again. <paramref name="reversal"/> is the entry of
    /// its document, <paramref name="by"/> who says so, null for a provider. Answers the entry; 0 when it was won back already: nothing then changes. Refuses what the bank did not take back, a sale, a refund, a cancellation, with
    /// <see cref="NothingToWinBack"/>.
    /// </summary>
    public Task<long> WinBackAsync(StructureId structure, long reversal, string reason, CancellationToken stop, string? by = null) =>
        Won.WinBackAsync(structure, reversal, reason, Undoing.ByTheBank, stop, by);

    private static async Task<Receipt> UndoOnceAsync(
        Database database, StructureId structure, Undoing undoing, Func<PaymentMeans, bool> fits, IReadOnlyList<(SoldLine Line, int Quantity)> taken, ActKey? key,
        UndoLetters? letters, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var payment = taken[0].Line.PaymentId;
        var sale = await UndoReceipts.OfSaleAsync(work, payment, stop);
        if (!fits(sale.Means))
            throw new WrongUndoing(sale.Means.InWords());
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var locked = await PaymentReader.LockAsync(work, payment, stop);
        await HeldInvoices.HoldAsync(work, payment, stop);
        if (key is not null && await key.DocumentAsync(work, stop) is { } made)
            return made;
        await Undoing.RefuseOutdatedAsync(work, payment, undoing.Seen, stop);

        // Coins handed back at the counter would be a second payment as well.
        if (undoing.Receipt is ReceiptKind.Cancel)
            await NotedAgain.RefuseAnotherAsync(work, payment, stop);

        // What the commune had refunded comes back first: the bank takes the whole sum.
        var lifts = new List<Lift>();
        var refunded = Undoing.Whole.Contains(undoing.Receipt) ? await CommuneRefunds.UndoAsync(work, locked, taken, undoing, today, lifts, stop) : Money.Zero;
        if (refunded > Money.Zero)
        {
            undoing = undoing with { Reason = CommuneRefunds.Reason(undoing.Reason, refunded) };
            locked = await PaymentReader.LockAsync(work, payment, stop);
        }

        // What the commune had paid out before the bank paid after all is noted again, and not promised again.
        var noted = undoing.Receipt is ReceiptKind.CommuneRefund ? await NotedAgain.ShownAsync(work, payment, undoing.Shown, taken, stop) : null;
        if (noted is not null)
            undoing = undoing with { Reason = noted.Reason(undoing.Reason) };

        // One reference per act: the sale and the rank of what undoes it, counted once the payment is ours. Two people undoing different tickets at once both pass.
        var earlier = await work.Read<Receipt>().CountAsync(r => r.PaymentId == payment && r.Kind != ReceiptKind.Sale && r.Kind != ReceiptKind.Lift, stop);
        var reference = FormattableString.Invariant($"{payment}/{earlier + 1}");
        var entry = await TakeBacks.TakeAsync(work, new(undoing.Entry, reference, today, undoing.Reason, undoing.By, undoing.Drawer, undoing.BankOn), taken, stop);
        if (entry == 0)
            throw new MoreThanSold(taken.Sum(t => t.Quantity));
        await Invoices.TakeBackAsync(work, entry, [.. taken.Select(t => t.Line)], owedAgain: undoing.Entry is not EntryKind.RefundOutside, stop);
        await undoing.FollowAsync(work, locked, entry, stop);
        // Once every booklet is held, so that nobody who takes a number waits for one of them.
        foreach (var lift in lifts)
            await lift.IssueAsync(work, today, undoing.Reason, stop);
        var receipt = await UndoReceipts.IssueAsync(
            work, undoing.Series, undoing.Receipt, sale, entry, today, undoing.Reason,
            [.. taken.Select(t => new UndoneLine(t.Line.ServiceId, t.Line.TicketTypeId, t.Line.Designation, -t.Quantity, t.Line.UnitPrice, t.Line.InvoiceId) { Tariff = t.Line.Tariff })], stop);
        var notDueAnyMore = Money.Zero;
        if (noted is not null)
            await noted.EndAsync(work, payment, stop);
        else
            notDueAnyMore = await FailedRefunds.EndAsync(work, receipt, refunded, stop);
        var ended = Undoing.ByTheBank.Contains(undoing.Receipt) ? "OneTaken" : "OneGivenBack";
        await Discrepancies.EndTwiceAsync(work, payment, Reasons.Program, Reasons.Say(ended, receipt.FullNumber), stop);
        if (letters is not null)
            await letters.TakenBackAsync(work, receipt, sale, new(refunded, notDueAnyMore), noted is not null, stop);
        if (key is not null && !await key.KeepAsync(work, receipt, stop))
            throw new KeyReused();
        if (undoing.Also is { } also)
            await also(work, receipt, stop);
        await work.CommitAsync(stop);
        return receipt;
    }
}
