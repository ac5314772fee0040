using ETicket.IntegrationTests.World;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>What a régisseur meets in an ordinary month, and what the books then say.</summary>
public sealed class RegisseurTests(Cluster cluster)
{
    [Fact]
    public async Task Six_people_who_undo_different_tickets_of_one_sale_at_the_same_moment_all_do()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var sale = Assert.Single(await martin.SellAsync([(5, "CANT-A"), (5, "CANT-B"), (5, "BUS")]));
        var lines = await martin.Sold(sale);

        await Task.WhenAll(lines.SelectMany(line => Enumerable.Range(0, 2).Select(_ => town.Reversals.UndoAsync(
            town.Structure, Reversals.CommuneRefund("départ"), [(line, 2)], CancellationToken.None))));

        Assert.Equal([1, 1, 1], (await martin.Sold(sale)).Select(l => l.StillSold));
        Assert.Equal(6, await books.AskAsync<long>("select count(*) from receipt where kind = 'CommuneRefund'"));
        await books.ShouldBeHealthyAsync();
    }
}
