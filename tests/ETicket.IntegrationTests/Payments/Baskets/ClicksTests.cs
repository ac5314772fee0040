using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Baskets;

/// <summary>« Payer » pressed twice, by two tabs, after a return: one payment, one operation.</summary>
public sealed class ClicksTests(Cluster cluster)
{
    [Fact]
    public async Task B3_a_double_click_on_pay_is_one_payment_and_one_operation()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var basket = (await town.OpensAFile("Martin")).BasketOf([(10, "CANT-B")]);
        town.PayFip.WhileOpening = () => Task.Delay(100);

        var pages = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => PayAsync(town, basket))));

        Assert.Equal(pages[0], pages[1]);
        await OneOperationAsync(town);
    }

    [Fact]
    public async Task B4_the_form_posted_again_after_paying_shows_the_payment_and_makes_no_other()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var basket = martin.BasketOf([(10, "CANT-B")]);
        await PayAsync(town, basket);
        var payment = Assert.Single(await town.TopUps.PrepareAsync(basket, CancellationToken.None));
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);

        var again = Assert.Single(await town.TopUps.PrepareAsync(basket, CancellationToken.None));

        Assert.Equal((payment.Id, PaymentState.Paid), (again.Id, again.State));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await OneOperationAsync(town);
    }

    [Fact]
    public async Task B4_after_a_second_attempt_the_form_posted_again_shows_the_one_that_counts()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var basket = martin.BasketOf([(10, "CANT-B")]);
        var first = Assert.Single(await town.TopUps.PrepareAsync(basket, CancellationToken.None));
        await town.Checkout.OpenAsync(town.Structure, first.Id, CancellationToken.None);
        town.PayFip.Refuses(first);
        await martin.Settles(first);
        var second = await martin.GoesToPayAgain(first);

        Assert.Equal(second.Id, Assert.Single(await town.TopUps.PrepareAsync(basket, CancellationToken.None)).Id);
        town.PayFip.Accepts(first);
        await martin.Settles(first, "sweep");
        Assert.Equal(first.Id, Assert.Single(await town.TopUps.PrepareAsync(basket, CancellationToken.None)).Id);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task B5_the_same_key_with_another_amount_is_refused_and_changes_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        var basket = martin.BasketOf([(10, "CANT-B")]);
        await PayAsync(town, basket);

        foreach (var other in new[] { martin.BasketOf([(11, "CANT-B")]), martin.BasketOf([(10, "BUS")]), martin.BasketOf([(10, "CANT-B")], owed), martin.BasketOf([]) })
            await Assert.ThrowsAsync<BasketChanged>(() => town.TopUps.PrepareAsync(other with { Key = basket.Key }, CancellationToken.None));

        Assert.Equal(2500L, await books.AskAsync<long>("select sum(amount_cents)::bigint from payment"));
        await OneOperationAsync(town);
    }

    [Fact]
    public async Task B6_the_same_key_twenty_times_at_the_same_instant_is_one_payment_with_one_answer()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var basket = (await town.OpensAFile("Martin")).BasketOf([(10, "CANT-B")]);
        town.PayFip.WhileOpening = () => Task.Delay(100);

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PayAsync(town, basket))));

        Assert.Single(pages.Distinct());
        await OneOperationAsync(town);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task B18_twenty_clicks_on_pay_in_a_minute_reuse_the_live_operation(bool atOnce)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(1200, "cantine");
        town.PayFip.WhileOpening = () => Task.Delay(atOnce ? 100 : 0);
        List<Uri> pages = [];
        for (var click = 0; click < 20; click++)
        {
            await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), FormattableString.Invariant($"08:00:{click * 3:D2}"));
            if (!atOnce)
                pages.Add(await PayAsync(town, martin.BasketOf([(10, "CANT-B")], owed) with { ReusesLive = true }));
        }
        if (atOnce)
            pages.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PayAsync(town, martin.BasketOf([(10, "CANT-B")], owed) with { ReusesLive = true })))));

        Assert.Single(pages.Distinct());
        await OneOperationAsync(town);
    }

    [Fact]
    public async Task Whoever_waits_for_an_opening_hears_its_answer_and_one_who_leaves_does_not_stop_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var payment = Assert.Single(await (await town.OpensAFile("Martin")).FillsABasket([(10, "CANT-B")]));
        var answered = new TaskCompletionSource();
        town.PayFip.WhileOpening = () => answered.Task;
        using var leaves = new CancellationTokenSource();

        var first = Task.Run(() => town.Checkout.OpenAsync(town.Structure, payment.Id, leaves.Token));
        await Eventually.HoldsAsync("the operation is being opened", () => Task.FromResult(town.PayFip.Openings == 1));
        var second = Task.Run(() => town.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None));
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answered.SetResult();

        Assert.Equal(await second, await town.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None));
        await OneOperationAsync(town);
    }

    [Fact]
    public async Task B18_another_basket_a_paid_one_and_one_twenty_minutes_old_are_not_taken_for_the_live_one()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await PayAsync(town, martin.BasketOf([(10, "CANT-B")]) with { ReusesLive = true });
        var other = await PrepareAsync(martin, 9);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:19");
        var live = await PrepareAsync(martin, 9);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), "08:20");
        var late = await PrepareAsync(martin, 9);
        await town.Checkout.OpenAsync(town.Structure, late.Id, CancellationToken.None);
        town.PayFip.Accepts(late);
        await martin.Settles(late);

        var afterPaying = await PrepareAsync(martin, 9);

        Assert.Equal(other.Id, live.Id);
        Assert.Equal(3, new[] { other.Id, late.Id, afterPaying.Id }.Distinct().Count());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task B18_an_open_operation_is_resumed_and_not_doubled_whichever_button_is_pressed()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(10, "CANT-B");

        var again = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => martin.TriesAgain(payment, i % 2 == 0 ? PaymentProvider.PayFip : PaymentProvider.Stripe))));

        Assert.All(again, p => Assert.Equal(payment.Id, p.Id));
        await OneOperationAsync(town);
    }

    private static async Task<Payment> PrepareAsync(FamilyFile family, int quantity) =>
        Assert.Single(await family.Town.TopUps.PrepareAsync(family.BasketOf([(quantity, "CANT-B")]) with { ReusesLive = true }, CancellationToken.None));

    private static async Task<Uri> PayAsync(Town town, Basket basket)
    {
        var payment = Assert.Single(await town.TopUps.PrepareAsync(basket, CancellationToken.None));
        return await town.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
    }

    /// <summary>One payment, one operation at the provider, one address, and nothing else.</summary>
    private static async Task OneOperationAsync(Town town)
    {
        Assert.Equal(
            (1, 1L, 1L), (town.PayFip.Openings, await town.Books.AskAsync<long>("select count(*) from payment"), await town.Books.AskAsync<long>("select count(*) from payment_address")));
        await town.Books.ShouldBeHealthyAsync();
    }
}
