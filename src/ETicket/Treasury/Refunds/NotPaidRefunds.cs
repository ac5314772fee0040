using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Remboursements que seule une personne sait » — nobody but a person said that their money left, so nobody but a person can say that it never arrived: the commune's, those made on the card
/// terminal, and those read on a provider's statement that the provider has not confirmed. What a provider told of, it alone says to have failed.
/// </summary>
internal static class NotPaidRefunds
{
    /// <summary>Those of a payment that stand, the earliest first; none of the commune's while some is to be noted again, for its sum would be counted there too.</summary>
    public static async Task<IReadOnlyList<Receipt>> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var standing = await work.Read<Receipt>().Where(r => r.PaymentId == payment && (r.Kind == ReceiptKind.CommuneRefund || r.Kind == ReceiptKind.ProviderRefund)
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.EntryId).ToListAsync(stop);
        if (standing.Count == 0)
            return standing;
        var noting = await NotedAgain.WaitingAsync(work, payment, stop) is not null;
        var read = await ReadOnAStatementAsync(work, payment, stop);
        return [.. standing.Where(r => r.Kind is ReceiptKind.CommuneRefund ? !noting : r.Means is PaymentMeans.CardTerminal || read.Contains(r.Id))];
    }

    /// <summary>In the transaction that holds the payment. Refuses what it may not be said of with <see cref="RefundNotUndone"/>.</summary>
    public static async Task RefuseOtherAsync(Work work, Receipt document, CancellationToken stop)
    {
        if (document.Kind is ReceiptKind.CommuneRefund)
            await NotedAgain.RefuseAnotherAsync(work, document.PaymentId, stop);
        if (!(await OfAsync(work, document.PaymentId, stop)).Any(r => r.Id == document.Id))
            throw new RefundNotUndone(document.FullNumber);
    }

    private static async Task<HashSet<ReceiptId>> ReadOnAStatementAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var documents = new HashSet<ReceiptId>();
        foreach (var asked in (await UnansweredRefunds.OfAsync(work, payment, stop)).Where(r => r is { LeftBy: not null, ConfirmedAt: null, MadeAs: not null }))
        {
            if (await ActKey.Of(payment, new TakenBack(asked.MadeAs!, asked.Amount, ByTheBank: false, WonBack: false)).DocumentAsync(work, stop) is { } document)
                documents.Add(document.Id);
        }
        return documents;
    }
}
