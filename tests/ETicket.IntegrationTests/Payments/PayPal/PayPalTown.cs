using System.Net;
using System.Text;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>A commune whose régie also collects by PayPal, its portal's real doors, and PayPal as the transcripts recorded it.</summary>
internal sealed class PayPalTown : IAsyncDisposable
{
    /// <summary>Five tickets at 2,50 €: the 12,50 € of the transcripts.</summary>
    public const int Tickets = 5;

    private readonly Books _books;

    private PayPalTown(Books books, Town town, PayPalStub stub, Doors doors) => (_books, Town, Stub, Doors) = (books, town, stub, doors);

    public Books Books => _books;
    public Town Town { get; }
    public PayPalStub Stub { get; }
    public Doors Doors { get; }
    public Settlements Settlements => Doors.Get<Settlements>();
    public Checkout Checkout => Doors.Get<Checkout>();
    public ProviderRefunds Refunds => Doors.Get<ProviderRefunds>();
    public Sweep Sweep => Doors.Get<Sweep>();

    public static async Task<PayPalTown> OpenAsync(Cluster cluster, Action<PayPalOptions>? configure = null, PaymentMeans[]? means = null, int noticesPerMinute = 100_000)
    {
        var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.PayPal, PaymentMeans.Cash, .. means ?? []] });
        await books.Clock.SetAsync(PayPalDesk.Created);
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, PaymentProvider.PayPal, "mairie", CancellationToken.None);
        var stub = PayPalStub.Open();
        var doors = await Doors.OpenAsync(books, services => services.AddPayFip().AddPayPal(options => PayPalDesk.Settle(options, stub, configure)), noticesPerMinute);
        return new PayPalTown(books, town, stub, doors);
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
    public Task<string?> ComesBackAsync(string token) => Doors.ComesBackAsync($"/paiement/paypal/retour?token={token}&PayerID=QYR5Z8XDVJNXQ");

    /// <summary>PayPal notifies, at the real door.</summary>
    public Task<HttpStatusCode> NotifiesAsync(string name, HttpClient? from = null) => NotifiesAsync(Encoding.UTF8.GetBytes(Stub.Read("events/" + name)), from);

    public async Task<HttpStatusCode> NotifiesAsync(byte[] body, HttpClient? from = null)
    {
        using var request = Notice(body);
        using var answer = await (from ?? Doors.Http).SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>As PayPal sends it now.</summary>
    public HttpRequestMessage Notice(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/paiement/paypal/notification", UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (key, value) in PayPalDesk.Headers(_books.Clock.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(key, value);
        return request;
    }

    public Task<PaymentState> SettlesAsync(Payment payment, string source = "return") =>
        Settlements.SettleAsync(Town.Structure, payment.Id, source, CancellationToken.None);

    public async Task ActAllowsRefundsAsync()
    {
        await using var command = _books.Owner.CreateCommand("update regie set refunds_through_provider = true");
        await command.ExecuteNonQueryAsync();
    }

    public Task<long> CountAsync(string table) => _books.AskAsync<long>($"select count(*) from {table}");

    public Task<PaymentState> StateAsync(Payment payment) => Town.StateOf(payment);

    public async ValueTask DisposeAsync()
    {
        await Doors.DisposeAsync();
        await Stub.DisposeAsync();
        await _books.DisposeAsync();
    }
}
