using System.Text.Json;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>How a sale is undone: which entry, which series of documents, and why.</summary>
public sealed record Undoing(EntryKind Entry, string Series, ReceiptKind Receipt, string Reason)
{
    /// <summary>« Par » — who undoes it, by the name papers print; null where a provider told it. It stays with the entry, and nothing changes it.</summary>
    public string? By { get; init; }

    /// <summary>The commune's documents its preview said it notes again (<see cref="NotedAgain"/>), blank for none; null where nothing was previewed.</summary>
    internal string? Shown { get; init; }

    /// <summary>How many acts had undone the payment, or undone that, when its preview was shown (<see cref="CountAsync"/>); null where nothing was previewed.</summary>
    internal int? Seen { get; init; }

    /// <summary>The day the bank's statement gives; a rejected debit a person tells of has one.</summary>
    internal DateOnly? BankOn { get; init; }

    /// <summary>The drawer coins are given back from.</summary>
    internal AccountName? Drawer { get; init; }

    /// <summary>What is written with its document, in the same transaction; not again where that document was there before.</summary>
    internal Func<Work, Receipt, CancellationToken, Task>? Also { get; init; }

    /// <summary>What the bank takes back, and may have to give back again.</summary>
    internal static readonly ReceiptKind[] ByTheBank = [ReceiptKind.UnpaidCheque, ReceiptKind.RejectedDebit, ReceiptKind.Chargeback];

    /// <summary>What leaves nothing of the payment to the régie, nor to whoever the commune had refunded: the bank took it, or it never came.</summary>
    internal static readonly ReceiptKind[] Whole = [.. ByTheBank, ReceiptKind.NeverReceived];

    /// <summary>
    /// Only a cheque bounces, only a debit is rejected; money on the table is neither charged back nor refunded by a provider. What the régie wrote down before its money was there may never
    /// have come: a transfer, a slip of the terminal, a voucher its issuer pays later; coins and cheques are cancelled.
    /// </summary>
    internal static bool Fits(ReceiptKind kind, PaymentMeans means) => kind switch
    {
        ReceiptKind.UnpaidCheque => means is PaymentMeans.Cheque,
        ReceiptKind.RejectedDebit => means is PaymentMeans.PayFipDebit,
        ReceiptKind.NeverReceived => means is PaymentMeans.Transfer or PaymentMeans.CardTerminal or PaymentMeans.Cesu or PaymentMeans.HolidayVoucher,
        ReceiptKind.Chargeback or ReceiptKind.ProviderRefund => !means.IsInHand() && means is not PaymentMeans.Transfer,
        _ => true,
    };

    /// <summary>
    /// The payment's state follows what is left sold of it. Several acts may have undone it bit by bit: where the bank took any of it back, that is what the state says, for
    /// that may still be won back.
    /// </summary>
    internal async Task FollowAsync(Work work, Payment payment, long entry, CancellationToken stop)
    {
        if ((await TakeBacks.SoldAsync(work, [payment.Id], stop)).Any(l => l.StillSold > 0))
            return;
        var byTheBank = ByTheBank.Contains(Receipt) || await work.Read<Receipt>().AnyAsync(
            r => r.PaymentId == payment.Id && ByTheBank.Contains(r.Kind)
                && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId),
            stop);
        // Refunded whole by the commune, then found never to have come: nothing was sold before, nothing is.
        if (!byTheBank && payment.State is PaymentState.Refunded)
            return;
        var state = PaymentStates.After(payment.State, byTheBank ? PaymentEvent.TakenByTheBank : PaymentEvent.RefundedWhole)
            ?? throw new InvalidOperationException($"Payment {payment.Id} is {payment.State}: nothing of it was sold.");
        await new News(work.Structure, payment.Id, state, null, null, null, null, Receipt.ToString(), Proof(entry, Reason)).TellAsync(work, stop);
    }

    /// <summary>How many documents undid a payment, and how many of them were undone in their turn: a page that showed fewer is out of date.</summary>
    internal static async Task<int> CountAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var documents = work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind != ReceiptKind.Sale && r.Kind != ReceiptKind.Lift);
        return await documents.CountAsync(stop) + await work.Read<Entry>().CountAsync(e => e.Kind == EntryKind.ReversalUndone && documents.Any(r => r.EntryId == e.CorrectsId), stop);
    }

    /// <summary>In the transaction that holds the payment: two colleagues who were shown the same tickets do not both take some. Refuses with <see cref="PreviewOutdated"/>.</summary>
    internal static async Task RefuseOutdatedAsync(Work work, PaymentId payment, int? seen, CancellationToken stop)
    {
        if (seen is { } shown && shown != await CountAsync(work, payment, stop))
            throw new PreviewOutdated();
    }

    /// <summary>What a step of a payment says of the entry that made it.</summary>
    internal static string Proof(long entry, string reason) => JsonSerializer.Serialize(new { entry, reason });
}
