using ETicket.IntegrationTests.World;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Wallets;

/// <summary>« Comme la dernière fois » : the tickets of the last purchase that was paid.</summary>
public sealed class UsualBasketTests(Cluster cluster)
{
    [Fact]
    public async Task The_usual_purchase_is_the_last_one_paid_wherever_it_was_and_once_where_it_was_paid_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var petit = await town.OpensAFile("Petit");
        Assert.Empty(await UsualAsync(martin));

        await martin.SellAsync([(3, "CANT-B"), (2, "BUS")]);
        Assert.Equal(["3 CANT-B", "2 BUS"], await UsualAsync(martin));

        // Prepared and never paid, it changes nothing.
        await town.SetsTheClock(town.Days[0], "10:00");
        var first = await martin.GoesToPay(10, "CANT-B");
        Assert.Equal(["3 CANT-B", "2 BUS"], await UsualAsync(martin));

        town.PayFip.SaysExpired(first);
        await martin.Settles(first);
        var second = await martin.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);
        await martin.Settles(second);
        await martin.Settles(first, "sweep");

        Assert.Equal(["10 CANT-B"], await UsualAsync(martin));
        Assert.Empty(await UsualAsync(petit));
        await books.ShouldBeHealthyAsync();

        async Task<string[]> UsualAsync(FamilyFile family)
        {
            await using var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None);
            var usual = await UsualBasket.OfAsync(work, family.Id, CancellationToken.None);
            var named = new[] { "CANT-B", "BUS" }.ToDictionary(town.Type);
            return [.. usual.OrderByDescending(u => named[u.Key.Ticket], StringComparer.Ordinal).Select(u => $"{u.Value} {named[u.Key.Ticket]}")];
        }
    }
}
