using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Web.Replay;

/// <summary>
/// « Horloge de reprise » — the time of the files, for the program and for the database alike. It never goes back: in the hour that exists twice the number decides, and a
/// wall time already passed is read as now.
/// </summary>
internal sealed class ReplayClock(Database database) : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Moves to a wall time of Paris. Refuses a database not made for replays with <see cref="NotAReplayBase"/>.</summary>
    public async Task MoveToAsync(DateOnly day, TimeOnly time, CancellationToken stop)
    {
        var readings = Readings(day, time);
        var later = readings.FirstOrDefault(r => r >= _now, readings[^1]);
        _now = later > _now ? later : _now;
        await using var command = database.App.CreateCommand("update settable_clock set at = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = _now });
        try
        {
            await command.ExecuteNonQueryAsync(stop);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new NotAReplayBase();
        }
    }

    /// <summary>The instants at which a clock of Paris shows this: one, or two the night summer time ends.</summary>
    private static List<DateTimeOffset> Readings(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        return ParisTime.Zone.IsAmbiguousTime(local)
            ? [.. ParisTime.Zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset).ToUniversalTime()).Order()]
            : [ParisTime.At(day, time)];
    }
}
