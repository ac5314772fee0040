using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets;

/// <summary>
/// « Repris par » — a document that undid a payment, in whole or in part, and the entry that undid it in its turn: the bank paid after all, the refund failed, or the bank took the
/// whole of what the commune had refunded.
/// </summary>
public sealed record UndoneBy(Receipt Document, Entry? Lifted)
{
    public bool Stands => Lifted is null;

    /// <summary>The documents that undid this payment, the earliest first; none where nothing did.</summary>
    public static async Task<IReadOnlyList<UndoneBy>> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var documents = await work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind != ReceiptKind.Sale && r.Kind != ReceiptKind.Lift).OrderBy(r => r.EntryId).ToListAsync(stop);
        var lifted = await LiftedAsync(work, documents, stop);
        return [.. documents.Select(d => new UndoneBy(d, lifted.GetValueOrDefault(d.EntryId)))];
    }

    /// <summary>« Levés » — what undid these documents in their turn, by the entry each of them proves; none for those that stand.</summary>
    public static async Task<IReadOnlyDictionary<long, Entry>> LiftedAsync(Work work, IEnumerable<Receipt> documents, CancellationToken stop)
    {
        var entries = documents.Select(d => (long?)d.EntryId).ToList();
        return await work.Read<Entry>().Where(e => e.Kind == EntryKind.ReversalUndone && entries.Contains(e.CorrectsId)).ToDictionaryAsync(e => e.CorrectsId!.Value, stop);
    }
}
