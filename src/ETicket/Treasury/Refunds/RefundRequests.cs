using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Demandes de remboursement » — each is written before its provider is called and ended by its answer, so that one whose answer was lost is asked again under its own key
/// and never made twice. A person ends one that nobody will answer (<see cref="UnansweredRefunds"/>), or says that it left (<see cref="LeftRefunds"/>); the provider may still tell, later, that it was made.
/// </summary>
internal static class RefundRequests
{
    internal const string MadeAfterAll = "refund made after all";

    /// <summary>
    /// Writes the request, or finds the one without an answer, in the caller's transaction. The same tickets as those last given up are asked for under the same key, for that one may have
    /// been made. Refuses another content while one is without an answer with <see cref="RefundUnfinished"/>, under a key asked before with <see cref="KeyReused"/>, the very request
    /// a person gave up with <see cref="RefundGivenUp"/>, while money left for tickets unknown with <see cref="MoneyNotPlaced"/>, while what the commune paid out is to be noted again with <see cref="NoteAgainFirst"/>, and more than is still
    /// sold with <see cref="MoreThanSold"/>: a request found again is not compared with what is left, for the provider may have made it and told.
    /// </summary>
    public static async Task<RefundRequest> BeginAsync(
        Work work, PaymentId payment, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string reason, CancellationToken stop, int? seen = null)
    {
        await PaymentReader.HoldAsync(work, payment, stop);
        var quantities = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        var all = await UnansweredRefunds.OfAsync(work, payment, stop);
        // The provider knows the key too, and would answer what it made under it.
        if (all.Exists(r => r.EndedAt is not null && r.Key == key && !Same(r, quantities)))
            throw new KeyReused();
        if (all.Find(r => r.EndedAt is null) is { } open)
            return Same(open, quantities) ? open : throw new RefundUnfinished(open.Amount, open.AskedAt);
        if (all.FindLast(r => r.Key == key) is { EndedBy: { } by, EndedAt: { } at })
            throw new RefundGivenUp(by, at);
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
        };
        work.Db.Add(request);
        await work.Db.SaveChangesAsync(stop);
        return request;
    }

    /// <summary>The document of the request asked under this very key, over because the provider told meanwhile that it was made; or null.</summary>
    public static async Task<Receipt?> MadeAsync(Work work, PaymentId payment, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var quantities = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        return (await UnansweredRefunds.OfAsync(work, payment, stop)).FindLast(r => r.Key == key && Same(r, quantities)) is { MadeAs: { } number, EndedAt: not null } made
            ? await ActKey.Of(payment, new TakenBack(number, made.Amount, ByTheBank: false, WonBack: false)).DocumentAsync(work, stop) : null;
    }

    /// <summary>The provider answered, yes under its own number or no: the next request is another. What a person said of it meanwhile stays.</summary>
    public static async Task EndAsync(Work work, RefundRequest request, string answer, TakenBack? made, CancellationToken stop)
    {
        await PaymentReader.HoldAsync(work, request.PaymentId, stop);
        var known = await work.Read<RefundRequest>().SingleAsync(r => r.PaymentId == request.PaymentId && r.Rank == request.Rank, stop);
        await WriteAsync(work, known, answer, made, stop);
    }

    /// <summary>
    /// Which of our requests money that left is, in the caller's transaction; null when it is none. The provider tells the key it was asked under, and that is its answer. Where it
    /// bears none, and nothing was mirrored under its number (<paramref name="unknown"/>), it is the last request of that sum that nobody knows to be made, unless a person was shown
    /// this number before it was asked: then it stays open until it is answered.
    /// </summary>
    public static async Task<RefundRequest?> HearAsync(Work work, PaymentId payment, TakenBack told, bool unknown, CancellationToken stop)
    {
        if (told.ByTheBank || !await work.Read<RefundRequest>().AnyAsync(r => r.PaymentId == payment, stop))
            return null;
        await PaymentReader.HoldAsync(work, payment, stop);
        var all = await UnansweredRefunds.OfAsync(work, payment, stop);
        if (all.Find(r => r.MadeAs == told.Key) is { } known && (known.EndedAt is not null || told.Asked is null))
        {
            if (known is { LeftBy: not null, ConfirmedAt: null })
                await WriteAsync(work, known, null, told, stop);
            return known;
        }
        var ours = all.FindLast(r => r.Key.ToString() == told.Asked);
        var found = ours ?? (told.Asked is null && unknown ? await OfThatSumAsync(work, all, told, stop) : null);
        if (found is not null)
            await WriteAsync(work, found, ours is null ? null : told.Key, told, stop);
        return found;
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

    private static async Task<RefundRequest?> OfThatSumAsync(Work work, List<RefundRequest> all, TakenBack told, CancellationToken stop)
    {
        var asked = all.FindLast(r => r.Amount == told.Amount && (r.EndedAt is null || r.IsGivenUp) && !all.Exists(other => other.Key == r.Key && other.MadeAs is not null));
        var found = ToldMoney.Found(told);
        return asked is null || await work.Read<Discrepancy>().AnyAsync(d => d.PaymentId == asked.PaymentId && d.Found == found && d.SeenAt < asked.AskedAt, stop) ? null : asked;
    }

    /// <summary>An <paramref name="answer"/> ends it, the first end stays. Made though a person had given it up, it is told to a person: the money may have been given back another way.</summary>
    private static async Task WriteAsync(Work work, RefundRequest known, string? answer, TakenBack? made, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            update refund_request
            set ended_at = coalesce(ended_at, case when $4::text is not null then eticket_now() end), outcome = coalesce(outcome, $4),
                made_as = case when left_by is null then coalesce($5, made_as) else made_as end,
                confirmed_at = case when left_by is not null and made_as = $5 then coalesce(confirmed_at, eticket_now()) else confirmed_at end
            where structure_id = $1 and payment_id = $2 and rank = $3
            """,
            work.Structure.Value, known.PaymentId.Value, known.Rank, answer, made?.Key);
        await command.ExecuteNonQueryAsync(stop);
        if (answer is not null)
            await Discrepancies.CloseAsync(work, known.PaymentId, [UnansweredRefunds.Field], Reasons.Program, Reasons.Say("Answered"), stop);
        if (made is { WonBack: false } && (known.IsGivenUp || await IsUndoneAsync(work, known, made, stop)))
            await Discrepancies.RecordAsync(work, known.PaymentId, new(MadeAfterAll, "", ToldMoney.Found(made)), stop);
    }

    /// <summary>A person said that it had left, then that it never arrived: its tickets are back, and its sum may have been given back another way.</summary>
    private static async Task<bool> IsUndoneAsync(Work work, RefundRequest known, TakenBack made, CancellationToken stop) =>
        known is { LeftBy: not null, ConfirmedAt: null } && await ActKey.Of(known.PaymentId, made).DocumentAsync(work, stop) is { } document
        && await work.Read<Entry>().AnyAsync(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == document.EntryId, stop);

    private static bool Same(RefundRequest one, Dictionary<long, int> other) => one.Quantities is var asked && asked.Count == other.Count && asked.All(q => other.GetValueOrDefault(q.Key) == q.Value);
}
