using System.Diagnostics;
using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Planning.Foresight;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.Benchmarks.Cases;

/// <summary>The alert of an hour in a commune of 10,000 families with twenty days ticked ahead: every family runs out at once, nobody is left to tell the hour after, few run out.</summary>
internal static class ForesightCase
{
    private const int Families = 10_000;

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        foreach (var (tickets, what) in new[] { (3, "every family runs out"), (100, "one family in fifty runs out") })
        {
            await using var database = await server.NewDatabaseAsync("foresight", stop);
            await SettleAsync(database, tickets, stop);
            var (letters, seconds) = await TellAsync(database, stop);
            var again = await TellAsync(database, stop);

            board.Add("foresight", $"alert of an hour, 10,000 families: {what}", Families, seconds, string.Create(CultureInfo.InvariantCulture, $"{letters} letters"));
            board.Add("foresight", $"the hour after: {what}", Families, again.Seconds, string.Create(CultureInfo.InvariantCulture, $"{again.Letters} letters"));
            board.Expect($"alert of an hour, seconds per 10,000 families: {what}", seconds, 10, atLeast: false);
            board.Expect($"letters of the hour after: {what}", again.Letters, 0, atLeast: false);
            board.Expect($"faults found by the audit after the alert: {what}", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);
        }
    }

    private static async Task SettleAsync(BenchDatabase database, int tickets, CancellationToken stop)
    {
        var today = ParisTime.Today(TimeProvider.System);
        await database.RunAsync(string.Create(CultureInfo.InvariantCulture, $"call bench.towns(1, 1, {Families}, {tickets})"), stop);
        await database.RunAsync($"call bench.open_days(1, 1, '{today.AddDays(1):O}', 60)", stop);
        for (var day = 1; day <= 20; day++)
            await database.RunAsync($"call bench.book(1, 1, '{today.AddDays(day):O}')", stop);
        await database.SettleDownAsync(stop);
    }

    private static async Task<(int Letters, double Seconds)> TellAsync(BenchDatabase database, CancellationToken stop)
    {
        var alerts = new LowBalanceAlerts(database.Product, new PortalAddress(), NullLogger<LowBalanceAlerts>.Instance);
        var commune = new StructureId(await database.AskAsync<Guid>("select id from structure", stop));
        var started = Stopwatch.GetTimestamp();
        var letters = await alerts.TellAsync(commune, stop);
        return (letters, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
