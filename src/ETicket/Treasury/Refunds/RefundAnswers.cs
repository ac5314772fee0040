using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>« Réponses aux demandes de remboursement » — what a provider says of a request (<see cref="RefundRequests"/>), in its answer, in a notice or in a look-up.</summary>
internal static class RefundAnswers
{
    internal const string MadeAfterAll = "refund made after all";

    /// <summary>The document of the request asked under this very key, over because the provider told meanwhile that it was made; or null.</summary>
    public static async Task<Receipt?> MadeAsync(Work work, PaymentId payment, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var quantities = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        return (await UnansweredRefunds.OfAsync(work, payment, stop)).FindLast(r => r.Key == key && RefundRequests.Same(r, quantities)) is { MadeAs: { } number, EndedAt: not null } made
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
}
