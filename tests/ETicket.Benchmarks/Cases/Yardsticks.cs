using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Load;
using Npgsql;

namespace ETicket.Benchmarks.Cases;

/// <summary>What others do, in the same run on the same server.</summary>
internal static class Yardsticks
{
    public static Task<Figures> UniformAsync(BenchDatabase database, int clients, TimeSpan duration) =>
        Clients.RunAsync(clients, duration, _ => TransferAsync(database, Random.Shared.Next(1, 10_001), Random.Shared.Next(1, 10_001)));

    /// <summary>One side is always the same account: a commune's cash.</summary>
    public static Task<Figures> HotAsync(BenchDatabase database, int clients, TimeSpan duration) =>
        Clients.RunAsync(clients, duration, _ => TransferAsync(database, 0, Random.Shared.Next(1, 10_001)));

    public static async Task<Figures> LeanClickAsync(BenchDatabase database, int clients, TimeSpan duration)
    {
        var next = await database.AskAsync<int>("select coalesce(max(child), 0) + 1 from bench.lean_booking", CancellationToken.None);
        return await Clients.RunAsync(clients, duration, async _ =>
        {
            var n = Interlocked.Increment(ref next);
            await using var command = database.Superuser.CreateCommand(
                """
                with w as (update bench.lean_wallet set held = held + 1 where id = $3 and tickets - held > 0 returning id)
                insert into bench.lean_booking (child, day, wallet) select $1, $2, w.id from w
                """);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = n });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 1 });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = n % 10_000 });
            return await command.ExecuteNonQueryAsync() == 1;
        });
    }

    private static async Task<bool> TransferAsync(BenchDatabase database, int from, int to)
    {
        await using var command = database.Superuser.CreateCommand("select bench.transfer($1, $2, 32.50)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"a_{from}" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"a_{(to == from ? to % 10_000 + 1 : to)}" });
        await command.ExecuteNonQueryAsync();
        return true;
    }
}
