using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets;

namespace ETicket.Treasury;

/// <summary>How a sale is undone: which entry, which series of documents, and why.</summary>
public sealed record Undoing(EntryKind Entry, string Series, ReceiptKind Receipt, string Reason);

/// <summary>
/// « Impayés et remboursements » — what undoes a sale after the fact: a bounced cheque, a rejected debit, a chargeback, a refund by the provider, a refund by the commune.
/// Each is the mirror of the sale at the price paid, with its own numbered document.
/// </summary>
public sealed class Reversals(Database database)
{
    public static Undoing UnpaidCheque(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.UnpaidCheque, reason);
    public static Undoing RejectedDebit(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.RejectedDebit, reason);
    public static Undoing Chargeback(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.Chargeback, reason);
    public static Undoing ProviderRefund(string reason) => new(EntryKind.Reversal, "R", ReceiptKind.ProviderRefund, reason);

    /// <summary>A régie de recettes may not pay out: the commune refunds, only the tickets leave.</summary>
    public static Undoing CommuneRefund(string reason) => new(EntryKind.RefundOutside, "B", ReceiptKind.CommuneRefund, reason);

    /// <summary>Undoes lines of one sale; may be partial. Refuses more than was sold and not yet undone with <see cref="MoreThanSold"/>,
    /// a means this way does not fit with <see cref="WrongUndoing"/>: nothing is then written.</summary>
    public Task<Receipt> UndoAsync(StructureId structure, Undoing undoing, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop) =>
        UndoAsync(database, structure, undoing, taken, stop);

    /// <summary>Only a cheque bounces, only a debit is rejected; money on the table is neither charged back nor refunded by a provider.</summary>
    private static bool Fits(ReceiptKind kind, PaymentMeans means) => kind switch
    {
        ReceiptKind.UnpaidCheque => means is PaymentMeans.Cheque,
        ReceiptKind.RejectedDebit => means is PaymentMeans.PayFipDebit,
        ReceiptKind.Chargeback or ReceiptKind.ProviderRefund => means is not (PaymentMeans.Cash or PaymentMeans.Cheque),
        _ => true,
    };

    internal static async Task<Receipt> UndoAsync(
        Database database, StructureId structure, Undoing undoing, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        if (taken.Count == 0 || taken.Select(t => t.Line.PaymentId).Distinct().Count() > 1 || taken.Any(t => t.Quantity < 1 || t.Quantity > t.Line.StillSold))
            throw new MoreThanSold(taken.Sum(t => t.Quantity));

        await using var work = await database.BeginAsync(structure, stop);
        var payment = taken[0].Line.PaymentId;
        var sale = await UndoReceipts.OfSaleAsync(work, payment, stop);
        if (!Fits(undoing.Receipt, sale.Means))
            throw new WrongUndoing(sale.Means.Code());
        await using var now = work.Command("select paris_day(eticket_now()), (select count(*) from receipt where structure_id = $1 and payment_id = $2 and kind <> 'Sale')", structure.Value, payment.Value);
        DateOnly today;
        long earlier;
        await using (var reader = await now.ExecuteReaderAsync(stop))
        {
            await reader.ReadAsync(stop);
            (today, earlier) = (reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1));
        }

        // One reference per act: the sale and the rank of what undoes it, so that two people undoing at once cannot both win.
        var reference = FormattableString.Invariant($"{payment}/{earlier + 1}");
        var entry = await TakeBacks.TakeAsync(work, undoing.Entry, reference, today, undoing.Reason, taken, stop);
        if (entry == 0)
            throw new MoreThanSold(taken.Sum(t => t.Quantity));
        var receipt = await UndoReceipts.IssueAsync(
            work, undoing.Series, undoing.Receipt, sale, entry, undoing.Reason,
            [.. taken.Select(t => new UndoneLine(t.Line.ServiceId, t.Line.TicketTypeId, t.Line.Designation, -t.Quantity, t.Line.UnitPrice))], stop);
        await work.CommitAsync(stop);
        return receipt;
    }
}
