using System.Text.Json;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>How a sale is undone: which entry, which series of documents, and why.</summary>
public sealed record Undoing(EntryKind Entry, string Series, ReceiptKind Receipt, string Reason)
{
    /// <summary>What the bank takes back, and may have to give back again.</summary>
    internal static readonly ReceiptKind[] ByTheBank = [ReceiptKind.UnpaidCheque, ReceiptKind.RejectedDebit, ReceiptKind.Chargeback];

    /// <summary>Only a cheque bounces, only a debit is rejected; money on the table is neither charged back nor refunded by a provider.</summary>
    internal static bool Fits(ReceiptKind kind, PaymentMeans means) => kind switch
    {
        ReceiptKind.UnpaidCheque => means is PaymentMeans.Cheque,
        ReceiptKind.RejectedDebit => means is PaymentMeans.PayFipDebit,
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
        var byTheBank = ByTheBank.Contains(Receipt) || await work.Read<Payments.Receipt>().AnyAsync(
            r => r.PaymentId == payment.Id && ByTheBank.Contains(r.Kind)
                && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId),
            stop);
        var state = PaymentStates.After(payment.State, byTheBank ? PaymentEvent.TakenByTheBank : PaymentEvent.RefundedWhole)
            ?? throw new InvalidOperationException($"Payment {payment.Id} is {payment.State}: nothing of it was sold.");
        await new News(work.Structure, payment.Id, state, null, null, null, null, Receipt.ToString(), Proof(entry, Reason)).TellAsync(work, stop);
    }

    /// <summary>What a step of a payment says of the entry that made it.</summary>
    internal static string Proof(long entry, string reason) => JsonSerializer.Serialize(new { entry, reason });
}
