using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>The balances of the paper days, whenever they are typed in.</summary>
public sealed class OpeningBalancesTests(Cluster cluster)
{
    [Theory]
    [InlineData(-3, 2, "2@250", "")]
    [InlineData(-8, -3, "", "3@200")]
    [InlineData(4, 9, "5@250 4@200", "")]
    public async Task A_balance_typed_in_after_a_first_sale_meets_it(int opening, int tickets, string lots, string debts)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");

        await TakeOverAsync(martin, opening);
        await TakeOverAsync(martin, opening);

        var wallet = await martin.Look("CANT-B");
        Assert.Equal((tickets, lots, debts), (wallet.Tickets, Text(wallet.Lots), Text(wallet.Debts)));
        await books.ShouldBeHealthyAsync();
    }

    private static Task<int> TakeOverAsync(FamilyFile family, int quantity) => new WalletBook(family.Town.Books.Database).TakeOverAsync(
        family.Town.Structure, family.Town.Plan.FirstDay, [new OpeningBalance(family.Id, family.Town.Type("CANT-B"), quantity, new Money(200))], CancellationToken.None);

    private static string Text(IEnumerable<LotSeen> lots) => string.Join(' ', lots.Select(l => $"{l.Remaining}@{l.UnitCents}"));
}
