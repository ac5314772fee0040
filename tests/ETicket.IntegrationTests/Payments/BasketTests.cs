using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments;

/// <summary>What may be put in a basket, and paid how.</summary>
public sealed class BasketTests(Cluster cluster)
{
    [Fact]
    public async Task A_means_is_not_taken_before_the_act_allows_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await using (var admin = new Npgsql.NpgsqlConnection(books.Admin))
        {
            await admin.OpenAsync();
            await using var sql = new Npgsql.NpgsqlCommand("update allowed_means set starts_on = '2027-01-01' where means = 'CHEQUE'", admin);
            Assert.Equal(2, await sql.ExecuteNonQueryAsync());
        }
        await Assert.ThrowsAsync<MeansNotAllowed>(() => martin.Buys(1, "CANT-B"));
    }

    [Fact]
    public async Task The_same_key_with_another_means_is_another_basket()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();
        await martin.Buys(5, "CANT-B", PaymentMeans.Cash, key);
        await Assert.ThrowsAsync<BasketChanged>(() => martin.Buys(5, "CANT-B", PaymentMeans.Cheque, key));
    }
}
