using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.Stripe;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Payments.ByStripe;

/// <summary>A town whose régie collects by Stripe, and one family before the payment page.</summary>
internal sealed class StripeCounter : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Settlements _settlements;

    private StripeCounter(Town town, FamilyFile family)
    {
        (Town, Family) = (town, family);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(town.Books.Clock).AddStripe(Settle).BuildServiceProvider();
        var providers = _services.GetServices<IPaymentProvider>().ToArray();
        Checkout = new Checkout(town.Books.Database, providers, new PortalAddress());
        _settlements = new Settlements(town.Books.Database, providers, [town.TopUps, town.Invoices], new MoneyBack(town.Books.Database, town.Reversals), new PortalAddress());
        Refunds = new ProviderRefunds(town.Books.Database, new MoneyBack(town.Books.Database, town.Reversals), _services.GetServices<IRefunds>(), new PortalAddress());
        Sweep = new Sweep(town.Books.Database, _settlements, Checkout, NullLogger<Sweep>.Instance);
        var leftOpen = new LeftOpen(town.Books.Database, providers, _settlements, new PortalAddress());
        CashDesk = new CashDesk(town.Books.Database, _settlements, leftOpen);
        Retries = new Retries(town.Books.Database, [.. providers, town.PayFip], leftOpen);
    }

    public Town Town { get; }
    public FamilyFile Family { get; }
    public StripeStub Stripe { get; } = new();
    public Checkout Checkout { get; }
    public Sweep Sweep { get; }
    public CashDesk CashDesk { get; }
    public Retries Retries { get; }
    public ProviderRefunds Refunds { get; }

    public static async Task<StripeCounter> OpenAsync(Books books, params PaymentMeans[] besides)
    {
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.StripeCard, PaymentMeans.Cheque, .. besides] });
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.Stripe, StripeStub.Account, CancellationToken.None);
        var counter = new StripeCounter(town, await town.OpensAFile("Martin"));
        counter.Stripe.Plays("session-created");
        return counter;
    }

    public void Settle(StripeOptions options)
    {
        options.Address = Stripe.Server.Address;
        options.Accounts[StripeStub.Account] = new StripeAccount { SecretKey = StripeStub.Key, WebhookSecrets = { StripeStub.Secret } };
    }

    /// <summary>Its secret is no longer in the configuration.</summary>
    public void LosesItsAccount() => _services.GetRequiredService<StripeOptions>().Accounts.Clear();

    /// <summary>Its secret is there again.</summary>
    public void FindsItsAccount() => Settle(_services.GetRequiredService<StripeOptions>());

    public Task WaitsAsync(TimeSpan time) => Town.Books.Clock.SetAsync(Town.Books.Clock.GetUtcNow() + time);

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

    public async Task ActAllowsRefundsAsync(bool allowed = true)
    {
        await using var command = Town.Books.Owner.CreateCommand("update regie set refunds_through_provider = $1");
        command.Parameters.Add(new() { Value = allowed });
        await command.ExecuteNonQueryAsync();
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
