using ETicket.IntegrationTests.World;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>A reversal that is won back leaves the books as if it had never been.</summary>
public sealed class WonBackTests(Cluster cluster)
{
    [Fact]
    public async Task A_chargeback_won_gives_back_the_tickets_to_their_lot_and_forgives_what_they_had_become()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var sold = await martin.Buys(5, "CANT-B");
        var other = await martin.Buys(4, "CANT-B");
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:00");
        var days = town.Days.Take(3).ToArray();
        await martin.Ticks("cantine", days);
        foreach (var day in days)
            await town.ClosesTheDay(day);
        var before = await martin.Look("CANT-B");
        var line = Assert.Single(await martin.Sold(sold));

        var taken = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), [(line, 5)], CancellationToken.None);
        var during = await martin.Wallet("CANT-B");
        var first = await town.Reversals.WinBackAsync(town.Structure, taken.EntryId, "contestation gagnée", CancellationToken.None);
        var again = await town.Reversals.WinBackAsync(town.Structure, taken.EntryId, "contestation gagnée", CancellationToken.None);

        Assert.Equal(before.Tickets - 5, during.Tickets);
        Assert.NotEqual(0, first);
        Assert.Equal(0, again);
        Assert.Equal(before, await martin.Look("CANT-B"));
        Assert.Equal(4, Assert.Single(await martin.Sold(other)).StillSold);
        Assert.Equal(5, Assert.Single(await martin.Sold(sold)).StillSold);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_page_that_already_bought_one_basket_does_not_buy_another()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();
        await martin.Buys(5, "CANT-B", key: key);

        await Assert.ThrowsAsync<BasketChanged>(() => martin.Buys(6, "CANT-B", key: key));

        Assert.Equal(5, (await martin.Wallet("CANT-B")).Tickets);
        await books.ShouldBeHealthyAsync();
    }
}
