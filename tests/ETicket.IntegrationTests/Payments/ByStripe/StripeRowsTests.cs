using System.Net;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.Payments.Baskets;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.Stripe;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Payments.ByStripe;

/// <summary>Misbehaviours of Stripe and of the way to it, told in the books of a town.</summary>
public sealed class StripeRowsTests(Cluster cluster)
{
    /// <summary>When the transcripts say the charge was made.</summary>
    private static readonly DateTimeOffset Charged = DateTimeOffset.FromUnixTimeSeconds(1_795_258_920);

    [Theory]
    [InlineData(1)]
    [InlineData(3 * 24)]
    [InlineData(11 * 30 * 24)]
    public async Task C3_a_notice_hours_days_or_months_late_credits_under_Stripes_date(int hours)
    {
        await using var counter = await CounterAsync();
        await counter.Town.Books.Clock.SetAsync(Charged);
        var payment = await counter.GoesToPayAsync();
        await counter.Town.Books.Clock.SetAsync(Charged.AddHours(hours));
        counter.Stripe.Plays("session-paid");

        Assert.Equal(PaymentState.Paid, await counter.SettlesAsync(payment));

        Assert.Equal(
            (Charged.UtcDateTime, Charged.AddHours(hours).UtcDateTime),
            (await counter.Town.Books.AskAsync<DateTime>("select provider_at from payment"), await counter.Town.Books.AskAsync<DateTime>("select issued_at from receipt")));
        Assert.Equal(hours > 24, (await counter.Town.OnTheShelf(PaymentShelf.Late)).Count == 1);
        await CreditedAsync(counter);
    }

    [Fact]
    public async Task R140_C4_a_notice_that_never_comes_is_made_up_for_within_ten_minutes()
    {
        await using var counter = await CounterAsync();
        await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-paid");

        await counter.WaitsAsync(TimeSpan.FromMinutes(5));
        await counter.Sweep.RunAsync(CancellationToken.None);
        await counter.WaitsAsync(TimeSpan.FromMinutes(5));
        await counter.Sweep.RunAsync(CancellationToken.None);

        await CreditedAsync(counter);
    }

    [Fact]
    public async Task C8_the_money_of_one_commune_is_never_credited_in_another()
    {
        await using var counter = await CounterAsync();
        var other = await Town.FoundAsync(counter.Town.Books, new TownPlan("autre-commune"));
        var petit = await other.OpensAFile("Petit");
        var theirs = Assert.Single(await petit.FillsABasket([(10, "CANT-B")]));
        var payment = await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-paid");
        counter.Stripe.Knows(theirs.Reference, theirs.Amount.Cents);

        Assert.Equal(PaymentState.Pending, await counter.SettlesAsync(payment));

        Assert.Equal((0, 0, 0), await petit.Wallet("CANT-B"));
        await counter.CreditedNothingAsync(theirs.Reference);
    }

    [Fact]
    public async Task C20_C21_left_and_come_back_to_processing_then_paid_is_credited()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.GoesToPayAsync();
        foreach (var transcript in new[] { "session-open", "session-open", "session-processing" })
        {
            counter.Stripe.Plays(transcript);
            Assert.Equal(PaymentState.Pending, await counter.SettlesAsync(payment));
        }

        counter.Stripe.Plays("session-paid");
        Assert.Equal(PaymentState.Paid, await counter.SettlesAsync(payment));

