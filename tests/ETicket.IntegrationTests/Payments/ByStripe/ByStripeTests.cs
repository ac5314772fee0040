using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.ByStripe;

/// <summary>What the books make of Stripe's answers.</summary>
public sealed class ByStripeTests(Cluster cluster)
{
    [Theory]
    [InlineData("amount", "2501")]
    [InlineData("amount", "-2500")]
    [InlineData("amount", "0")]
    [InlineData("amount", "250000")]
    [InlineData("reference", "ETAUTRE000")]
    public async Task C9_an_answer_that_is_not_our_payment_credits_nothing_and_waits_for_a_person(string value, string found)
    {
        await using var counter = await CounterAsync();
        var payment = await counter.GoesToPayAsync();
        counter.Stripe.Server.Values[value] = found;
        counter.Stripe.Plays("session-paid");

        Assert.Equal(PaymentState.Pending, await counter.SettlesAsync(payment));

        await counter.CreditedNothingAsync(found);
    }

    [Theory]
    [InlineData("C10", "\"currency\": \"eur\"", "\"currency\": \"usd\"", "USD")]
    [InlineData("C32", "\"livemode\": false", "\"livemode\": true", "yes")]
    [InlineData("C27", "\"amount_received\": 2640", "\"amount_received\": 1000", "1000")]
    public async Task C10_C27_C32_another_currency_test_money_or_a_capture_in_part_credit_nothing(string row, string written, string instead, string found)
    {
        await using var counter = await CounterAsync();
        var payment = await counter.GoesToPayAsync();
        var transcript = Path.Combine(Path.GetTempPath(), $"{row}-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(transcript, (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "stripe", "session-paid.json"))).Replace(written, instead));
        counter.Stripe.Server.Plays(transcript);

        Assert.Equal(PaymentState.Pending, await counter.SettlesAsync(payment));

        await counter.CreditedNothingAsync(found);
        File.Delete(transcript);
    }

    [Fact]
    public async Task C18_an_opening_that_failed_after_creating_is_found_again_and_is_the_same_session()
    {
        await using var counter = await CounterAsync();
        counter.Stripe.Plays("server-error");
        await Assert.ThrowsAsync<ProviderSilent>(() => counter.GoesToPayAsync());
        Assert.Equal("Unknown", await counter.Town.Books.AskAsync<string>("select state from payment"));

        await counter.Town.SetsTheClock(counter.Town.Plan.FirstDay.AddDays(-3), "08:10");
        counter.Stripe.Plays("session-created", "session-open");
        Assert.Equal(1, await counter.Sweep.RunAsync(CancellationToken.None));

        var payment = await counter.PaymentAsync();
        Assert.Equal((PaymentState.Pending, counter.Stripe.Session), (payment.State, payment.ProviderReference));
        Assert.Single(counter.Stripe.Server.Requests.Where(r => r.Method == "POST").Select(r => (r.Headers["Idempotency-Key"], r.Body)).Distinct());
        counter.Knows(payment);
        counter.Stripe.Plays("session-paid");
        Assert.Equal(PaymentState.Paid, await counter.SettlesAsync(payment));
        Assert.Equal((10, 2500, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_C26_a_payment_opened_twice_is_one_session_and_one_that_expired_is_credited_when_it_turns_out_paid()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.GoesToPayAsync();
        await counter.Checkout.OpenAsync(counter.Town.Structure, payment.Id, CancellationToken.None);
        Assert.Single(counter.Stripe.Server.Requests);

        counter.Stripe.Plays("session-expired");
        Assert.Equal(PaymentState.Expired, await counter.SettlesAsync(payment));
        counter.Stripe.Plays("session-expired-but-paid");
        Assert.Equal(PaymentState.Paid, await counter.SettlesAsync(payment));

        Assert.Equal((10, 2500, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_refunds_made_on_Stripes_pages_take_their_tickets_back_once_each()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();
        counter.Stripe.Plays("session-refunded-in-part");

        for (var i = 0; i < 3; i++)
            Assert.Equal(PaymentState.Paid, await counter.SettlesAsync(payment, evenCredited: true));

        Assert.Equal((7, 1750, 0), await counter.Family.Wallet("CANT-B"));
        Assert.Equal(["R2026-000001 -500", "R2026-000002 -250"], await counter.DocumentsAsync());
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_refund_of_no_whole_ticket_or_of_more_than_was_sold_waits_for_a_person()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();

        var back = new MoneyBack(counter.Town.Books.Database, counter.Town.Reversals);
        for (var i = 0; i < 2; i++)
            await back.PostAsync(counter.Town.Structure, payment.Id, [new TakenBack("re_odd", new Money(333), false, false), new TakenBack("re_much", new Money(9_000_00), false, false)], CancellationToken.None);

        Assert.Equal((10, 2500, 0), await counter.Family.Wallet("CANT-B"));
        Assert.Equal(2, await counter.Town.Books.AskAsync<long>("select count(*) from discrepancy where field = 'refund'"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_the_regie_gives_back_on_the_card_where_its_act_says_so_and_the_look_up_adds_nothing()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();
        var line = Assert.Single(await counter.Family.Sold(payment));
        await Assert.ThrowsAsync<RefundNotAllowed>(() => counter.Refunds.RefundAsync(counter.Town.Structure, Guid.NewGuid(), [(line, 2)], CancellationToken.None));
        await counter.ActAllowsRefundsAsync();

        counter.Stripe.Plays("refund-too-much");
        await Assert.ThrowsAsync<RefundRefused>(() => counter.Refunds.RefundAsync(counter.Town.Structure, Guid.NewGuid(), [(line, 2)], CancellationToken.None));
        counter.Stripe.Plays("look-up-unavailable");
        await Assert.ThrowsAsync<RefundSilent>(() => counter.Refunds.RefundAsync(counter.Town.Structure, Guid.NewGuid(), [(line, 2)], CancellationToken.None));
        counter.Stripe.Plays("refund-made");
        var key = Guid.NewGuid();
        var document = await counter.Refunds.RefundAsync(counter.Town.Structure, key, [(line, 2)], CancellationToken.None, "deux repas en trop");
        var again = await counter.Refunds.RefundAsync(counter.Town.Structure, key, [(line, 2)], CancellationToken.None, "deux repas en trop");
        counter.Stripe.Plays("session-refunded-in-part");
        await counter.SettlesAsync(payment, evenCredited: true);

        Assert.Equal((-500, document.Id), (document.Total.Cents, again.Id));
        Assert.Equal("deux repas en trop (re_3PSF1entFirst)", document.Reason);
        Assert.Equal(["R2026-000001 -500", "R2026-000002 -250"], await counter.DocumentsAsync());
        Assert.Equal((7, 1750, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("session-disputed", PaymentState.ChargedBack, 0)]
    [InlineData("session-dispute-lost", PaymentState.ChargedBack, 0)]
    [InlineData("session-dispute-won", PaymentState.Paid, 10)]
    [InlineData("session-questioned", PaymentState.Paid, 10)]
    public async Task C30_a_dispute_is_mirrored_and_one_that_was_won_leaves_the_payment_paid(string transcript, PaymentState state, int tickets)
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();
        counter.Stripe.Plays(transcript);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => counter.SettlesAsync(payment, evenCredited: true))));

        Assert.Equal((state, tickets), ((await counter.PaymentAsync()).State, (await counter.Family.Wallet("CANT-B")).Tickets));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_regie_without_an_account_or_whose_act_does_not_say_so_takes_nothing_by_Stripe()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.StripeCard, PaymentMeans.Cheque] });
        var martin = await town.OpensAFile("Martin");

        await Assert.ThrowsAsync<PaidOnTheSpotOnly>(() => town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin), CancellationToken.None));
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.PayPal, "autre", CancellationToken.None);
        await Assert.ThrowsAsync<PaidOnTheSpotOnly>(() => town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin), CancellationToken.None));
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.Stripe, StripeStub.Account, CancellationToken.None);
        Assert.Single(await town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin), CancellationToken.None));
        await Assert.ThrowsAsync<PaidOnTheSpotOnly>(() => town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin) with { Key = Guid.NewGuid(), Provider = PaymentProvider.PayPal }, CancellationToken.None));
    }

    private async Task<StripeCounter> CounterAsync() => await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
}
