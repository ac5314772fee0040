using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.Stripe;
using ETicket.Treasury;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Payments;

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
    [InlineData("C27", "\"amount_received\": \"{{#amount}}\"", "\"amount_received\": 1000", "1000")]
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

        await Assert.ThrowsAsync<MeansNotAllowed>(() => town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin), CancellationToken.None));
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.PayPal, "autre", CancellationToken.None);
        await Assert.ThrowsAsync<MeansNotAllowed>(() => town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin), CancellationToken.None));
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.Stripe, StripeStub.Account, CancellationToken.None);
        Assert.Single(await town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin), CancellationToken.None));
        await Assert.ThrowsAsync<MeansNotAllowed>(() => town.TopUps.PrepareAsync(StripeCounter.BasketOf(town, martin) with { Key = Guid.NewGuid(), Provider = PaymentProvider.PayPal }, CancellationToken.None));
    }

    private async Task<StripeCounter> CounterAsync() => await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
}

/// <summary>A town whose régie collects by Stripe, and one family before the payment page.</summary>
internal sealed class StripeCounter : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Settlements _settlements;

    private StripeCounter(Town town, FamilyFile family)
    {
        (Town, Family) = (town, family);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(town.Books.Clock).AddStripe(options =>
        {
            options.Address = Stripe.Server.Address;
            options.Accounts[StripeStub.Account] = new StripeAccount { SecretKey = StripeStub.Key, WebhookSecrets = { StripeStub.Secret } };
        }).BuildServiceProvider();
        var providers = _services.GetServices<IPaymentProvider>().ToArray();
        Checkout = new Checkout(town.Books.Database, providers, new PortalAddress());
        _settlements = new Settlements(town.Books.Database, providers, [town.TopUps], new MoneyBack(town.Books.Database, town.Reversals), new PortalAddress());
        Sweep = new Sweep(town.Books.Database, _settlements, Checkout, NullLogger<Sweep>.Instance);
    }

    public Town Town { get; }
    public FamilyFile Family { get; }
    public StripeStub Stripe { get; } = new();
    public Checkout Checkout { get; }
    public Sweep Sweep { get; }

    public static async Task<StripeCounter> OpenAsync(Books books)
    {
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.StripeCard, PaymentMeans.Cheque] });
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.Stripe, StripeStub.Account, CancellationToken.None);
        var counter = new StripeCounter(town, await town.OpensAFile("Martin"));
        counter.Stripe.Plays("session-created");
        return counter;
    }

    public static Basket BasketOf(Town town, FamilyFile family) => new(
        Guid.NewGuid(), town.Structure, family.Id, PaymentProvider.Stripe, "parent", "parent@famille.example", [new BasketLine(town.Type("CANT-B"), 10)]);

    /// <summary>Ten tickets at 2,50 €, and the session is open.</summary>
    public async Task<Payment> GoesToPayAsync()
    {
        var payment = Assert.Single(await Town.TopUps.PrepareAsync(BasketOf(Town, Family), CancellationToken.None));
        await Checkout.OpenAsync(Town.Structure, payment.Id, CancellationToken.None);
        Knows(payment);
        return payment;
    }

    public async Task<Payment> PaysAsync()
    {
        var payment = await GoesToPayAsync();
        Stripe.Plays("session-paid");
        Assert.Equal(PaymentState.Paid, await SettlesAsync(payment));
        return payment;
    }

    public void Knows(Payment payment) => Stripe.Knows(payment.Reference, payment.Amount.Cents);

    public Task<PaymentState> SettlesAsync(Payment payment, bool evenCredited = false) =>
        _settlements.SettleAsync(Town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited);

    public async Task<Payment> PaymentAsync()
    {
        await using var work = await Town.Books.Database.BeginAsync(Town.Structure, CancellationToken.None);
        return Assert.Single(work.Read<Payment>());
    }

    public Task<IReadOnlyList<string>> DocumentsAsync() => Town.Books.ListAsync(
        Town.Structure, "select series || year || '-' || lpad(number::text, 6, '0') || ' ' || total_cents from receipt where kind <> 'Sale' order by number", r => r.GetString(0));

    public async Task CreditedNothingAsync(string found)
    {
        Assert.Equal((0, 0, 0), await Family.Wallet("CANT-B"));
        Assert.Equal(0, await Town.Books.AskAsync<long>("select count(*) from receipt"));
        Assert.Contains(found, await Town.Books.AskAsync<string[]>("select array_agg(found) from discrepancy"));
        Assert.Contains(await Town.Books.AlarmsAsync(), a => a.Code == "P9 écart à regarder");
        await Town.Books.ShouldBeHealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Stripe.DisposeAsync();
        await Town.Books.DisposeAsync();
    }
}
