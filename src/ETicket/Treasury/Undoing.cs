using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;

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
}
