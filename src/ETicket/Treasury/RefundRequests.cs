using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Structures;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>
/// « Demande de remboursement sans réponse » — asked of the provider under this key, and nobody knows whether it was made: so many of each line of the payment, for this sum.
/// </summary>
public sealed record RefundRequest(Guid Key, IReadOnlyDictionary<long, int> Quantities, Money Amount, string Reason, DateTimeOffset AskedAt)
{
    /// <summary>What it takes of these lines of its payment; null when they are no longer all still sold.</summary>
    internal IReadOnlyList<(SoldLine Line, int Quantity)>? Of(IReadOnlyList<SoldLine> lines)
    {
        var taken = lines.Where(l => Quantities.GetValueOrDefault(l.TransferId) > 0).Select(l => (Line: l, Quantity: Quantities[l.TransferId])).ToList();
        return taken.Count == Quantities.Count && taken.TrueForAll(t => t.Quantity <= t.Line.StillSold) ? taken : null;
    }
}

/// <summary>
/// « Demandes de remboursement » — each is written before its provider is called and ended by its answer, so that one whose answer was lost is asked again under its own key
/// and never made twice. Those of a payment follow one another, by rank; at most one is without an answer.
/// </summary>
internal static class RefundRequests
{
    private const string Fingerprint = "refund asked";

    /// <summary>The request of this payment that has no answer yet, or null.</summary>
    public static async Task<RefundRequest?> UnfinishedAsync(Work work, PaymentId payment, CancellationToken stop) => (await OfAsync(work, payment, stop)).Unfinished;

    /// <summary>
    /// Writes the request, or finds the one without an answer, in the caller's transaction. Refuses another content while one is without an answer with
    /// <see cref="RefundUnfinished"/>, under a key asked before with <see cref="KeyReused"/>, while money left for tickets unknown with <see cref="MoneyNotPlaced"/>, and more than is still
    /// sold with <see cref="MoreThanSold"/>: a request found again is not compared with what is left, for the provider may have made it and told.
    /// </summary>
    public static async Task<RefundRequest> BeginAsync(
        Work work, PaymentId payment, Guid key, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string reason, CancellationToken stop)
    {
        await Reversals.LockAsync(work, payment, stop);
        var quantities = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        var (answered, unfinished) = await OfAsync(work, payment, stop);
        // The provider knows the key too, and would answer what it made under it.
        if (answered.Exists(a => a.Key == key && !Same(a.Quantities, quantities)))
            throw new KeyReused();
        if (unfinished is not null)
            return Same(unfinished.Quantities, quantities) ? unfinished : throw new RefundUnfinished(unfinished.Amount, unfinished.AskedAt);
        await RefuseUnplacedAsync(work, payment, stop);
        var sold = (await TakeBacks.SoldAsync(work, [payment], stop)).ToDictionary(l => l.TransferId, l => l.StillSold);
        if (quantities.Any(q => q.Value > sold.GetValueOrDefault(q.Key)))
            throw new MoreThanSold(quantities.Values.Sum());
        var request = new RefundRequest(key, quantities, taken.Sum(t => t.Line.UnitPrice * t.Quantity), reason, await work.NowAsync(stop));
        await WriteAsync(work, Asked(payment, answered.Count), JsonSerializer.Serialize(new Stored(key, quantities, request.Amount.Cents, reason)), request.AskedAt, stop);
        return request;
    }

    /// <summary>The provider answered, yes or no: the next request is another. Ended already, nothing changes.</summary>
    public static async Task EndAsync(Work work, PaymentId payment, RefundRequest request, string answer, CancellationToken stop)
    {
        await Reversals.LockAsync(work, payment, stop);
        var (answered, unfinished) = await OfAsync(work, payment, stop);
        if (unfinished?.Key != request.Key)
            return;
        await WriteAsync(work, Answered(payment, answered.Count), JsonSerializer.Serialize(answer), await work.NowAsync(stop), stop);
        await Discrepancies.CloseAsync(work, payment, [Found(request)], ToldMoney.Program, ToldMoney.Answered, stop);
    }

    /// <summary>Until the provider answers, a discrepancy says so where people look, once however often it is asked.</summary>
    public static async Task TellAPersonAsync(Database database, StructureId structure, PaymentId payment, RefundRequest request, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await Reversals.LockAsync(work, payment, stop);
        // Another page may have had the answer meanwhile.
        if ((await UnfinishedAsync(work, payment, stop))?.Key != request.Key)
            return;
        await Discrepancies.RecordAsync(work, payment, new("refund unanswered", "", Found(request)), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// Refuses money given back another way, in the caller's transaction which holds the payment, while a refund that can be asked again is without an answer
    /// (<see cref="RefundUnfinished"/>), or money left and nobody said yet for which tickets (<see cref="MoneyNotPlaced"/>).
    /// </summary>
    public static async Task RefuseAnotherAsync(Work work, Payment payment, CancellationToken stop)
    {
        if (await UnfinishedAsync(work, payment.Id, stop) is { } unfinished && await work.Read<Regie>().AnyAsync(r => r.Id == payment.RegieId && r.RefundsThroughProvider, stop))
            throw new RefundUnfinished(unfinished.Amount, unfinished.AskedAt);
        await RefuseUnplacedAsync(work, payment.Id, stop);
    }

    private static async Task RefuseUnplacedAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        if (await ToldMoney.OpenAsync(work, payment, stop) is { } told)
            throw new MoneyNotPlaced(told.Amount);
    }

    /// <summary>The key is on the provider's own page of that refund, if it was made.</summary>
    private static string Found(RefundRequest request) => FormattableString.Invariant($"{request.Amount.Cents} ({request.Key})");

    /// <summary>The requests of a payment by rank, those that were answered and the one that was not.</summary>
    private static async Task<(List<RefundRequest> Answered, RefundRequest? Unfinished)> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var all = new List<RefundRequest>();
        while (true)
        {
            Guid asked = Asked(payment, all.Count), answered = Answered(payment, all.Count);
            var known = await work.Read<CommandKey>().Where(k => k.Key == asked || k.Key == answered).ToListAsync(stop);
            if (known.Find(k => k.Key == asked) is not { } row)
                return (all, null);
            var stored = JsonSerializer.Deserialize<Stored>(row.Answer)!;
            var request = new RefundRequest(stored.Key, stored.Quantities, new Money(stored.Cents), stored.Reason, row.At);
            if (!known.Exists(k => k.Key == answered))
                return (all, request);
            all.Add(request);
        }
    }

    private static bool Same(IReadOnlyDictionary<long, int> one, Dictionary<long, int> other) =>
        one.Count == other.Count && one.All(q => other.GetValueOrDefault(q.Key) == q.Value);

    private static async Task WriteAsync(Work work, Guid key, string answer, DateTimeOffset at, CancellationToken stop)
    {
        work.Db.Add(new CommandKey { StructureId = work.Structure, Key = key, Fingerprint = Fingerprint, Answer = answer, At = at });
        await work.Db.SaveChangesAsync(stop);
    }

    private static Guid Asked(PaymentId payment, int rank) => ActKey.Named(FormattableString.Invariant($"{payment}/refund/{rank}/asked"));

    private static Guid Answered(PaymentId payment, int rank) => ActKey.Named(FormattableString.Invariant($"{payment}/refund/{rank}/answered"));

    private sealed record Stored(Guid Key, IReadOnlyDictionary<long, int> Quantities, long Cents, string Reason);
}
