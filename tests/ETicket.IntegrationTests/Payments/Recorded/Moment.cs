using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Payments.Recorded;

/// <summary>
/// What a provider answers at one moment of a story, over the wire, to our real adapter: a truth of before may then be heard after a newer one, by whoever asks at that moment. It speaks of
/// many payments, each under numbers of its own.
/// </summary>
internal abstract class Moment(string transcript, bool moneyLeft) : IAsyncDisposable
{
    private ServiceProvider? _services;

    /// <summary>Which recording it plays.</summary>
    public string Transcript => transcript;

    /// <summary>The provider's notices of it speak of money that left.</summary>
    public bool MoneyLeft => moneyLeft;

    public Settlements Settlements { get; private set; } = null!;
    public Checkout Checkout { get; private set; } = null!;
    public ProviderRefunds Refunds { get; private set; } = null!;

    public static Moment Of(PaymentProvider provider, Town town, string transcript, bool moneyLeft)
    {
        Moment moment = provider is PaymentProvider.Stripe ? new StripeMoment(transcript, moneyLeft) : new PayPalMoment(transcript, moneyLeft);
        moment.Opens(town);
        return moment;
    }

    /// <summary>From now on it speaks of this payment too, under the numbers of that rank.</summary>
    public abstract void Speaks(Payment payment, int rank, string asked = "");

    /// <summary>The recorded numbers in place of this payment's own.</summary>
    public abstract string AsRecorded(string text, int rank);

    protected abstract void Serve(IServiceCollection services);

    public virtual async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
    }

    private void Opens(Town town)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(town.Books.Clock);
        Serve(services);
        _services = services.BuildServiceProvider();
        var (providers, database, back) = (_services.GetServices<IPaymentProvider>().ToArray(), town.Books.Database, new MoneyBack(town.Books.Database, town.Reversals));
        Settlements = new Settlements(database, providers, [town.TopUps, town.Invoices], back, new PortalAddress());
        Checkout = new Checkout(database, providers, new PortalAddress());
        Refunds = new ProviderRefunds(database, back, _services.GetServices<IRefunds>(), new PortalAddress());
    }
}
