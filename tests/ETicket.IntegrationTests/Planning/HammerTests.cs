using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning;

/// <summary>Everybody at once, on the same tickets.</summary>
[Collection(nameof(LongStories))]
public sealed class HammerTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Wallets = 100;
    private const int TicketsEach = 20;
    private const int CellsEach = 64;
    private const int Clients = 32;

    [Fact]
    public async Task Six_thousand_ticks_on_two_thousand_tickets_hold_exactly_two_thousand()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { CanteenFloor = 0, Weeks = 7 });
        FamilyFile[] files = [.. await ManyAsync(Enumerable.Range(0, Wallets), async i =>
        {
            var file = await town.OpensAFile($"Famille {i}", children: 2);
            await file.Buys(TicketsEach, "CANT-B");
            return file;
        })];
        var attempts = (from file in files from cell in Enumerable.Range(0, CellsEach) select (file, child: file.Children[cell % 2], day: town.Days[cell / 2])).ToArray();
        Random.Shared.Shuffle(attempts);

        var watch = Stopwatch.StartNew();
        var answers = await ManyAsync(attempts, a => a.file.SetAsync(a.child, "cantine", wanted: true, ChangeOrigin.Parent, a.day));
        output.WriteLine($"{attempts.Length} ticks by {Clients} clients in {watch.ElapsedMilliseconds} ms: {attempts.Length * 1000 / watch.ElapsedMilliseconds}/s");

        Assert.Equal(Wallets * TicketsEach, answers.Count(a => a[0].Verdict is Verdict.Held));
        Assert.Equal(Wallets * (CellsEach - TicketsEach), answers.Count(a => a[0].Verdict is Verdict.NoTicket));
        Assert.Equal(Wallets, await books.AskAsync<long>($"select count(*) from wallet where held = {TicketsEach} and tickets = {TicketsEach}"));
        await books.ShouldBeHealthyAsync();

        await town.SetsTheClock(town.Days[^1], "20:00");
        watch.Restart();
        var consumed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => town.ClosesTheDay(town.Days[^1], workers: 2))));
        output.WriteLine($"closed {town.Days.Count} days twice at once in {watch.ElapsedMilliseconds} ms");

        Assert.Equal(Wallets * TicketsEach, consumed.Sum());
        Assert.Equal(Wallets * TicketsEach, await books.AskAsync<long>("select count(*) from transfer where booking_id is not null"));
        Assert.Equal(Wallets, await books.AskAsync<long>("select count(*) from wallet where held = 0 and tickets = 0 and value_cents = 0 and id in (select wallet_id from lot)"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R96_A_day_unticked_while_it_is_closed_is_either_released_or_consumed()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Weeks = 41 });
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(200, "CANT-B");
        foreach (var days in town.Days.Take(200).Chunk(100))
            await martin.Ticks("cantine", days);
        var released = 0;

        foreach (var day in town.Days.Take(200))
        {
            var closing = Task.Run(() => town.ClosesTheDay(day, "cantine"));
            var click = Task.Run(() => martin.SetAsync(martin.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, day));
            var (consumed, verdict) = (await closing, (await click)[0].Verdict);

            Assert.Equal(verdict is Verdict.Released ? 0 : 1, consumed);
            Assert.Equal(verdict is Verdict.Released ? BookingState.Released : BookingState.Consumed, await martin.Cell(martin.Children[0], "cantine", day));
            released += verdict is Verdict.Released ? 1 : 0;
        }

        output.WriteLine($"{released} released, {200 - released} consumed");
        Assert.Equal((released, released * 250L, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>So many clients, each with one thing in hand at a time.</summary>
    private static async Task<IReadOnlyList<TResult>> ManyAsync<T, TResult>(IEnumerable<T> things, Func<T, Task<TResult>> act)
    {
        var results = new System.Collections.Concurrent.ConcurrentBag<TResult>();
        await Parallel.ForEachAsync(things, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (thing, _) => results.Add(await act(thing)));
        return [.. results];
    }
}
