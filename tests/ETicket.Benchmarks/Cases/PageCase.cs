using System.Globalization;
using ETicket.Benchmarks.Grounds;
using ETicket.Benchmarks.Load;
using ETicket.Benchmarks.Report;
using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Benchmarks.Cases;

/// <summary>« Mon planning » through the portal's own Kestrel, of families of three children, four services and four weeks, beside a bare page of the same size; then fifty parents who click.</summary>
internal static class PageCase
{
    private const int Parents = 50;
    private const int Readers = 8;

    public static async Task RunAsync(BenchServer server, Options options, Board board, CancellationToken stop)
    {
        await using var database = await server.NewDatabaseAsync("page", stop);
        await using var portal = await BenchPortal.StartAsync(server, "page", stop);
        var monday = WeekPlan.MondayOf(TimeProvider.System.Today()).AddDays(7);
        await database.RunAsync($"call bench.towns(1, 1, {Parents}, 100)", stop);
        await database.RunAsync($"call bench.households(1, {Parents}, '{monday:O}', '{portal.Hash}')", stop);
        await database.SettleDownAsync(stop);
        var parents = await Task.WhenAll(Enumerable.Range(1, Parents).Select(n => Parent.EnterAsync(portal.Address, string.Create(CultureInfo.InvariantCulture, $"parent-{n}"), stop)));
        try
        {
            await ReadAsync(database, portal, parents, Address(monday, 4), monday, options, board, stop);
            foreach (var weeks in new[] { 1, 4 })
                await ClickAsync(parents, Address(monday, weeks), weeks, options, board, stop);
        }
        finally
        {
            foreach (var parent in parents)
                parent.Dispose();
        }
        board.Expect("faults found by the audit after the clicks", await AuditCase.FaultsAsync(database, stop), 0, atLeast: false);
    }

    /// <summary>The page and the bare page, by turns; each reader is a family of its own.</summary>
    private static async Task ReadAsync(BenchDatabase database, BenchPortal portal, Parent[] parents, string address, DateOnly monday, Options options, Board board, CancellationToken stop)
    {
        var bytes = await parents[0].ReadAsync(address, stop);
        if (await parents[0].OpenAsync(address, stop) is not 240 and var cells)
            throw new InvalidOperationException($"The page has {cells} cells to click, of 3 children, 4 services and 20 days.");
        var family = await database.AskAsync<Guid>("select family_id from login_access limit 1", stop);
        await using var bare = await BarePage.StartAsync(database.Superuser, family, monday, bytes, stop);
        var strangers = Enumerable.Range(0, Readers).Select(_ => new Parent(bare.Address)).ToArray();
        // Long enough for the code of the pages to be compiled as it is for the rest of the day.
        await OursAsync(TimeSpan.FromSeconds(6));
        await BareAsync(TimeSpan.FromSeconds(1));

        List<Figures> ours = [], theirs = [];
        for (var round = 0; round < options.Rounds; round++)
        {
            theirs.Add(await BareAsync(options.Round));
            ours.Add(await OursAsync(options.Round));
        }
        foreach (var stranger in strangers)
            stranger.Dispose();
        board.Add("page", string.Create(CultureInfo.InvariantCulture, $"yardstick: bare page of {bytes} bytes, one query"), Figures.Median(theirs));
        board.Add("page", "« Mon planning », 3 children x 4 services x 4 weeks", Figures.Median(ours));
        board.Expect("planning page, 8 clients / the bare page", Figures.Median(ours).PerSecond / Figures.Median(theirs).PerSecond, 0.5, atLeast: true);

        Task<Figures> OursAsync(TimeSpan duration) => Clients.RunAsync(Readers, duration, async client => await parents[client].ReadAsync(address, stop) > 0);

        Task<Figures> BareAsync(TimeSpan duration) => Clients.RunAsync(Readers, duration, async client => await strangers[client].ReadAsync("/", stop) > 0);
    }

    /// <summary>Each parent clicks, reads the answer and clicks again a second later; then without a pause.</summary>
    private static async Task ClickAsync(Parent[] parents, string address, int weeks, Options options, Board board, CancellationToken stop)
    {
        foreach (var parent in parents)
            await parent.OpenAsync(address, stop);
        var shown = weeks == 1 ? "1 week shown" : $"{weeks} weeks shown";
        await RunAsync(TimeSpan.FromSeconds(1), TimeSpan.Zero);
        var human = await RunAsync(options.Round, TimeSpan.FromSeconds(1));
        board.Add("page", $"a click, {shown}, each parent once a second", human);
        board.Add("page", $"a click, {shown}, no parent ever pausing", await RunAsync(TimeSpan.FromSeconds(3), TimeSpan.Zero));
        board.Expect($"a click, 50 parents, {shown}, p95 in ms", human.P95, 50, atLeast: false);

        Task<Figures> RunAsync(TimeSpan duration, TimeSpan pause) => Clients.RunAsync(Parents, duration, client => parents[client].ClickAsync(address, stop), pause);
    }

    private static string Address(DateOnly monday, int weeks) => $"/famille/planning?semaine={monday:yyyy-MM-dd}&semaines={weeks.ToString(CultureInfo.InvariantCulture)}";
}
