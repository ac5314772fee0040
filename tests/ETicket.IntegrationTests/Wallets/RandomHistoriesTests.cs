using ETicket.IntegrationTests.World;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>Whatever happens to two families of two towns, in any order, the wallets are those of a shoebox of paper tickets.</summary>
public sealed class RandomHistoriesTests(Cluster cluster, ITestOutputHelper output)
{
    private static readonly int Histories = Volume.Of(12, 60);
    private const int Length = 40;

    private static readonly TownPlan Plan = new("alpha")
    {
        BusFloor = 2,
        Prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
        {
            ["CANT-A"] = [(new(2025, 9, 1), 120), (new(2026, 9, 18), 131), (new(2026, 10, 1), 115)],
            ["CANT-B"] = [(new(2025, 9, 1), 250), (new(2026, 9, 16), 260), (new(2026, 9, 29), 301)],
            ["BUS"] = [(new(2025, 9, 1), 150), (new(2026, 9, 22), 155)],
        },
    };

    [Fact]
    public void Any_history_leaves_the_wallets_a_shoebox_of_tickets_would_hold()
    {
        // ETICKET_HISTORY replays a failure: the two numbers printed with it.
        var replay = Environment.GetEnvironmentVariable("ETICKET_HISTORY")?.Split(',').Select(ulong.Parse).ToArray();
        var seed = replay ?? [(ulong)Random.Shared.NextInt64(), ((ulong)Random.Shared.NextInt64() << 1) | 1];
        output.WriteLine($"ETICKET_HISTORY={seed[0]},{seed[1]}");

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Histories).WithStartSize(Length).WithEndSize(Length).WithReplay(seed[0], seed[1]),
            Prop.ForAll(Acts(), acts => RunAsync(acts).GetAwaiter().GetResult()));
    }

    private static Arbitrary<Act[]> Acts()
    {
        var deeds = Gen.Frequency(
            (2, Gen.Constant(Deed.Opens)), (4, Gen.Constant(Deed.BuysAtTheCounter)), (3, Gen.Constant(Deed.BuysOnLine)), (9, Gen.Constant(Deed.Ticks)),
            (3, Gen.Constant(Deed.Unticks)), (6, Gen.Constant(Deed.ClosesDays)), (5, Gen.Constant(Deed.GivesBack)), (2, Gen.Constant(Deed.Cancels)),
            (2, Gen.Constant(Deed.Bounces)), (2, Gen.Constant(Deed.RefundsOutside)), (4, Gen.Constant(Deed.TimePasses)));
        var number = Gen.Choose(0, 999);
        var act = from deed in deeds from who in number from which in number from much in number select new Act(deed, who, which, much);
        // Shorter is simpler: halves, then one act less.
        return Arb.From(act.ArrayOf(Length), acts => Shorter(acts));
    }

    private static IEnumerable<Act[]> Shorter(Act[] acts)
    {
        for (var step = acts.Length / 2; step >= 1; step /= 2)
        {
            for (var from = 0; from + step <= acts.Length; from += step)
                yield return [.. acts[..from], .. acts[(from + step)..]];
        }
    }

    private async Task RunAsync(Act[] acts)
    {
        await using var books = await Books.OpenAsync(cluster);
        History[] towns = [await History.BeginAsync(books, Plan), await History.BeginAsync(books, Plan with { Slug = "beta", BusFloor = null, CanteenFloor = null })];
        for (var i = 0; i < acts.Length; i++)
        {
            if (acts[i].Deed is Deed.TimePasses)
                await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1 + (acts[i].HowMuch % 72)));
            else
                await towns[acts[i].Who / 2 % 2].DoAsync(acts[i]);
            foreach (var town in towns)
                await town.CompareAsync($"{i} {acts[i]}");
            if (i % 10 == 9)
                await books.ShouldBeHealthyAsync();
        }
        await books.ShouldBeHealthyAsync();
    }
}
