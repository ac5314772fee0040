using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets;

/// <summary>
/// « Repris par » — a document that undid a payment, in whole or in part; <paramref name="Stands"/> until it was undone in its turn: the bank paid after all, the refund failed, or
/// the bank took the whole of what the commune had refunded.
/// </summary>
public sealed record UndoneBy(Receipt Document, bool Stands)
{
    /// <summary>The documents that undid this payment, the earliest first; none where nothing did.</summary>
    public static async Task<IReadOnlyList<UndoneBy>> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var documents = await work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind != ReceiptKind.Sale).OrderBy(r => r.EntryId).ToListAsync(stop);
        var entries = documents.ConvertAll(d => (long?)d.EntryId);
        var undone = await work.Db.Set<Entry>().Where(e => e.Kind == EntryKind.ReversalUndone && entries.Contains(e.CorrectsId)).Select(e => e.CorrectsId).ToListAsync(stop);
        return [.. documents.Select(d => new UndoneBy(d, !undone.Contains(d.EntryId)))];
    }
}
