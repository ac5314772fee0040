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

namespace ETicket.IntegrationTests.Payments.AtTheDoor;

/// <summary>A server whose certificate is over, or bears another name: nobody speaks to it, and there is no way around.</summary>
public sealed class CertificateTests
{
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
        await using var server = new MappedServer(web => web.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate))));
        await using var services = Services(server.Address);
        var provider = Assert.Single(services.GetServices<IPaymentProvider>(), p => p.Name == name);
        var order = PayPalDesk.Payment() with { CreatedAt = TimeProvider.System.GetUtcNow() };

        await Assert.ThrowsAsync<ProviderUnreachable>(() => provider.StartAsync(order, TestContext.Current.CancellationToken));
        Assert.IsType<ProviderView.Unknown>(await provider.LookUpAsync(order, Reference(name), TestContext.Current.CancellationToken));

        Assert.Empty(server.Requests);
    }

    private static ServiceProvider Services(Uri address) => new ServiceCollection()
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
        .BuildServiceProvider();

    private static string Reference(PaymentProvider name) => name switch
    {
        PaymentProvider.PayFip => "4dc84580-4f73-11f1-9f3c-5254004a7d10",
        PaymentProvider.Stripe => "cs_test_a1",
        _ => PayPalDesk.Order,
    };

    private static X509Certificate2 Certificate(int until, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.CreateSelfSigned(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new(until, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pfx), null);
    }
}
