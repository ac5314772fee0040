using System.Text;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.PayPal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>The provider of the application wired to a stand-in of PayPal, and the payment the transcripts speak of. Whatever was asked was within PayPal's descriptions.</summary>
internal sealed class PayPalDesk : IAsyncDisposable
{
    public const string Order = "5O190127TN364715T";
    public const string Capture = "3C679366HH908993F";
    public const string Reference = "ET20261105CANTINE1";
    public const string Dispute = "PP-R-GSS-10059837";
    public const string WebhookId = "1JE4291016473214C";

    public static readonly DateTimeOffset Created = new(2026, 11, 5, 9, 0, 7, TimeSpan.Zero);

    private readonly ServiceProvider _services;
    private readonly FakeTimeProvider _clock;

    private PayPalDesk(PayPalStub stub, TimeSpan age, Action<PayPalOptions>? configure)
    {
        Stub = stub;
        _clock = new FakeTimeProvider(Created + age);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddPayPal(options => Settle(options, stub, configure)).BuildServiceProvider(validateScopes: true);
        Provider = _services.GetRequiredService<PayPalProvider>();
        Refunds = _services.GetRequiredService<PayPalRefunds>();
        Books = _services.GetRequiredService<IProviderBooks>();
    }

    public PayPalStub Stub { get; }
    public PayPalProvider Provider { get; }
    public IRefunds Refunds { get; }
    public IProviderBooks Books { get; }

    public static PayPalDesk Open(TimeSpan? age = null, Action<PayPalOptions>? configure = null, PayPalStub? stub = null) =>
        new(stub ?? PayPalStub.Open(), age ?? TimeSpan.FromMinutes(5), configure);

    public static void Settle(PayPalOptions options, PayPalStub stub, Action<PayPalOptions>? configure = null)
    {
        options.ServiceAddress = stub.Address;
        options.Accounts["mairie"] = new PayPalAccount { ClientId = "AfVQnxvBYLNBjxPGgdRnBvFHqY", Secret = "EGnHDxD_qRPdaLdZz8iCr8N7", WebhookId = WebhookId, Live = true };
        configure?.Invoke(options);
    }

    /// <summary>The payment of the transcripts: 12,50 € of canteen tickets.</summary>
    public static PaymentOrder Payment(long cents = 1250, string reference = Reference, string? account = "mairie", string subject = "eTicket Restauration", PaymentId? id = null) =>
        new(id ?? PaymentId.New(), reference, new Money(cents), subject, "zoe@example.test", 2026, "006382", 'W', Created,
            new Uri("https://tickets.example.test/paiement/paypal/notification"), new Uri("https://tickets.example.test/paiement/paypal/retour"), account);

    public PayPalDesk Serves(params string[] transcripts)
    {
        Stub.Serves(transcripts);
        return this;
    }

    public void Waits(TimeSpan time) => _clock.Advance(time);

    public Task<Started> StartAsync(PaymentOrder? order = null) => Provider.StartAsync(order ?? Payment(), TestContext.Current.CancellationToken);

    public Task<ProviderView> LookUpAsync(PaymentOrder? order = null) => Provider.LookUpAsync(order ?? Payment(), Order, TestContext.Current.CancellationToken);

    public Task<NoticeReading> ReadAsync(ProviderRequest notice) => Provider.ReadNoticeAsync(notice, TestContext.Current.CancellationToken);

    /// <summary>A recorded event, with the headers PayPal signs it by, sent a second ago.</summary>
    public ProviderRequest Notice(string name, Action<Dictionary<string, string>>? headers = null, Func<string, string>? body = null, string method = "POST", string? account = null)
    {
        var text = Stub.Read("events/" + name);
        return Notice(Encoding.UTF8.GetBytes(body?.Invoke(text) ?? text), headers, method, account);
    }

    public ProviderRequest Notice(byte[] bytes, Action<Dictionary<string, string>>? headers = null, string method = "POST", string? account = null)
    {
        var sent = Headers(_clock.GetUtcNow().AddSeconds(-1));
        headers?.Invoke(sent);
        Dictionary<string, string> query = account is null ? [] : new() { ["compte"] = account };
        return new ProviderRequest(method, query, new Dictionary<string, string>(), Encoding.UTF8.GetString(bytes)) { Headers = sent, Bytes = bytes };
    }

    public static Dictionary<string, string> Headers(DateTimeOffset at) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Paypal-Auth-Algo"] = "SHA256withRSA",
        ["Paypal-Cert-Url"] = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77",
        ["Paypal-Transmission-Id"] = "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
        ["Paypal-Transmission-Sig"] = "lmI95Jx3Y9nhR5SJWlHVIWpg4AgFk7n9bCHSRxbrd8A9zrhdu2rMyFrmz+Zjh3s3boXB07VXCXUZy/UFzUlnGJn0wA==",
        ["Paypal-Transmission-Time"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Stub.DisposeAsync();
    }
}