        await CreditedAsync(counter);
    }

    [Theory]
    [InlineData("session-expired", PaymentState.Expired)]
    [InlineData("session-payment-failed", PaymentState.Refused)]
    public async Task C22_C23_over_or_refused_the_parent_pays_another_session_and_the_first_stays_what_it_was(string transcript, PaymentState state)
    {
        await using var counter = await CounterAsync();
        var first = await counter.GoesToPayAsync();
        counter.Stripe.Plays(transcript);
        Assert.Equal(state, await counter.SettlesAsync(first));

        counter.Stripe.Server.Values["session"] = "cs_test_another";
        counter.Stripe.Plays("session-created");
        var second = await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-paid");
        Assert.Equal(PaymentState.Paid, await counter.SettlesAsync(second));

        Assert.Equal(state.ToString(), await counter.Town.Books.AskAsync<string>("select state from payment where id = $1", first.Id.Value));
        await CreditedAsync(counter);
    }

    [Fact]
    public async Task C24_two_payments_never_share_a_session_nor_its_key()
    {
        await using var counter = await CounterAsync();
        await counter.GoesToPayAsync();
        counter.Stripe.Server.Values["session"] = "cs_test_another";
        await counter.GoesToPayAsync();

        Assert.Equal(2, counter.Stripe.Server.Requests.Select(r => r.Headers["Idempotency-Key"]).Distinct().Count());
        Assert.Equal(2, await counter.Town.Books.AskAsync<long>("select count(distinct provider_reference) from payment"));
    }

    [Fact]
    public async Task C29_a_refund_after_the_meals_leaves_a_debt_that_blocks_no_meal()
    {
        await using var counter = await CounterAsync();
        var (town, martin, days) = (counter.Town, counter.Family, counter.Town.Days);
        var payment = await counter.PaysAsync();
        await martin.Ticks("cantine", days[0]);
        await town.SetsTheClock(days[0], "20:00");
        await town.ClosesTheDay(days[0]);

        counter.Stripe.Plays("session-refunded");
        Assert.Equal(PaymentState.Refunded, await counter.SettlesAsync(payment, evenCredited: true));

        Assert.Equal((-1, -250, 0), await martin.Wallet("CANT-B"));
        Assert.True(Assert.Single(await martin.Ticks("cantine", days[4])).Accepted);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public async Task C34_a_notice_is_believed_by_its_signature_wherever_it_comes_from(string from)
    {
        await using var counter = await CounterAsync();
        // Signed now: the town's clock is the world's.
        await counter.Town.Books.Clock.SetAsync(TimeProvider.System.GetUtcNow());
        await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-paid");
        await using var doors = await Doors.OpenAsync(counter.Town.Books, services => services.AddPayFip().AddStripe(counter.Settle));
        using var http = Elsewhere.From(from, doors.Address);

        using var forged = await http.SendAsync(counter.Stripe.Completed(secret: "whsec_of_somebody_else"));
        using var told = await http.SendAsync(counter.Stripe.Completed());

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (forged.StatusCode, told.StatusCode));
        await CreditedAsync(counter);
    }

    [Fact]
    public async Task C25_two_sessions_of_one_basket_both_paid_both_credit_and_the_second_waits_for_a_person()
    {
        await using var counter = await CounterAsync();
        await counter.Town.Books.Clock.SetAsync(TimeProvider.System.GetUtcNow());
        await using var doors = await Doors.OpenAsync(counter.Town.Books, services => services.AddPayFip().AddStripe(counter.Settle));
        var first = await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-expired");
        Assert.Equal(PaymentState.Expired, await counter.SettlesAsync(first));
        var second = await doors.Get<Retries>().AgainAsync(counter.Town.Structure, counter.Family.Id, first.Id, PaymentProvider.Stripe, "parent", CancellationToken.None);
        counter.Stripe.Server.Values["session"] = "cs_test_another";
        counter.Stripe.Plays("session-created");
        await doors.Get<Checkout>().OpenAsync(counter.Town.Structure, second.Id, CancellationToken.None);

        foreach (var (payment, session) in new[] { (second, "cs_test_another"), (first, counter.Stripe.Session) })
        {
            counter.Stripe.Server.Values["session"] = session;
            counter.Knows(payment);
            counter.Stripe.Plays("session-paid");
            using var told = await doors.Http.SendAsync(StripeStub.Notice("checkout.session.completed", new { id = session, payment_status = "paid" }));
            Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        }

        Assert.Equal((20, 5000, 0), await counter.Family.Wallet("CANT-B"));
        Assert.Equal(2L, await counter.Town.Books.AskAsync<long>("select count(*) from receipt where kind = 'Sale'"));
        await TwicePaid.FlaggedAsync(counter.Town, second: first, first: second);
    }

    private static async Task CreditedAsync(StripeCounter counter)
    {
        Assert.Equal((10, 2500, 0), await counter.Family.Wallet("CANT-B"));
        Assert.Equal((1L, 1L), (await counter.Town.Books.AskAsync<long>("select count(*) from receipt"), await counter.Town.Books.AskAsync<long>("select count(*) from outbox_letter")));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    private async Task<StripeCounter> CounterAsync() => await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
}
