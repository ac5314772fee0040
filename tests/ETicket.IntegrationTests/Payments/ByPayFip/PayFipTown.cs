using System.Net;
using System.Text.RegularExpressions;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Tresor;
using ETicket.Wallets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Payments.ByPayFip;

/// <summary>A commune whose régie collects by PayFiP: the portal's real doors, the real client, a Trésor of its own on the town's clock, and the line between them.</summary>
internal sealed class PayFipTown : IAsyncDisposable
{
    public const int Tickets = 10;

    private readonly WebApplication _tresor;
    private readonly HttpClient _payer;

    private PayFipTown(Town town, WebApplication tresor, Wire wire, Doors doors)
    {
        (Town, _tresor, Wire, Doors) = (town, tresor, wire, doors);
        _payer = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(tresor.Urls.Single()) };
    }

    public Town Town { get; }
    public Books Books => Town.Books;
    public Wire Wire { get; }
    public Doors Doors { get; }
    public Settlements Settlements => Doors.Get<Settlements>();
    public Checkout Checkout => Doors.Get<Checkout>();

    public static async Task<PayFipTown> OpenAsync(Cluster cluster, Action<PayFipOptions>? configure = null, int noticesPerMinute = 100_000, string address = "https://tickets.commune.example", TownPlan? plan = null)
    {
        var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, plan);
        // Its notifications lead to a name that does not exist: the tests tell them, or nobody does.
        var tresor = TresorHost.Build(new TresorOptions { Urls = "http://127.0.0.1:0", Clock = books.Clock, LogLevel = LogLevel.None });
        await tresor.StartAsync();
        var wire = new Wire(new Uri(tresor.Urls.Single()));
        var doors = await Doors.OpenAsync(
            books,
            services => services.AddPayFip(options =>
            {
                options.ServiceAddress = new Uri(wire.Address, "/tpa/services/securite");
                options.PayerPage = new Uri(new Uri(tresor.Urls.Single()), "/tpa/paiementws.web");
                options.AcceptsTestPayments = true;
                configure?.Invoke(options);
            }),
            noticesPerMinute,
            address);
        return new PayFipTown(town, tresor, wire, doors);
    }

    public async Task<Payment> PreparesAsync(FamilyFile family, int tickets = Tickets) => Assert.Single(await Town.TopUps.PrepareAsync(
        new Basket(Guid.NewGuid(), Town.Structure, family.Id, PaymentProvider.PayFip, "parent", "parent@famille.example", [new BasketLine(Town.Type("CANT-B"), tickets)]), CancellationToken.None));

    /// <summary>A basket prepared and opened at the Trésor; answers the payment and its operation.</summary>
    public async Task<(Payment Payment, string IdOp)> GoesToPayAsync(FamilyFile family, int tickets = Tickets)
    {
        var payment = await PreparesAsync(family, tickets);
        return (payment, await OpensAsync(payment));
    }

    public async Task<string> OpensAsync(Payment payment) =>
        Regex.Match((await Checkout.OpenAsync(Town.Structure, payment.Id, CancellationToken.None)).Query, "idop=(.+)").Groups[1].Value;

    /// <summary>The payer's page at the Trésor, as the browser opens it.</summary>
    public async Task<HttpStatusCode> PageAsync(string idOp)
    {
        using var page = await _payer.GetAsync(new Uri("/tpa/paiementws.web?idop=" + idOp, UriKind.Relative));
        return page.StatusCode;
    }

    /// <summary>Opens the page and does one of its acts: carte, carte-refusee, prelevement, prelevement-refuse, abandon.</summary>
    public async Task PaysAsync(string idOp, string act = "carte")
    {
        await PageAsync(idOp);
        using var form = new FormUrlEncodedContent([new("idop", idOp), new("acte", act), new("mel", "parent@famille.example"), new("carte", "5017 6740 0000 0002")]);
        using var answer = await _payer.PostAsync(new Uri("/tpa/paiementws.web", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>The Trésor's notification, at the real door.</summary>
    public Task<HttpStatusCode> NotifiesAsync(string idOp, params KeyValuePair<string, string>[] more) => NotifiesAsync(Doors.Http, idOp, more);

    public static async Task<HttpStatusCode> NotifiesAsync(HttpClient from, string idOp, params KeyValuePair<string, string>[] more)
    {
        using var form = new FormUrlEncodedContent([new("idop", idOp), .. more]);
        using var answer = await from.PostAsync(new Uri("/paiement/payfip/notification", UriKind.Relative), form);
        return answer.StatusCode;
    }

    public Task<string?> ComesBackAsync(string idOp) => Doors.ComesBackAsync("/paiement/payfip/retour?idop=" + idOp);

    public Task<PaymentState> SettlesAsync(Payment payment, string source = "return") => Settlements.SettleAsync(Town.Structure, payment.Id, source, CancellationToken.None);

    public Task<int> SweepsAsync() => Doors.Get<Sweep>().RunAsync(CancellationToken.None);

    public Task<PaymentState> StateAsync(Payment payment) => Town.StateOf(payment);

    public Task<long> CountAsync(string what) => Books.AskAsync<long>("select count(*) from " + what);

    public Task WaitsAsync(TimeSpan time) => Books.Clock.SetAsync(Books.Clock.GetUtcNow() + time);

    /// <summary>So many tickets, receipts and letters, and books without a fault.</summary>
    public async Task ShouldHaveCreditedAsync(FamilyFile family, int tickets, int receipts = 1)
    {
        Assert.Equal((tickets, tickets * 250L, 0), await family.Wallet("CANT-B"));
        Assert.Equal(((long)receipts, (long)receipts), (await CountAsync("receipt where kind = 'Sale'"), await CountAsync("outbox_letter where name = 'TopUpReceipt'")));
        await Books.ShouldBeHealthyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Doors.DisposeAsync();
        await Wire.DisposeAsync();
        _payer.Dispose();
        await _tresor.DisposeAsync();
        await Books.DisposeAsync();
    }
}
