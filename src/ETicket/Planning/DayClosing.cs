using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Planning;

/// <summary>One day of one activity to close; <paramref name="Begun"/> when some of its tickets are consumed already: somebody was stopped in the middle.</summary>
public sealed record DayToClose(StructureId Structure, ActivityId Activity, DateOnly Day, int Held, bool Begun);

/// <summary>
/// « Clôture de journée » — turns the bookings of a finished day into consumptions, each once, whatever crashes or runs twice, by batches of <see cref="BatchSize"/> bookings, a
/// transaction each, across all structures: killed in the middle, it is simply run again. A family whose booklet passes below zero is written to there and then, once per crossing.
/// </summary>
public sealed class DayClosing(Database database, PortalAddress? portal = null)
{
    public const int BatchSize = 20_000;
    private readonly PortalAddress _portal = portal ?? new();

    /// <summary>
    /// Days up to and including <paramref name="until"/> that still have held bookings or were never closed. Of one structure and activity when they are given.
    /// </summary>
    public async Task<IReadOnlyList<DayToClose>> DueAsync(DateOnly until, StructureId? structure, ActivityId? activity, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            select d.structure_id, d.activity_id, d.day,
                   (select count(*)::int from booking b where b.structure_id = d.structure_id and b.activity_id = d.activity_id and b.day = d.day and b.state = 'Held'),
                   d.consumed_at is null
                   and exists (select from booking b where b.structure_id = d.structure_id and b.activity_id = d.activity_id and b.day = d.day and b.state = 'Consumed')
            from open_day d
            join activity a on a.structure_id = d.structure_id and a.id = d.activity_id and a.mode = 'Prepaid'
            where d.day <= $1 and ($2::uuid is null or d.structure_id = $2) and ($3::uuid is null or d.activity_id = $3)
              and (d.consumed_at is null
                   or exists (select from booking b where b.structure_id = d.structure_id and b.activity_id = d.activity_id and b.day = d.day and b.state = 'Held'))
            order by d.day, d.structure_id, d.activity_id
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = until });
        command.Parameters.Add(new NpgsqlParameter { Value = structure?.Value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = activity?.Value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        var days = new List<DayToClose>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            days.Add(new DayToClose(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetFieldValue<DateOnly>(2), reader.GetInt32(3), reader.GetBoolean(4)));
        return days;
    }

    /// <summary>The days a person may close now: those before today, and today's once nobody can cancel any more, by the database's clock.</summary>
    public async Task<IReadOnlyList<DayToClose>> ClosableAsync(StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var now = await WeekPlan.NowAsync(work, stop);
        var today = ParisTime.DayOf(now);
        var settled = (await OpenDays.BetweenAsync(work, today, today, stop)).Where(d => d.CancelUntil <= now).Select(d => d.ActivityId).ToHashSet();
        var due = await DueAsync(today, structure, null, stop);
        return [.. due.Where(d => d.Day < today || settled.Contains(d.Activity))];
    }

    /// <summary>
    /// Closes one day of one activity now and answers the tickets consumed; 0 when it was closed already. Refuses a day that is not over with <see cref="DayNotOver"/>.
    /// </summary>
    public async Task<long> CloseOneAsync(StructureId structure, ActivityId activity, DateOnly day, CancellationToken stop)
    {
        var chosen = (await ClosableAsync(structure, stop)).Where(d => d.Activity == activity && d.Day == day).ToList();
        if (chosen.Count == 0 && !await IsConsumedAsync(structure, activity, day, stop))
            throw new DayNotOver(day);
        return await CloseAsync(chosen, workers: 1, progress: null, stop);
    }

    private async Task<bool> IsConsumedAsync(StructureId structure, ActivityId activity, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<OpenDay>().AnyAsync(d => d.ActivityId == activity && d.Day == day && d.ConsumedAt != null, stop);
    }

    /// <summary>Closes the days given, in order of day, with so many workers side by side; reports bookings consumed as it goes and answers how many.</summary>
    public async Task<long> CloseAsync(IReadOnlyList<DayToClose> days, int workers, IProgress<long>? progress, CancellationToken stop)
    {
        long total = 0;
        foreach (var day in days.GroupBy(d => d.Day).OrderBy(g => g.Key))
        {
            await Parallel.ForEachAsync(
                Batches([.. day]).SelectMany(batch => Slices(batch, workers)),
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = stop },
                async (share, token) =>
                {
                    Guid? after = null;
                    while (true)
                    {
                        var (closed, last) = await CloseBatchAsync(share, after, token);
                        if (last is null)
                            break;
                        after = last;
                        // Counted first: nothing in a call on null is evaluated.
                        var sofar = Interlocked.Add(ref total, closed);
                        progress?.Report(sofar);
                    }
                });
        }
        return total;
    }

    /// <summary>Days of the same date are gathered until they make a batch worth a transaction.</summary>
    private static IEnumerable<IReadOnlyList<DayToClose>> Batches(IReadOnlyList<DayToClose> days)
    {
        var batch = new List<DayToClose>();
        var held = 0;
        foreach (var day in days)
        {
            batch.Add(day);
            held += day.Held;
            if (held < BatchSize)
                continue;
            yield return batch;
            batch = [];
            held = 0;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>A large day is shared by the workers, wallet by wallet.</summary>
    private static IEnumerable<Share> Slices(IReadOnlyList<DayToClose> days, int workers)
    {
        var slices = (int)Math.Clamp(days.Sum(d => (long)d.Held) / BatchSize, 1, workers);
        return Enumerable.Range(0, slices).Select(slice => new Share(days, slice, slices));
    }

    private async Task<(int Closed, Guid? Last)> CloseBatchAsync(Share share, Guid? after, CancellationToken stop)
    {
        var days = share.Days;
        await using var command = database.Worker.CreateCommand("select closed, last_child from planning_close_days($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        command.CommandTimeout = 300;
        command.Parameters.Add(new NpgsqlParameter { Value = days.Select(d => d.Structure.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = days.Select(d => d.Activity.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = days.Select(d => d.Day).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = after ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = BatchSize });
        command.Parameters.Add(new NpgsqlParameter { Value = share.Slice });
        command.Parameters.Add(new NpgsqlParameter { Value = share.Slices });
        command.Parameters.Add(new NpgsqlParameter { Value = _portal.Public.ToString() });
        command.Parameters.Add(new NpgsqlParameter { Value = _portal.At(PortalAddress.Tickets).ToString() });
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetGuid(1));
    }

    /// <summary>The wallets of some days whose number, modulo <paramref name="Slices"/>, is <paramref name="Slice"/>.</summary>
    private sealed record Share(IReadOnlyList<DayToClose> Days, int Slice, int Slices);
}
