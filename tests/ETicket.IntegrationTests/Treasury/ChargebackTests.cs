using ETicket.IntegrationTests.World;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>What the bank takes back, and takes back again.</summary>
public sealed class ChargebackTests(Cluster cluster)
{
    [Fact]
    public async Task A_second_chargeback_after_one_won_back_is_no_fault()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var sold = await martin.Buys(4, "CANT-B");
        var first = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("x"), [(Assert.Single(await martin.Sold(sold)), 4)], CancellationToken.None);
        await town.Reversals.WinBackAsync(town.Structure, first.EntryId, "gagnée", CancellationToken.None);
        await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("y"), [(Assert.Single(await martin.Sold(sold)), 4)], CancellationToken.None);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }
}
