using System.Collections.Concurrent;
using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace ETicket.Planning;

/// <summary>
/// One closing on its way: batches of <see cref="DayClosing.BatchSize"/> bookings, shared by workers. A batch PostgreSQL refuses is halved until the one damaged wallet stands
/// alone: the others of its batch, of its commune and of all communes are closed.
/// </summary>
internal sealed class ClosingRound(Database database, PortalAddress portal, int workers, IProgress<long>? progress)
{
    private readonly ConcurrentBag<WalletLeft> _left = [];
    private long _total;

    public async Task<ClosedDays> CloseAsync(IReadOnlyList<DayToClose> days, CancellationToken stop)
    {
        foreach (var day in days.GroupBy(d => d.Day).OrderBy(g => g.Key))
        {
            await Parallel.ForEachAsync(
                Batches([.. day]).SelectMany(Slices),
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = stop },
                async (share, token) => await CloseShareAsync(share, null, token));
        }
        return new ClosedDays(_total, [.. _left.DistinctBy(l => l.Wallet).OrderBy(l => l.Wallet)]);
    }

    private async Task CloseShareAsync(Share share, Guid? after, CancellationToken stop)
    {
        try
        {
            while (await CloseBatchAsync(share, after, stop) is (var closed, { } last))
            {
                after = last;
                // Counted first: nothing in a call on null is evaluated.
                var sofar = Interlocked.Add(ref _total, closed);
                progress?.Report(sofar);
            }
        }
        catch (PostgresException damaged) when (IsOfTheData(damaged))
        {
            var (wallets, one) = await WalletsAsync(share, after, stop);
            if (wallets == 0 || share.Slices > int.MaxValue / 2)
                throw;
            if (wallets == 1)
            {
                _left.Add(new WalletLeft(one, $"{damaged.SqlState} {damaged.ConstraintName}".TrimEnd()));
                return;
            }
            foreach (var half in share.Halves())
                await CloseShareAsync(half, after, stop);
        }
    }

    /// <summary>A value or a rule (classes 22, 23 and P0 of SQLSTATE): trying again changes nothing. A conflict, a stop or a full disk is not the data's fault.</summary>
    private static bool IsOfTheData(PostgresException said) => said.SqlState[..2] is "22" or "23" or "P0";

    /// <summary>Days of the same date are gathered until they make a batch worth a transaction.</summary>
    private static IEnumerable<IReadOnlyList<DayToClose>> Batches(IReadOnlyList<DayToClose> days)
    {
        var batch = new List<DayToClose>();
        var held = 0;
        foreach (var day in days)
        {
            batch.Add(day);
            held += day.Held;
            if (held < DayClosing.BatchSize)
                continue;
            yield return batch;
            batch = [];
            held = 0;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>A large day is shared by the workers, wallet by wallet.</summary>
    private IEnumerable<Share> Slices(IReadOnlyList<DayToClose> days)
    {
        var slices = (int)Math.Clamp(days.Sum(d => (long)d.Held) / DayClosing.BatchSize, 1, workers);
        return Enumerable.Range(0, slices).Select(slice => new Share(days, slice, slices));
    }

    private async Task<(int Closed, Guid? Last)> CloseBatchAsync(Share share, Guid? after, CancellationToken stop)
    {
        await using var command = Command("select closed, last_child from planning_close_days($1, $2, $3, $4, $7, $5, $6, $8, $9)", share, after);
        command.Parameters.Add(new() { Value = DayClosing.BatchSize });
        command.Parameters.Add(new() { Value = portal.Public.ToString() });
        command.Parameters.Add(new() { Value = portal.At(PortalAddress.Tickets).ToString() });
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetGuid(1));
    }

    /// <summary>How many wallets a share still has to move, and the first of them.</summary>
    private async Task<(long Wallets, long First)> WalletsAsync(Share share, Guid? after, CancellationToken stop)
    {
        await using var command = Command(
            """
            select count(distinct b.wallet_id), coalesce(min(b.wallet_id), 0)
            from unnest($1, $2, $3) as x(structure_id, activity_id, day)
            join booking b on b.structure_id = x.structure_id and b.activity_id = x.activity_id and b.day = x.day
            where b.state = 'Held' and ($4 is null or b.child_id > $4) and b.wallet_id % $6 = $5
            """,
            share, after);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private NpgsqlCommand Command(string sql, Share share, Guid? after)
    {
        var command = database.Worker.CreateCommand(sql);
        command.Parameters.Add(new() { Value = share.Days.Select(d => d.Structure.Value).ToArray() });
        command.Parameters.Add(new() { Value = share.Days.Select(d => d.Activity.Value).ToArray() });
        command.Parameters.Add(new() { Value = share.Days.Select(d => d.Day).ToArray() });
        command.Parameters.Add(new() { Value = after ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = share.Slice });
        command.Parameters.Add(new() { Value = share.Slices });
        return command;
    }

    /// <summary>The wallets of some days whose number, modulo <paramref name="Slices"/>, is <paramref name="Slice"/>.</summary>
    private sealed record Share(IReadOnlyList<DayToClose> Days, int Slice, int Slices)
    {
        public Share[] Halves() => [this with { Slices = 2 * Slices }, this with { Slice = Slice + Slices, Slices = 2 * Slices }];
    }
}
