using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>A batch is many singles at once, and nothing else.</summary>
public sealed class BatchesTests(Cluster cluster)
{
    private static readonly (string Name, int Opening)[] Families = [("Martin", 3), ("Petit", -2), ("Durand", 0), ("Moreau", 12)];

    [Fact]
    public async Task The_same_history_in_batches_and_one_by_one_gives_the_same_sums()
    {
        await using var books = await Books.OpenAsync(cluster);
        var prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
        {
            ["CANT-A"] = [(new(2025, 9, 1), 120)],
            ["CANT-B"] = [(new(2025, 9, 1), 250), (new(2026, 9, 9), 262)],
            ["BUS"] = [(new(2025, 9, 1), 150)],
        };
        var together = await Town.FoundAsync(books, new TownPlan("ensemble") { Prices = prices });
        var apart = await Town.FoundAsync(books, new TownPlan("un-par-un") { Prices = prices });

        var inBatches = await LiveAsync(together, batch: true);
        var oneByOne = await LiveAsync(apart, batch: false);

        Assert.Equal(inBatches, oneByOne);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<string>> LiveAsync(Town town, bool batch)
    {
        var files = new List<FamilyFile>();
        foreach (var (name, _) in Families)
            files.Add(await town.OpensAFile(name, children: 2));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:00");
        await TakesOverAsync(town, files, batch);
        await TicksAsync(town, files, batch, town.Days.Take(8));
        await ClosesAsync(town, batch, town.Days[4]);
        foreach (var file in files)
            await BuysAsync(file, batch);
        await ClosesAsync(town, batch, town.Days[7]);

        var sums = new List<string>();
        foreach (var file in files)
        {
            foreach (var code in new[] { "CANT-B", "BUS" })
                sums.Add((await file.Look(code)).ToString());
        }
        sums.Add(string.Join(' ', await town.Books.ListAsync(
            town.Structure,
            """
            select a.kind || '/' || coalesce(tt.code, a.part) || ' ' || sum(case when t.debit_id = a.id then t.cents else -t.cents end)
                   || ' ' || sum(case when t.debit_id = a.id then t.quantity else -t.quantity end)
            from account a join transfer t on a.id in (t.debit_id, t.credit_id)
            left join ticket_type tt on tt.id = a.owner
            where a.kind in ('TicketsIssued', 'TicketsUsed', 'ChequesInHand') group by a.kind, tt.code, a.part order by 1
            """,
            r => r.GetString(0))));
        return sums;
    }

    private static async Task TakesOverAsync(Town town, IReadOnlyList<FamilyFile> files, bool batch)
    {
        var book = new WalletBook(town.Books.Database);
        var balances = files.Select((f, i) => new OpeningBalance(f.Id, town.Type("CANT-B"), Families[i].Opening, new Money(250))).ToArray();
        foreach (var part in batch ? [balances] : balances.Chunk(1))
            await book.TakeOverAsync(town.Structure, town.Plan.FirstDay, part, CancellationToken.None);
    }

    private static async Task TicksAsync(Town town, IReadOnlyList<FamilyFile> files, bool batch, IEnumerable<DateOnly> days)
    {
        foreach (var file in files)
        {
            var wishes = (from day in days from child in file.Children select new DayWish(child, town.Activity("cantine"), day, true)).ToArray();
            foreach (var part in batch ? [wishes] : wishes.Chunk(1))
                Assert.All(await file.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, part), a => Assert.Equal(Verdict.Held, a.Verdict));
        }
    }

    private static async Task ClosesAsync(Town town, bool batch, DateOnly until)
    {
        await town.SetsTheClock(until, "20:00");
        if (batch)
        {
            await town.ClosesTheDay(until);
            return;
        }
        foreach (var day in town.Days.Where(d => d <= until))
            await town.ClosesTheDay(day, "cantine");
        await town.ClosesTheDay(until, "car");
    }

    private static async Task BuysAsync(FamilyFile file, bool batch)
    {
        (int, string)[] lines = [(5, "CANT-B"), (7, "CANT-B"), (2, "BUS")];
        foreach (var part in batch ? [lines] : lines.Chunk(1))
            await file.SellAsync(part);
    }
}
