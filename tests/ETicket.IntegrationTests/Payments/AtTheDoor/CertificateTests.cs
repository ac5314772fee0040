using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;
using ETicket.UnitTests.Payments.Mapped;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ETicket.IntegrationTests.Payments.AtTheDoor;

/// <summary>
/// A server whose certificate is over, or bears another name: nobody speaks to it, and there is no way around. All are made by one authority that is trusted here, and one that is good is
/// spoken to: the date or the name alone is what the others lack.
/// </summary>
public sealed class CertificateTests : IDisposable
{
    private readonly X509Certificate2 _authority = Authority();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(PaymentProvider.PayFip)]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.PayPal)]
    public async Task C35_a_good_certificate_of_the_same_authority_is_spoken_to(PaymentProvider name)
    {
        using var certificate = Certificate(2126, "127.0.0.1");
        await using var server = Serving(certificate);
        await using var services = Services(server.Address);

        await Provider(services, name).LookUpAsync(Order(), Reference(name), TestContext.Current.CancellationToken);

        Assert.NotEmpty(server.Requests);
    }

    [Theory]
    [InlineData(PaymentProvider.PayFip, 2025, "127.0.0.1")]
    [InlineData(PaymentProvider.PayFip, 2126, "payfip.example")]
    [InlineData(PaymentProvider.Stripe, 2025, "127.0.0.1")]
    [InlineData(PaymentProvider.Stripe, 2126, "stripe.example")]
    [InlineData(PaymentProvider.PayPal, 2025, "127.0.0.1")]
    [InlineData(PaymentProvider.PayPal, 2126, "paypal.example")]
    public async Task C35_a_certificate_that_is_over_or_anothers_is_not_passed_by(PaymentProvider name, int until, string subject)
    {
        using var certificate = Certificate(until, subject);
        await using var server = Serving(certificate);
        await using var services = Services(server.Address);
        var provider = Provider(services, name);

        await Assert.ThrowsAsync<ProviderUnreachable>(() => provider.StartAsync(Order(), TestContext.Current.CancellationToken));
        Assert.IsType<ProviderView.Unknown>(await provider.LookUpAsync(Order(), Reference(name), TestContext.Current.CancellationToken));

        Assert.Empty(server.Requests);
    }

    private static MappedServer Serving(X509Certificate2 certificate) => new(web => web.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate))));

    private static IPaymentProvider Provider(ServiceProvider services, PaymentProvider name) => Assert.Single(services.GetServices<IPaymentProvider>(), p => p.Name == name);

    private static PaymentOrder Order() => PayPalDesk.Payment() with { CreatedAt = TimeProvider.System.GetUtcNow() };

    private ServiceProvider Services(Uri address) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddPayFip(options => options.ServiceAddress = new Uri(address, "/tpa/services/securite"))
        .AddStripe(options =>
        {
            options.Address = address;
            options.Accounts["mairie"] = new StripeAccount { SecretKey = "sk_test_0000", WebhookSecrets = { "whsec_of_the_tests_0001" } };
        })
        .AddPayPal(options =>
        {
            options.ServiceAddress = address;
            options.Accounts["mairie"] = new PayPalAccount { ClientId = "client", Secret = "secret", WebhookId = "webhook", Live = true };
        })
        // Our clients as they are, on a machine that trusts this authority as well as another.
        .ConfigureAll<HttpClientFactoryOptions>(clients => clients.HttpMessageHandlerBuilderActions.Add(client => ((SocketsHttpHandler)client.PrimaryHandler).SslOptions.CertificateChainPolicy = new()
        { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _authority }, RevocationMode = X509RevocationMode.NoCheck }))
        .BuildServiceProvider();

    private static string Reference(PaymentProvider name) => name switch
    {
        PaymentProvider.PayFip => "4dc84580-4f73-11f1-9f3c-5254004a7d10",
        PaymentProvider.Stripe => "cs_test_a1",
        _ => PayPalDesk.Order,
    };

    private static X509Certificate2 Authority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Authority of these tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2127, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private X509Certificate2 Certificate(int until, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_authority, new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(until, 1, 1, 0, 0, 0, TimeSpan.Zero), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }
}
