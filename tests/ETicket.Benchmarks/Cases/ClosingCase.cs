using System.Diagnostics;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;
using ETicket.Planning;

namespace ETicket.Benchmarks.Cases;

/// <summary>One night: the bookings of a day become consumptions. Beside it, the floor (COPY of one posting row per booking) and the usual ledger, one commit per booking.</summary>
internal static class ClosingCase
{
    private static readonly DateOnly FirstDay = new(2025, 9, 1);

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await NightAsync(server, options, board, "10,000 bookings, 1 commune", 1, 5_000, [2, 2, 2], stop);
        await NightAsync(server, options, board, "100,000 bookings, 1 commune", 1, 50_000, options.Quick ? [2] : [2, 2, 2], stop);
        var hundred = await NightAsync(server, options, board, "100,000 bookings, 100 communes", 100, 500, options.Quick ? [2, 1] : [2, 2, 2, 1, 1, 1], stop);
        if (options.Quick)
            return;
        var one = await NightAsync(server, options, board, "1,000,000 bookings, 1 commune", 1, 500_000, [2], stop);
        var million = await NightAsync(server, options, board, "1,000,000 bookings, 100 communes", 100, 5_000, [2], stop);
        board.Expect("closing, time per booking at 1,000,000 / at 100,000 (100 communes)", million / hundred, 1.4, atLeast: false);
        board.Expect("closing, time per booking at 1,000,000 (1 commune) / at 100,000", one / hundred, 1.4, atLeast: false);
    }

    /// <summary>Answers the seconds per booking with two workers.</summary>
    private static async Task<double> NightAsync(
        BenchServer server, Options options, Board board, string name, int communes, int families, int[] workers, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("night", stop);
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.towns(1, {communes}, {families}, 500)"), stop);
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.open_days(1, {communes}, '2025-09-01', {workers.Length})"), stop);
        for (var day = 0; day < workers.Length; day++)
            await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.book(1, {communes}, '2025-09-{day + 1:00}')"), stop);
        await database.SettleDownAsync(stop);

        List<(int Workers, double Seconds)> nights = [];
        var memory = "";
        for (var day = 0; day < workers.Length; day++)
        {
            var (seconds, note) = await CloseAsync(database, FirstDay.AddDays(day), workers[day], stop);
            nights.Add((workers[day], seconds));
            memory = note;
        }
        var bookings = 2L * communes * families;
        foreach (var group in nights.GroupBy(n => n.Workers))
            board.Add("closing", $"closing a day: {name}, {group.Key} worker(s)", bookings, Median(group.Select(g => g.Seconds)), memory);

        var floor = await FloorAsync(database, "posting", workers.Length, stop);
        board.Add("closing", "yardstick: COPY floor, " + name, bookings, floor);
        board.Add("closing", "yardstick: COPY floor without a journal, " + name, bookings, await FloorAsync(database, "posting_unlogged", 1, stop));
        var ledger = await Yardsticks.UniformAsync(database, 1, options.Round);
        board.Add("closing", "yardstick: one row per account, a commit per booking", ledger);

        var best = Median(nights.Where(n => n.Workers == 2).Select(n => n.Seconds));
        board.Expect($"closing {name}, 2 workers / the COPY floor", floor / best, 0.12, atLeast: true);
        board.Expect($"closing {name}, 2 workers / a commit per booking", bookings / best / ledger.PerSecond, 25, atLeast: true);
        board.Expect($"faults found by the audit after closing {name}", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);
        return best / bookings;
    }

    public static async Task<(double Seconds, string Memory)> CloseAsync(BenchDatabase database, DateOnly day, int workers, CancellationToken stop)
    {
        await database.RunAsync("checkpoint", stop);
        var closing = new DayClosing(database.Product);
        var due = (await closing.DueAsync(day, null, null, stop)).Where(d => d.Day == day).ToArray();
        var before = Used();
        var started = Stopwatch.GetTimestamp();
        var closed = await closing.CloseAsync(due, workers, null, stop);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (closed.Tickets != due.Sum(d => (long)d.Held))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{closed.Tickets} bookings closed."));
        return (seconds, string.Create(CultureInfo.InvariantCulture, $"application memory {before:0} -> {Used():0} MB"));
    }

    /// <summary>The very rows the closing wrote, copied from a file into a table of the same columns and indexes.</summary>
    private static async Task<double> FloorAsync(BenchDatabase database, string table, int rounds, CancellationToken stop)
    {
        var times = new List<double>();
        var file = await database.AskAsync<string>("select current_setting('data_directory') || '/bench_floor.copy'", stop);
        for (var round = 0; round < rounds; round++)
        {
            await database.RunAsync(
                string.Create(CultureInfo.InvariantCulture, $"""
                copy (select t.* from transfer t join booking b on b.structure_id = t.structure_id and b.id = t.booking_id
                      where b.day = '2025-09-{round + 1:00}' and t.quantity = 1 order by t.id) to '{file}'
                """),
                stop);
            await database.RunAsync("checkpoint", stop);
            var started = Stopwatch.GetTimestamp();
            await database.RunAsync($"copy bench.{table} from '{file}'", stop);
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        await database.RunAsync($"copy (select where false) to '{file}'", stop);
        return Median(times);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double Used()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }
}
