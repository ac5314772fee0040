using System.Text;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.Stripe;
using ETicket.UnitTests.Payments.Mapped;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>Stripe by its transcripts, on this machine, and the provider of the application wired to it.</summary>
internal sealed class StripeDesk : IAsyncDisposable
{
    public const string Session = "cs_test_a1PSF1entTicketsCantine";
    public const string Reference = "ET0196A5F3B2C17D3E9A4B5C6D";
    public const string Secret = "whsec_of_the_tests_0001";
    public const string NextSecret = "whsec_of_the_tests_0002";
    public static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeSeconds(1_795_258_740);

    private static readonly string Folder = Path.Combine(Sources.Root, "tests", "ETicket.UnitTests", "Data", "stripe");

    private readonly ServiceProvider _services;

    private StripeDesk(bool live, IReadOnlyList<string> secrets, Action<StripeOptions>? configure)
    {
        Server = new MappedServer();
        (Server.Values["session"], Server.Values["reference"], Server.Values["amount"], Server.Values["net"]) = (Session, Reference, "2500", "2437");
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddStripe(options =>
            {
                options.Address = Server.Address;
                var account = new StripeAccount { SecretKey = live ? "sk_live_0000" : "sk_test_0000", Live = live };
                foreach (var secret in secrets)
                    account.WebhookSecrets.Add(secret);
                options.Accounts["commune"] = account;
                configure?.Invoke(options);
            })
            .BuildServiceProvider(validateScopes: true);
        Provider = _services.GetRequiredService<StripeProvider>();
    }

    public MappedServer Server { get; }
    public StripeProvider Provider { get; }
    public IProviderBooks Books => _services.GetRequiredService<IProviderBooks>();
    public FakeTimeProvider Clock { get; } = new(Created.AddMinutes(3));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static StripeDesk Open(bool live = false, IReadOnlyList<string>? secrets = null, Action<StripeOptions>? configure = null) => new(live, secrets ?? [Secret], configure);

    public static string File(string transcript) => Path.Combine(Folder, transcript + ".json");

    public StripeDesk Plays(params string[] transcripts)
    {
        Server.Plays([.. transcripts.Select(File)]);
        return this;
    }

    public static PaymentOrder Order(long cents = 2500, string email = "zoe@example.test", string? account = "commune") =>
        new(new PaymentId(Guid.Parse("0196a5f3-b2c1-7d3e-9a4b-5c6d7e8f9012")), Reference, new Money(cents), "eTicket Restauration", email, 2026, "", 'T', Created,
            new Uri("https://tickets.example.test/paiement/stripe/notification"), new Uri("https://tickets.example.test/paiement/stripe/retour"), account);

    public Task<Started> StartAsync(PaymentOrder? order = null) => Provider.StartAsync(order ?? Order(), Stop);

    public Task<ProviderView> LookUpAsync(PaymentOrder? order = null, string session = Session) => Provider.LookUpAsync(order ?? Order(), session, Stop);

    public async Task<ProviderView.Credited> LookUpCreditedAsync() => Assert.IsType<ProviderView.Credited>(await LookUpAsync());

    public Task<NoticeReading> ReadAsync(string body, string? signature = "", byte[]? bytes = null)
    {
        var raw = bytes ?? Encoding.UTF8.GetBytes(body);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (signature is not null)
            headers["stripe-signature"] = signature.Length == 0 ? Sign(raw) : signature;
        return Provider.ReadNoticeAsync(new ProviderRequest("POST", new Dictionary<string, string>(), new Dictionary<string, string>(), body) { Headers = headers, Bytes = raw }, Stop);
    }

    public string Sign(byte[] body, int secondsAgo = 0, string secret = Secret)
    {
        var time = Clock.GetUtcNow().ToUnixTimeSeconds() - secondsAgo;
        return $"t={time},v1={Convert.ToHexStringLower(StripeSignature.Sign(time, body, secret))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
