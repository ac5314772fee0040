using System.Diagnostics;
using System.Text;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ETicket.UnitTests.Payments;

/// <summary>Whoever answers in a provider's place gains nothing: neither a credit, nor our memory, nor our time, nor a connection of ours to somewhere else.</summary>
public sealed class HostileAnswersTests : IAsyncDisposable
{
    private const int FiftyMegabytes = 50 * 1024 * 1024;

    private readonly WebApplication _server;
    private readonly ServiceProvider _services;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private int _elsewhere;

    public HostileAnswersTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/v1/oauth2/token", () => Results.Json(new { access_token = "A21", expires_in = 32_400 }));
        _server.MapGet("/elsewhere", () => Interlocked.Increment(ref _elsewhere));
        _server.MapFallback(context => _answer(context));
        _server.Start();
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddPayFip(options => options.ServiceAddress = Address)
            .AddStripe(options =>
            {
                options.Address = Address;
                options.Accounts["mairie"] = new StripeAccount { SecretKey = "sk_test_0000", WebhookSecrets = { "whsec_of_the_tests_0001" } };
            })
            .AddPayPal(options =>
            {
                options.ServiceAddress = Address;
                options.Accounts["mairie"] = new PayPalAccount { ClientId = "client", Secret = "secret", WebhookId = "webhook", Live = true };
            })
            .BuildServiceProvider();
    }

    private Uri Address => new(_server.Urls.Single());

    public static TheoryData<PaymentProvider, string> Attacks
    {
        get
        {
            var attacks = new TheoryData<PaymentProvider, string>();
            foreach (var provider in new[] { PaymentProvider.PayFip, PaymentProvider.Stripe, PaymentProvider.PayPal })
            {
                foreach (var attack in new[] { "cut XML", "cut JSON", "HTML", "external entity", "external DTD", "billion laughs", "deep XML", "deep JSON", "50 MB announced", "50 MB in pieces", "50 MB of one name" })
                    attacks.Add(provider, attack);
            }
            return attacks;
        }
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task C19_a_hostile_answer_is_refused_within_a_second(PaymentProvider name, string attack)
    {
        var provider = Assert.Single(_services.GetServices<IPaymentProvider>(), p => p.Name == name);
        // The first call of all pays for the machine's own warming up.
        _answer = context => context.Response.WriteAsync("?");
        Assert.IsType<ProviderView.Unknown>(await LookUpAsync(provider));

        _answer = context => AnswerAsync(context, attack);
        var watch = Stopwatch.StartNew();
        var seen = await LookUpAsync(provider);
        var lookUp = watch.Elapsed;
        watch.Restart();
        await Assert.ThrowsAsync<ProviderUnreachable>(() => provider.StartAsync(Order(), TestContext.Current.CancellationToken));

        Assert.IsType<ProviderView.Unknown>(seen);
        Assert.InRange(lookUp, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(0, _elsewhere);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static Task<ProviderView> LookUpAsync(IPaymentProvider provider) => provider.LookUpAsync(
        Order(),
        provider.Name switch { PaymentProvider.PayFip => "4dc84580-4f73-11f1-9f3c-5254004a7d10", PaymentProvider.Stripe => "cs_test_a1", _ => "5O190127TN364715T" },
        TestContext.Current.CancellationToken);

    private static PaymentOrder Order() => new(
        PaymentId.New(), "ET20261105CANTINE1", new Money(1250), "eTicket Restauration", "zoe@example.test", 2026, "006382", 'W', TimeProvider.System.GetUtcNow(),
        new Uri("https://tickets.example.test/notification"), new Uri("https://tickets.example.test/retour"), "mairie");

    private async Task AnswerAsync(HttpContext context, string attack)
    {
        var text = attack switch
        {
            "cut XML" => "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><ns2:recupererDetailPaiement",
            "cut JSON" => "{\"id\":\"5O190127TN364715T\",\"status\":\"COMPLETED\",\"purchase_units\":[{",
            "HTML" => "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>",
            "external entity" => $"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"{Address}elsewhere\"><!ENTITY b SYSTEM \"file:///etc/hostname\">]><x>&a;&b;</x>",
            "external DTD" => $"<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"{Address}elsewhere\"><x/>",
            "billion laughs" => Laughs(),
            "deep XML" => string.Concat(Enumerable.Repeat("<a>", 100_000)),
            "deep JSON" => string.Concat(Enumerable.Repeat("{\"a\":[", 100_000)),
            _ => null,
        };
        if (text is not null)
        {
            await context.Response.WriteAsync(text);
            return;
        }
        if (attack.EndsWith("announced", StringComparison.Ordinal))
            context.Response.ContentLength = FiftyMegabytes;
        var first = attack.EndsWith("name", StringComparison.Ordinal) ? "{\"" : "";
        var block = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        await context.Response.WriteAsync(first);
        for (var sent = first.Length; sent < FiftyMegabytes && !context.RequestAborted.IsCancellationRequested; sent += block.Length)
            await context.Response.Body.WriteAsync(block.AsMemory(0, Math.Min(block.Length, FiftyMegabytes - sent)), context.RequestAborted).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static string Laughs()
    {
        var entities = Enumerable.Range(1, 9).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">");
        return $"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"lol\">{string.Concat(entities)}]><x>&l9;</x>";
    }
}
