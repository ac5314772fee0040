using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Asking;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>
/// A payment that had seemed lost, or of which nobody knew anything, the same tickets bought again in another basket, and the money of both: perhaps one purchase, perhaps two. Both are credited, a person looks, and
/// nothing is given back by itself.
/// </summary>
public sealed class PerhapsTwiceTests(Cluster cluster)
{
    [Theory]
    [InlineData("expired", "on line", false)]
    [InlineData("expired", "on line", true)]
    [InlineData("refused", "on line", false)]
    [InlineData("refused", "counter", false)]
    [InlineData("abandoned", "counter", false)]
    [InlineData("silent", "on line", false)]
    [InlineData("silent", "counter", true)]
    public async Task C25_bought_again_in_another_basket_then_both_paid_the_late_one_waits_for_a_person_whichever_is_credited_first(string lost, string again, bool lateFirst)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var late = await LostAsync(town, martin, lost, (4, "CANT-B"), (2, "BUS"));
        await WaitsAsync(books, TimeSpan.FromMinutes(lost is "silent" ? 25 : 3));
        var other = again == "counter" ? Assert.Single(await martin.SellAsync([(2, "BUS"), (4, "CANT-B")])) : await martin.GoesToPay([(2, "BUS"), (4, "CANT-B")]);
        Assert.NotEqual(late.BasketId, other.BasketId);

        await WaitsAsync(books, TimeSpan.FromMinutes(3));
        foreach (var payment in (lateFirst ? new[] { late, other } : [other, late]).Where(p => p.Provider is PaymentProvider.PayFip))
        {
            town.PayFip.Accepts(payment);
            for (var told = 0; told < 3; told++)
                Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));
        }

        Assert.Equal([$"{late.Id} perhaps paid twice {other.Reference} {late.Reference}"], await FlagsAsync(town));
        Assert.Equal([late.Id], await town.OnTheShelf(PaymentShelf.ToSettle));
        Assert.Equal("P9 écart à regarder", Assert.Single(await books.AlarmsAsync()).Code);
        Assert.Equal(((8, 2000, 0), (4, 600, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PaidTwice'"));
        Assert.Equal(0L, await books.AskAsync<long>("select count(*) from refund_request"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("other tickets")]
    [InlineData("four days later")]
    [InlineData("another family")]
    [InlineData("once the first was paid")]
    [InlineData("before the first was lost")]
    [InlineData("while the first was on its way")]
    public async Task C25_another_purchase_is_no_second_one(string other)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        if (other is "before the first was lost")
            await martin.GoesToPayAndPaysAsync(4);
        var late = await LostAsync(town, martin, other is "while the first was on its way" ? "silent" : "expired", (4, "CANT-B"));
        await WaitsAsync(books, other is "four days later" ? TimeSpan.FromDays(4) : TimeSpan.FromMinutes(3));
        if (other is "once the first was paid")
            await PaysAsync();
        if (other is not "before the first was lost")
            await (other is "another family" ? petit : martin).GoesToPayAndPaysAsync(other is "other tickets" ? 5 : 4);
        await WaitsAsync(books, TimeSpan.FromMinutes(3));
        await PaysAsync();

        Assert.Empty(await FlagsAsync(town));
        await books.ShouldBeHealthyAsync();

        async Task PaysAsync()
        {
            town.PayFip.Accepts(late);
            Assert.Equal(PaymentState.Paid, await martin.Settles(late, "sweep"));
        }
    }

    private static async Task<Payment> LostAsync(Town town, FamilyFile family, string lost, params (int, string)[] lines)
    {
        var payment = await family.GoesToPay(lines);
        switch (lost)
        {
            case "expired": town.PayFip.SaysExpired(payment); break;
            case "refused": town.PayFip.Refuses(payment); break;
            case "silent": town.PayFip.SaysNothing(payment); break;
            default: town.PayFip.SaysAbandoned(payment); break;
        }
        Assert.False((await family.Settles(payment)).IsCredited());
        return payment;
    }

    private static Task WaitsAsync(Books books, TimeSpan time) => books.Clock.SetAsync(books.Clock.GetUtcNow() + time);

    private static Task<IReadOnlyList<string>> FlagsAsync(Town town) => town.Books.ListAsync(
        town.Structure, "select payment_id || ' ' || field || ' ' || expected || ' ' || found from discrepancy order by id", r => r.GetString(0));
}

file static class Paying
{
    public static async Task GoesToPayAndPaysAsync(this FamilyFile family, int meals)
    {
        var payment = await family.GoesToPay(meals, "CANT-B");
        family.Town.PayFip.Accepts(payment);
        Assert.Equal(PaymentState.Paid, await family.Settles(payment));
    }
}
