using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.IntegrationTests.Payments.States;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;
using ETicket.Treasury;
using ETicket.Treasury.Reconciliation;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Treasury.AtProviders;

/// <summary>
/// A commune whose régie collects by one provider, and that provider's account: what it tells of it is a list of lines, served by a stand-in of its own server. Families pay by the
/// product's own verbs; each payment writes its line, which a test may take away or change.
/// </summary>
internal sealed class ProviderTown : IAsyncDisposable
{
    private readonly StripeStub _stripe = new();
    private readonly PayPalStub _payPal = PayPalStub.Open();
    private readonly ServiceProvider _services;
    private readonly Checkout _checkout;
    private readonly Settlements _settlements;
    private readonly ProviderAccountBooks _accounts;
    private readonly Dictionary<PaymentId, (string Charge, DateTimeOffset At)> _paid = [];
    private readonly Dictionary<PaymentId, List<TakenBack>> _back = [];
    private int _last;

    private ProviderTown(Town town, PaymentProvider name)
    {
        (Town, Name) = (town, name);
        var told = new ToldProvider(name, order => OrderOf(order.Id));
        _checkout = new Checkout(town.Books.Database, [told], new PortalAddress());
        _settlements = new Settlements(town.Books.Database, [told], [town.TopUps], new MoneyBack(town.Books.Database, town.Reversals), new PortalAddress());
        var services = new ServiceCollection().AddSingleton<TimeProvider>(town.Books.Clock);
        if (name is PaymentProvider.Stripe)
            services.AddStripe(Settle);
        else
            services.AddPayPal(options => PayPalDesk.Settle(options, _payPal));
        _services = services.BuildServiceProvider();
        _accounts = new ProviderAccountBooks(town.Books.Database, _services.GetServices<IProviderBooks>(), NullLogger<ProviderAccountBooks>.Instance);
    }

    public Town Town { get; }
    public Books Books => Town.Books;
    public PaymentProvider Name { get; }
    public string Account => AccountOf(Name);

    /// <summary>The account as its provider tells it now.</summary>
    public List<ToldLine> Lines { get; } = [];

    /// <summary>How the days that are not told whole are told.</summary>
    public Dictionary<DateOnly, Telling> Badly { get; } = [];

    public DateOnly First => Town.Plan.FirstDay;

