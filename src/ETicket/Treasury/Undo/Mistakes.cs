using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>
/// « Notés par erreur » — the documents that stand and that nobody but a person said: the wrong payment, the wrong family. A refund read on a provider's statement is none of them: it was asked
/// for, so if it did not leave its sum is still due, and it never arrived (<see cref="Refunds.NotPaidRefunds"/>).
/// </summary>
internal static class Mistakes
{
    /// <summary>Those of a payment, the earliest first.</summary>
    public static async Task<IReadOnlyList<Receipt>> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var standing = await work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind != ReceiptKind.Sale
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.EntryId).ToListAsync(stop);
        return [.. standing.Where(IsOnlySaid)];
    }

    /// <summary>In the transaction that holds the payment. Refuses what it may not be said of with <see cref="NotAMistake"/>.</summary>
    public static async Task RefuseOtherAsync(Work work, Receipt document, CancellationToken stop)
    {
        if (!(await OfAsync(work, document.PaymentId, stop)).Any(r => r.Id == document.Id))
            throw new NotAMistake(document.FullNumber);
    }

    private static bool IsOnlySaid(Receipt document) => document.Kind switch
    {
        ReceiptKind.CommuneRefund or ReceiptKind.NeverReceived => true,
        ReceiptKind.ProviderRefund => document.Means is PaymentMeans.CardTerminal,
        ReceiptKind.UnpaidCheque => UndoAct.UnpaidCheque.Suits(document.Means),
        ReceiptKind.RejectedDebit => UndoAct.RejectedDebit.Suits(document.Means),
        // Stripe and PayPal tell of their disputes themselves.
        ReceiptKind.Chargeback => UndoAct.Chargeback.Suits(document.Means),
        _ => false,
    };
}
