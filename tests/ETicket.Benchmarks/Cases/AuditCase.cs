using System.Diagnostics;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;

namespace ETicket.Benchmarks.Cases;

/// <summary>The nightly audit on a journal of a million transfers, made by nights closed through the product's code. It must find nothing.</summary>
internal static class AuditCase
{
    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("audit", stop);
        await database.RunAsync("call bench.towns(1, 100, 500, 500)", stop);
        await database.RunAsync("call bench.open_days(1, 100, '2025-09-01', 9)", stop);
        for (var day = 1; day <= 9; day++)
        {
            await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.book(1, 100, '2025-09-{day:00}')"), stop);
            await database.RunAsync("analyze", stop);
            await ClosingCase.CloseAsync(database, new DateOnly(2025, 9, day), 2, stop);
        }
        await database.SettleDownAsync(stop);

        var transfers = await database.AskAsync<long>("select count(*) from transfer", stop);
        var times = new List<double>();
        var faults = 0L;
        for (var round = 0; round < options.Rounds + 1; round++)
        {
            var started = Stopwatch.GetTimestamp();
            faults = await FaultsAsync(database, stop);
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        times.Sort();
        board.Add("audit", string.Create(CultureInfo.InvariantCulture, $"violations, {transfers} transfers"), transfers, times[times.Count / 2]);
        board.Expect("audit, seconds per 1,000,000 transfers", times[times.Count / 2] * 1_000_000 / transfers, 5, atLeast: false);
        board.Expect("faults found by the audit", faults, 0, atLeast: false);
    }

    public static async Task<long> FaultsAsync(BenchDatabase database, CancellationToken stop)
    {
        await using var command = database.Product.Auditor.CreateCommand("select count(*), min(code || ' ' || what) from violations");
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        if (!await reader.IsDBNullAsync(1, stop))
            Console.WriteLine(reader.GetString(1));
        return reader.GetInt64(0);
    }
}
