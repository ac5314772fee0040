using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Demandes de remboursement » — each is written before its provider is called and ended by its answer, so that one whose answer was lost is asked again under its own key
/// and never made twice. A person ends one that nobody will answer (<see cref="UnansweredRefunds"/>), or says that it left (<see cref="LeftRefunds"/>); the provider may still tell, later, that it was made.
/// </summary>
internal static class RefundRequests
{
    /// <summary>
    /// Writes the request, or finds the one without an answer, in the caller's transaction. The same tickets as those last given up are asked for under the same key, for that one may have
    /// been made. Refuses another content while one is without an answer with <see cref="RefundUnfinished"/>, under a key asked before with <see cref="KeyReused"/>, the very request
    /// a person gave up with <see cref="RefundGivenUp"/>, while money left for tickets unknown with <see cref="MoneyNotPlaced"/>, while what the commune paid out is to be noted again with <see cref="NoteAgainFirst"/>, and more than is still
    /// sold with <see cref="MoreThanSold"/>: a request found again is not compared with what is left, for the provider may have made it and told.
    /// </summary>
    public static async Task<RefundRequest> BeginAsync(
        Work work, PaymentId payment, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string reason, string? by, CancellationToken stop, int? seen = null)
    {
        await PaymentReader.HoldAsync(work, payment, stop);
        var quantities = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        var all = await UnansweredRefunds.OfAsync(work, payment, stop);
        // The provider knows the key too, and would answer what it made under it.
        if (all.Exists(r => r.EndedAt is not null && r.Key == key && !Same(r, quantities)))
            throw new KeyReused();
        if (all.Find(r => r.EndedAt is null) is { } open)
            return Same(open, quantities) ? open : throw new RefundUnfinished(open.Amount, open.AskedAt);
        if (all.FindLast(r => r.Key == key) is { EndedBy: { } over, EndedAt: { } at })
            throw new RefundGivenUp(over, at);
        // Under a key asked before it is the same act, whatever it has written since.
        if (all.TrueForAll(r => r.Key != key))
            await Undoing.RefuseOutdatedAsync(work, payment, seen, stop);
        await RefuseUnplacedAsync(work, payment, stop);
        await NotedAgain.RefuseAnotherAsync(work, payment, stop);
        var sold = (await TakeBacks.SoldAsync(work, [payment], stop)).ToDictionary(l => l.TransferId, l => l.StillSold);
        if (quantities.Any(q => q.Value > sold.GetValueOrDefault(q.Key)))
            throw new MoreThanSold(quantities.Values.Sum());
        var request = new RefundRequest
        {
            StructureId = work.Structure,
            PaymentId = payment,
            Rank = all.Count,
            Key = all.FindLast(r => Same(r, quantities)) is { IsGivenUp: true } before ? before.Key : key,
            Lines = [.. quantities.Keys],
            Taken = [.. quantities.Values],
            Amount = taken.Sum(t => t.Line.UnitPrice * t.Quantity),
            Reason = reason,
            AskedAt = await work.NowAsync(stop),
            AskedBy = by,
        };
        work.Db.Add(request);
        await work.Db.SaveChangesAsync(stop);
        return request;
    }

    /// <summary>
    /// Refuses money given back another way, in the caller's transaction which holds the payment, while a refund is without an answer
    /// (<see cref="RefundUnfinished"/>), or money left and nobody said yet for which tickets (<see cref="MoneyNotPlaced"/>).
    /// </summary>
    public static async Task RefuseAnotherAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        if (await UnansweredRefunds.OpenAsync(work, payment, stop) is { } open)
            throw new RefundUnfinished(open.Amount, open.AskedAt);
        await RefuseUnplacedAsync(work, payment, stop);
    }

    private static async Task RefuseUnplacedAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        if (await ToldMoney.OpenAsync(work, payment, stop) is [var told, ..])
            throw new MoneyNotPlaced(told.Amount);
    }

    internal static bool Same(RefundRequest one, Dictionary<long, int> other) => one.Quantities is var asked && asked.Count == other.Count && asked.All(q => other.GetValueOrDefault(q.Key) == q.Value);
}
