using System.Diagnostics;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Planning.Telling;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.Benchmarks.Cases;

/// <summary>
/// The letters of days in a commune of 10,000 families of two children: every family is reminded of a week it left empty, then every family changed eight days and reads what it has
/// ticked, behind a history of 400,000 older lines; each run again tells nobody.
/// </summary>
internal static class TellingCase
{
    private const int Families = 10_000;

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("telling", stop);
        var today = ParisTime.Today(TimeProvider.System);
        var monday = today.AddDays(8 - (today.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)today.DayOfWeek));
        await SettleAsync(database, today, monday, stop);
        var commune = new StructureId(await database.AskAsync<Guid>("select id from structure", stop));

        var weeks = new EmptyWeeks(database.Product, new PortalAddress(), NullLogger<EmptyWeeks>.Instance);
        await TellAsync(board, "empty week", () => weeks.TellAsync(commune, stop));
        await ChangeAsync(database, today, monday, stop);
        var summaries = new BookingSummaries(database.Product, new PortalAddress(), NullLogger<BookingSummaries>.Instance);
        await TellAsync(board, "summary of the evening", () => summaries.TellAsync(commune, stop));
        board.Expect("faults found by the audit after the letters of days", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);
    }

    private static async Task TellAsync(Board board, string what, Func<Task<int>> tell)
    {
        foreach (var (time, most) in new[] { ("", Families), (", run again", 0) })
        {
            var started = Stopwatch.GetTimestamp();
            var letters = await tell();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            board.Add("telling", $"{what}, 10,000 families{time}", Families, seconds, string.Create(CultureInfo.InvariantCulture, $"{letters} letters"));
            board.Expect($"{what}, seconds per 10,000 families{time}", seconds, 10, atLeast: false);
            board.Expect($"{what}, letters{time}", letters, most, atLeast: most > 0);
        }
    }

    /// <summary>Five days ticked in each of the four weeks before the one that is empty, whose limit is tomorrow evening.</summary>
    private static async Task SettleAsync(BenchDatabase database, DateOnly today, DateOnly monday, CancellationToken stop)
    {
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.towns(1, 1, {Families}, 100)"), stop);
        await database.RunAsync($"call bench.open_days(1, 1, '{monday.AddDays(-28):O}', 60)", stop);
        await database.RunAsync($"update open_day set add_until = '{today.AddDays(1):O} 18:00+00' where day between '{monday:O}' and '{monday.AddDays(6):O}'", stop);
        await BookAsync(database, monday.AddDays(-28), 26, stop);
        await database.RunAsync(
            "insert into booking_change (structure_id, booking_id, state, at, actor, origin) select structure_id, id, 'Held', now() - interval '40 days', 'bench', 'Staff' from booking", stop);
        await database.SettleDownAsync(stop);
    }

    /// <summary>Four weeks ticked after the empty one; four days of each child by its parent, this morning.</summary>
    private static async Task ChangeAsync(BenchDatabase database, DateOnly today, DateOnly monday, CancellationToken stop)
    {
        await BookAsync(database, monday.AddDays(7), 19, stop);
        await database.RunAsync(
            $"""
            with changed as (
              update booking set booked_at = '{today.AddDays(-1):O} 20:00+00' where day between '{monday.AddDays(7):O}' and '{monday.AddDays(10):O}' returning structure_id, id, booked_at)
            insert into booking_change (structure_id, booking_id, state, at, actor, origin) select structure_id, id, 'Held', booked_at, 'bench', 'Parent' from changed
            """,
            stop);
        await database.SettleDownAsync(stop);
    }

    /// <summary>Every working day of a span, by every child.</summary>
    private static async Task BookAsync(BenchDatabase database, DateOnly from, int days, CancellationToken stop)
    {
        foreach (var day in Enumerable.Range(0, days).Select(from.AddDays).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
            await database.RunAsync($"call bench.book(1, 1, '{day:O}')", stop);
    }
}
