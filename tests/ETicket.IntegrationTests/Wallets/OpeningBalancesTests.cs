using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Npgsql;

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

    [Fact]
    public async Task The_same_wallet_twice_in_one_take_over_is_refused_and_nothing_is_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        OpeningBalance three = new(martin.Id, town.Type("CANT-B"), 3, new Money(200));

        var refused = await Assert.ThrowsAsync<BalanceTwice>(() => new WalletBook(books.Database).TakeOverAsync(
            town.Structure, town.Plan.FirstDay, [three, three with { TicketTypeId = town.Type("BUS") }, three], CancellationToken.None));

        Assert.Contains("lignes 1 et 3", refused.Sentence);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_paper_of_one_day_is_not_taken_over_again_on_another(bool errorDetail)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await TakeOverAsync(martin, 3);

        // Where real families are, the server's errors keep their detail to themselves.
        var app = new NpgsqlConnectionStringBuilder(books.Logins.App) { IncludeErrorDetail = errorDetail };
        await using var database = new Database(NpgsqlDataSource.Create(app), NpgsqlDataSource.Create(books.Logins.Worker), NpgsqlDataSource.Create(books.Logins.Auditor));
        var refused = await Assert.ThrowsAsync<OpenedAnotherDay>(() => TakeOverAsync(martin, 3, town.Plan.FirstDay.AddDays(1), database));

        Assert.Contains("lundi 7 septembre 2026 (familles F0001)", refused.Sentence);
        Assert.Equal((3, 600, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    private static Task<int> TakeOverAsync(FamilyFile family, int quantity, DateOnly? day = null, Database? database = null) => new WalletBook(database ?? family.Town.Books.Database).TakeOverAsync(
        family.Town.Structure, day ?? family.Town.Plan.FirstDay, [new OpeningBalance(family.Id, family.Town.Type("CANT-B"), quantity, new Money(200))], CancellationToken.None);

    private static string Text(IEnumerable<LotSeen> lots) => string.Join(' ', lots.Select(l => $"{l.Remaining}@{l.UnitCents}"));
}
