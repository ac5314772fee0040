using System.Text.Json;
using ETicket.Kernel;
using Npgsql;

namespace ETicket.Persistence.Runs;

/// <summary>
/// « Passages » — lets each duty run once, whoever rings and however many nodes there are: the database gives the turn. A run is kept alive by its holder and ends with an
/// outcome; when the holder dies its day is given again, and the work, which can be done twice without harm, is resumed.
/// </summary>
public sealed class JobRuns(Database database, TimeProvider clock)
{
    /// <summary>How long a day of the night that failed waits before it is tried again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Does what a duty owes now, by the clock of the database: each day owed in order, its day at its hour, or one run of what comes often. Answers how many runs were made; 0 when nothing is owed or
    /// somebody else is at it. <paramref name="work"/> is given the Paris day and answers its figures. What it throws is noted and thrown on; a day that failed is tried again
    /// after <see cref="Retry"/>, and no later day before it.
    /// </summary>
    public async Task<int> KeepAsync(Duty duty, string node, Func<DateOnly, CancellationToken, Task<IReadOnlyDictionary<string, long>>> work, CancellationToken stop)
    {
        var made = 0;
        while (await TakeAsync(duty, node, stop) is { } turn)
        {
            made++;
            if (!await RunAsync(turn, work, stop) || duty is not Duty.ByNight)
                break;
        }
        return made;
    }

    /// <summary>False when the turn was lost to another.</summary>
    private async Task<bool> RunAsync(Turn turn, Func<DateOnly, CancellationToken, Task<IReadOnlyDictionary<string, long>>> work, CancellationToken stop)
    {
        using var ours = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var beating = BeatAsync(turn, ours);
        try
        {
            var did = await work(turn.DueOn, ours.Token);
            return await EndAsync(turn, RunOutcome.Done, JsonSerializer.Serialize(did), null);
        }
        catch (OperationCanceledException) when (ours.IsCancellationRequested)
        {
            await WriteAsync(turn, "lease_until = eticket_now()", default);
            stop.ThrowIfCancellationRequested();
            return false;
        }
        catch (Exception e)
        {
            await EndAsync(turn, RunOutcome.Failed, null, Reason(e));
            throw;
        }
        finally
        {
            await ours.CancelAsync();
            await beating;
        }
    }

    /// <summary>Says that the run lives; one that another took over stops its work.</summary>
    private async Task BeatAsync(Turn turn, CancellationTokenSource ours)
    {
        using var beat = new PeriodicTimer(turn.Lease / 4, clock);
        while (await TickAsync(beat, ours.Token))
        {
            try
            {
                if (!await WriteAsync(turn, "lease_until = eticket_now() + $4", ours.Token, turn.Lease))
                    await ours.CancelAsync();
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // The work itself will meet a database that is gone; the lease tells the others.
            }
        }
    }

    private static async Task<bool> TickAsync(PeriodicTimer beat, CancellationToken stop)
    {
        try
        {
            return await beat.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Turn?> TakeAsync(Duty duty, string node, CancellationToken stop)
    {
        var (night, hour) = (duty as Duty.ByNight, duty as Duty.AtHour);
        await using var command = database.Worker.CreateCommand("select due_on, attempt from job_take($1, $2, $3, $4, $5, $6, $7, $8)");
        object?[] values = [duty.Name, night?.At ?? hour?.At, hour is null ? null : DayHours.Ends, night?.CatchesUp ?? false, node, duty.Lease, Retry, duty is Duty.Often { ByDay: true }];
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? new Turn(duty.Name, reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1), duty.Lease) : null;
    }

    private Task<bool> EndAsync(Turn turn, RunOutcome outcome, string? did, string? failure) =>
        WriteAsync(turn, "ended_at = eticket_now(), outcome = $4, did = $5::jsonb, failure = $6", default, outcome.ToString(), did, failure);

    /// <summary>Writes on a run that is still ours; false when it is not.</summary>
    private async Task<bool> WriteAsync(Turn turn, string what, CancellationToken stop, params object?[] values)
    {
        await using var command = database.Worker.CreateCommand($"update job_run set {what} where name = $1 and due_on = $2 and attempt = $3 and outcome is null");
        foreach (var value in new object?[] { turn.Name, turn.DueOn, turn.Attempt }.Concat(values))
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>Enough to know where to look, without what the row that failed held.</summary>
    private static string Reason(Exception e) => e is PostgresException said ? $"{said.SqlState} {said.ConstraintName ?? said.TableName}".TrimEnd() : e.GetType().Name;

    private sealed record Turn(string Name, DateOnly DueOn, int Attempt, TimeSpan Lease);
}
