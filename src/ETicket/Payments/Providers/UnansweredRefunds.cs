using System.Globalization;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Payments.Providers;

/// <summary>
/// « Remboursements sans réponse » — a discrepancy says of each where people look, until the provider answers, or a person marks it as dealt with (<see cref="Discrepancies.ResolveAsync"/>):
/// the request is then over.
/// </summary>
internal static class UnansweredRefunds
{
    public const string Field = "refund unanswered";

    /// <summary>The calls of one refund, three of at most two minutes each, are over long before: whoever asked is gone without a word, its process killed.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    /// <summary>The requests of a payment, by rank.</summary>
    public static Task<List<RefundRequest>> OfAsync(Work work, PaymentId payment, CancellationToken stop) =>
        work.Read<RefundRequest>().Where(r => r.PaymentId == payment).OrderBy(r => r.Rank).ToListAsync(stop);

    /// <summary>The one that has no answer yet, or null.</summary>
    public static Task<RefundRequest?> OpenAsync(Work work, PaymentId payment, CancellationToken stop) =>
        work.Read<RefundRequest>().SingleOrDefaultAsync(r => r.PaymentId == payment && r.EndedAt == null, stop);

    /// <summary>The last request of this key that nobody knows to be made: it waits for an answer, or a person gave it up; null when there is none.</summary>
    public static RefundRequest? UnknownOf(IEnumerable<RefundRequest> all, Guid key) =>
        all.Where(r => r.Key == key).ToList() is { Count: > 0 } asked && asked.TrueForAll(r => r.MadeAs is null) && asked[^1] is { } last && (last.EndedAt is null || last.IsGivenUp) ? last : null;

    /// <summary>Tells a person, once however often it is asked, unless the answer came meanwhile or somebody gave it up.</summary>
    public static async Task TellAsync(Database database, StructureId structure, PaymentId payment, int rank, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await TellAsync(work, payment, rank, stop);
    }

    private static async Task TellAsync(Work work, PaymentId payment, int rank, CancellationToken stop)
    {
        await PaymentReader.HoldAsync(work, payment, stop);
        var all = await OfAsync(work, payment, stop);
        if (all.Find(r => r.Rank == rank) is not { EndedAt: null } open)
            return;
        await Discrepancies.RecordAsync(work, payment, new(Field, "", Found(open, all.Count(r => r.Key == open.Key && r.Rank < rank))), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// The same of those whose process was killed between the request and its answer: nobody was there to tell. Run by the sweep, as the night; one whose payment somebody holds at that
    /// moment is told of by the next run.
    /// </summary>
    public static async Task TellOfForgottenAsync(Database database, CancellationToken stop)
    {
        var forgotten = new List<(StructureId Structure, PaymentId Payment, int Rank)>();
        await using (var ask = database.Worker.CreateCommand(
            """
            select r.structure_id, r.payment_id, r.rank from refund_request r
            where r.ended_at is null and r.asked_at < eticket_now() - $1 and not exists (
              select from discrepancy d where d.structure_id = r.structure_id and d.payment_id = r.payment_id and d.field = $2 and d.resolved_at is null)
            """))
        {
            ask.Parameters.Add(new() { Value = Forgotten });
            ask.Parameters.Add(new() { Value = Field });
            await using var reader = await ask.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
                forgotten.Add((new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetInt32(2)));
        }
        foreach (var (structure, payment, rank) in forgotten)
        {
            try
            {
                await using var work = await database.BeginAsync(structure, stop);
                await using var patience = work.Command("select set_config('lock_timeout', '1s', true)");
                await patience.ExecuteNonQueryAsync(stop);
                await TellAsync(work, payment, rank, stop);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // Whoever holds it may be the answer.
            }
        }
    }

    /// <summary>The key is on the provider's own page of that refund, if it was made. Given up and asked again, it waits anew, under a line of its own.</summary>
    private static string Found(RefundRequest open, int before) =>
        string.Create(CultureInfo.InvariantCulture, $"{open.Amount.Cents} ({open.Key}{(before == 0 ? "" : $"/{before + 1}")})");
}
