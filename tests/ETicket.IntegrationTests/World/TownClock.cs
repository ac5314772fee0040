using System.Globalization;
using ETicket.Kernel;
using Npgsql;

namespace ETicket.IntegrationTests.World;

/// <summary>The church clock: the database and the program read the same hour, and it moves only when a test moves it.</summary>
public sealed class TownClock(NpgsqlDataSource worker) : TimeProvider
{
    private DateTimeOffset _now;

    public DateOnly Today => ParisTime.DayOf(_now);

    public override DateTimeOffset GetUtcNow() => _now;

    public Task SetAsync(DateOnly day, string hour) => SetAsync(ParisTime.At(day, TimeOnly.Parse(hour, CultureInfo.InvariantCulture)));

    public async Task SetAsync(DateTimeOffset instant)
    {
        _now = instant.ToUniversalTime();
        await using var command = worker.CreateCommand("update settable_clock set at = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = _now });
        await command.ExecuteNonQueryAsync();
    }
}