    /// <param name="cluster">Where its books are.</param>
    /// <param name="name">Its provider.</param>
    /// <param name="twoRegies">The school bus has a régie of its own, which collects on the same account.</param>
    public static async Task<ProviderTown> OpenAsync(Cluster cluster, PaymentProvider name, bool twoRegies = false)
    {
        var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [.. name.Means(), PaymentMeans.Cash], TwoRegies = twoRegies });
        foreach (var regie in await books.ListAsync(town.Structure, "select id from regie", r => new RegieId(r.GetGuid(0))))
            await new ProviderAccounts(books.Database).OpenAsync(town.Structure, regie, name, AccountOf(name), CancellationToken.None);
        return new ProviderTown(town, name);
    }

    /// <summary>The family buys tickets, meals at 2,50 € unless told otherwise, credited as soon as paid; the provider keeps 1,5 % and 0,25 €.</summary>
    public async Task<Payment> PaysAsync(FamilyFile family, int tickets, DateTimeOffset at, string code = "CANT-B")
    {
        var payment = await PreparesAsync(family, tickets, at, code);
        Assert.Equal(PaymentState.Paid, await SettlesAsync(payment));
        return payment;
    }

    /// <summary>Paid at the provider, and nobody here was told.</summary>
    public async Task<Payment> PreparesAsync(FamilyFile family, int tickets, DateTimeOffset at, string code = "CANT-B")
    {
        await Books.Clock.SetAsync(at);
        var payment = Assert.Single(await Town.TopUps.PrepareAsync(
            new Basket(Guid.NewGuid(), Town.Structure, family.Id, Name, "parent", "parent@famille.example", [new BasketLine(Town.Type(code), tickets)]), CancellationToken.None));
        await _checkout.OpenAsync(Town.Structure, payment.Id, CancellationToken.None);
        var (charge, n) = (Number("ch_", "CAP"), _last);
        (_back[payment.Id], _paid[payment.Id]) = ([], (charge, at));
        Lines.Add(Name is PaymentProvider.Stripe
            ? new($"txn_{n}", "charge", at, payment.Amount.Cents, FeeOf(payment), charge, About: payment.Reference)
            : new(charge, "T0006", at, payment.Amount.Cents, FeeOf(payment), OrderOf(payment.Id), About: payment.Reference));
        return payment;
    }

    public static long FeeOf(Payment payment) => (payment.Amount.Cents * 15 / 1000) + 25;

    /// <summary>The provider is asked, as its notice, the payer's return, the sweep or the mairie's button do.</summary>
    public async Task<PaymentState> SettlesAsync(Payment payment)
    {
        var (charge, at) = _paid[payment.Id];
        ToldProvider.Says(order => new ProviderView.Credited(
            order.Amount, Name.Means().Single(), false, order.Reference, null, null, at, charge, "{}")
        { Back = [.. _back[payment.Id]] });
        return await _settlements.SettleAsync(Town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true);
    }

    /// <summary>What the provider tells of the sale.</summary>
    public ToldLine LineOf(Payment payment) => Lines.First(l => l.Gross > 0 && (l.Key == _paid[payment.Id].Charge || l.Source == _paid[payment.Id].Charge));

    /// <summary>The provider tells it otherwise from now on; not at all where nothing is said instead.</summary>
    public void Tells(ToldLine line, ToldLine? instead)
    {
        var at = Lines.IndexOf(line);
        Lines.RemoveAt(at);
        if (instead is not null)
            Lines.Insert(at, instead);
    }

    /// <summary>Refunded on the provider's own pages; known here once it is asked.</summary>
    public ToldLine Refunds(Payment payment, long cents, DateTimeOffset at)
    {
        var number = Number("re_", "REF");
        _back[payment.Id].Add(new TakenBack(number, new Money(cents), ByTheBank: false, WonBack: false));
        return Adds(Name is PaymentProvider.Stripe ? new($"txn_{_last}", "refund", at, -cents, 0, number, About: _paid[payment.Id].Charge) : new(number, "T1107", at, -cents, 0, _paid[payment.Id].Charge));
    }

    /// <summary>Contested: the provider takes the whole payment, and 15,00 € for itself, on a line of its own at PayPal.</summary>
    public void Disputes(Payment payment, DateTimeOffset at)
    {
        var (number, cents) = (Number("dp_", "CHB"), payment.Amount.Cents);
        _back[payment.Id].Add(new TakenBack(Name is PaymentProvider.Stripe ? number : $"PP-D-{_last}", new Money(cents), ByTheBank: true, WonBack: false));
        if (Name is PaymentProvider.Stripe)
        {
            Adds(new($"txn_{_last}", "adjustment", at, -cents, 1500, number, About: _paid[payment.Id].Charge));
            return;
        }
        Adds(new(number, "T1201", at, -cents, 0, _paid[payment.Id].Charge));
        Adds(new(Number("", "FEE"), "T0106", at, -1500, 0, number));
    }

    public ToldLine Adds(ToldLine line)
    {
        Lines.Add(line);
        return line;
    }

    /// <summary>The night of that morning: what the provider now tells of every day before it is read. Answers how many days were.</summary>
    public async Task<int> NightAsync(DateOnly morning)
    {
        await Books.Clock.SetAsync(morning, "03:30");
        for (var day = First.AddDays(-3); day < morning; day = day.AddDays(1))
        {
            var (lines, telling) = (Lines.Where(l => ParisTime.DayOf(l.At) == day).ToList(), Badly.GetValueOrDefault(day));
            if (Name is PaymentProvider.Stripe)
                _stripe.Server.AddsText(AccountLists.Stripe(day, lines, telling));
            else
                _payPal.Adds(AccountLists.PayPal(day, lines, telling));
        }
        return await ReadsAsync();
    }

    /// <summary>The job of the night, as one of the portals runs it.</summary>
    public Task<int> ReadsAsync() => _accounts.RunAsync(CancellationToken.None);

    public string Number(string stripe, string payPal) => Name is PaymentProvider.Stripe ? $"{stripe}{++_last}" : $"{payPal}{++_last:D14}";

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _stripe.DisposeAsync();
        await _payPal.DisposeAsync();
        await Books.DisposeAsync();
    }

    private void Settle(StripeOptions options)
    {
        options.Address = _stripe.Server.Address;
        options.Accounts[StripeStub.Account] = new StripeAccount { SecretKey = StripeStub.Key, WebhookSecrets = { StripeStub.Secret } };
    }

    private static string OrderOf(PaymentId payment) => $"ORD{payment.ToString()[^12..].ToUpperInvariant()}";

    private static string AccountOf(PaymentProvider name) => name is PaymentProvider.Stripe ? StripeStub.Account : "mairie";
}
