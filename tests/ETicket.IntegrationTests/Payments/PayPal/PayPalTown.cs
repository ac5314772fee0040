using System.Net;
using System.Text;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Web;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>A commune whose régie also collects by PayPal, its portal's real doors, and PayPal as the transcripts recorded it.</summary>
internal sealed class PayPalTown : IAsyncDisposable
{
    /// <summary>Five tickets at 2,50 €: the 12,50 € of the transcripts.</summary>
    public const int Tickets = 5;

    private readonly Books _books;
    private readonly WebApplication _portal;
    private readonly HttpClient _http;

    private PayPalTown(Books books, Town town, PayPalStub stub, WebApplication portal)
    {
        (_books, Town, Stub, _portal) = (books, town, stub, portal);
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(portal.Urls.Single()) };
    }

    public Books Books => _books;
    public Town Town { get; }
    public PayPalStub Stub { get; }
    public Settlements Settlements => _portal.Services.GetRequiredService<Settlements>();
    public Checkout Checkout => _portal.Services.GetRequiredService<Checkout>();
    public ProviderRefunds Refunds => _portal.Services.GetRequiredService<ProviderRefunds>();
    public Sweep Sweep => _portal.Services.GetRequiredService<Sweep>();

    public static async Task<PayPalTown> OpenAsync(Cluster cluster, Action<PayPalOptions>? configure = null)
    {
        var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.PayPal, PaymentMeans.Cash] });
        await books.Clock.SetAsync(PayPalDesk.Created);
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.PayPal, "mairie", CancellationToken.None);
        var stub = PayPalStub.Open();
        var portal = Portal(books, stub, configure);
        await portal.StartAsync();
        return new PayPalTown(books, town, stub, portal);
    }

    /// <summary>A basket of five tickets, prepared and opened at PayPal; the transcripts speak of it from now on.</summary>
    public async Task<Payment> GoesToPayAsync(FamilyFile family)
    {
        var payment = await PreparesAsync(family);
        Stub.Serves("opened", "waiting");
        await Checkout.OpenAsync(Town.Structure, payment.Id, CancellationToken.None);
        return payment;
    }

    public async Task<Payment> PreparesAsync(FamilyFile family)
    {
        var payment = Assert.Single(await Town.TopUps.PrepareAsync(
            new Basket(Guid.NewGuid(), Town.Structure, family.Id, PaymentProvider.PayPal, "parent", "parent@famille.example", [new BasketLine(Town.Type("CANT-B"), Tickets)]), CancellationToken.None));
        Stub.Replaces(PayPalDesk.Reference, payment.Reference);
        return payment;
    }

    /// <summary>The payer's browser comes back; where it is sent.</summary>
    public async Task<string?> ComesBackAsync(string token)
    {
        using var answer = await _http.GetAsync(new Uri($"/paiement/paypal/retour?token={token}&PayerID=QYR5Z8XDVJNXQ", UriKind.Relative));
        return answer.Headers.Location?.ToString();
    }

    /// <summary>PayPal notifies, at the real door.</summary>
    public Task<HttpStatusCode> NotifiesAsync(string name) => NotifiesAsync(Encoding.UTF8.GetBytes(Stub.Read("events/" + name)));

    public async Task<HttpStatusCode> NotifiesAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/paiement/paypal/notification", UriKind.Relative));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (key, value) in PayPalDesk.Headers(_books.Clock.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(key, value);
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    public Task<PaymentState> SettlesAsync(Payment payment, string source = "return") =>
        Settlements.SettleAsync(Town.Structure, payment.Id, source, CancellationToken.None);

    public async Task ActAllowsRefundsAsync()
    {
        await using var command = _books.Owner.CreateCommand("update regie set refunds_through_provider = true");
        await command.ExecuteNonQueryAsync();
    }

    public Task<long> CountAsync(string table) => _books.AskAsync<long>($"select count(*) from {table}");

    public async Task<PaymentState> StateAsync(Payment payment) =>
        Enum.Parse<PaymentState>(await _books.AskAsync<string>("select state from payment where id = $1", payment.Id.Value));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _portal.DisposeAsync();
        await Stub.DisposeAsync();
        await _books.DisposeAsync();
    }

    private static WebApplication Portal(Books books, PayPalStub stub, Action<PayPalOptions>? configure)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = "ETicket.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Portal:NoticesPerMinute", (string?)"100000")]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        PortalHost.AddBusiness(builder.Services, books.Database, new Uri("https://tickets.commune.example"));
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(books.Clock));
        builder.Services.AddPayFip().AddPayPal(options => PayPalDesk.Settle(options, stub, configure));
        builder.Services.AddPortal();
        var app = builder.Build();
        app.UsePortal();
        app.MapPortal();
        return app;
    }
}
