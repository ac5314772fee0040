using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Payments.Providers.Stripe;

namespace ETicket.IntegrationTests.Payments.AtTheDoor;

/// <summary>The doors of the providers when the whole world knocks at once, or somebody never ends.</summary>
[Collection(nameof(LongStories))]
public sealed class FloodTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Notices = 1_000;
    private const int Welcome = 300;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("payfip", "idop=4dc84580-4f73-11f1-9f3c-5254004a7d10", HttpStatusCode.OK)]
    [InlineData("stripe", "{}", HttpStatusCode.BadRequest)]
    [InlineData("paypal", "{}", HttpStatusCode.BadRequest)]
    public async Task C36_a_thousand_notices_at_once_are_answered_or_put_off_and_pages_are_still_served(string door, string body, HttpStatusCode answered)
    {
        await using var books = await Books.OpenAsync(cluster);
        await Town.FoundAsync(books);
        await using var doors = await OpenAsync(books, Welcome);
        var answers = new HttpStatusCode[Notices];
        var watch = Stopwatch.StartNew();

        var flood = Parallel.ForEachAsync(Enumerable.Range(0, Notices), new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (i, _) => answers[i] = await TellAsync(doors, door, body));
        var slowest = TimeSpan.Zero;
        do
        {
            var page = Stopwatch.StartNew();
            using var served = await doors.Http.GetAsync(new Uri("/connexion", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            slowest = page.Elapsed > slowest ? page.Elapsed : slowest;
        }
        while (!flood.IsCompleted);
        await flood;

        output.WriteLine($"{Notices} notices in {watch.ElapsedMilliseconds} ms, slowest page {slowest.TotalMilliseconds:0} ms");
        Assert.Equal([answered, HttpStatusCode.ServiceUnavailable], answers.Distinct().Order());
        Assert.Equal(Welcome, answers.Count(a => a == answered));
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from entry"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C36_a_thousand_notices_of_an_open_operation_are_few_rows_few_calls_and_put_no_end_off()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(2, "CANT-B");
        var operation = await books.AskAsync<string>("select provider_reference from payment");
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddDays(399).AddHours(23));
        await using var doors = await OpenAsync(books, 100_000);
        var watch = Stopwatch.StartNew();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Notices), new ParallelOptions { MaxDegreeOfParallelism = 100 },
            async (_, _) => Assert.Equal(HttpStatusCode.OK, await TellAsync(doors, "payfip", "idop=" + operation)));

        Assert.Equal(20, await books.AskAsync<long>("select count(*) from notice"));
        Assert.InRange(await books.AskAsync<int>("select asks from payment"), 1, 3 * ((int)watch.Elapsed.TotalSeconds / 10 + 1));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(2));
        Assert.Equal(HttpStatusCode.OK, await TellAsync(doors, "payfip", "idop=" + operation));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from payment where next_ask_at > opened_at + interval '400 days'"));
        Assert.Equal(PaymentState.Pending, await town.StateOf(payment));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("payfip", false)]
    [InlineData("payfip", true)]
    [InlineData("stripe", false)]
    [InlineData("stripe", true)]
    [InlineData("paypal", false)]
    [InlineData("paypal", true)]
    public async Task C37_ten_megabytes_or_an_endless_notice_is_turned_away_within_a_second(string door, bool endless)
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var doors = await OpenAsync(books, 100_000);
        await TellAsync(doors, door, "{}");
        var watch = Stopwatch.StartNew();

        var answer = await PushAsync(doors.Address.Port, door, endless);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from notice where octet_length(content) > 2048"));
    }

    private static Task<Doors> OpenAsync(Books books, int noticesPerMinute) => Doors.OpenAsync(
        books,
        services => services
            .AddPayFip(options => options.ServiceAddress = new Uri("http://127.0.0.1:9"))
            .AddStripe(options => options.Accounts[StripeStub.Account] = new StripeAccount { SecretKey = StripeStub.Key, WebhookSecrets = { StripeStub.Secret } })
            .AddPayPal(options =>
            {
                options.ServiceAddress = new Uri("http://127.0.0.1:9");
                options.Accounts["mairie"] = new PayPalAccount { ClientId = "client", Secret = "secret", WebhookId = PayPalDesk.WebhookId, Live = true };
            }),
        noticesPerMinute, address: "http://127.0.0.1");

    private static async Task<HttpStatusCode> TellAsync(Doors doors, string door, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded");
        using var answer = await doors.Http.PostAsync(new Uri($"/paiement/{door}/notification", UriKind.Relative), content, Stop);
        return answer.StatusCode;
    }

    /// <summary>Writes on until it is answered; what is answered.</summary>
    private static async Task<string> PushAsync(int port, string door, bool endless)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(IPAddress.Loopback, port, Stop);
        await using var stream = line.GetStream();
        var length = endless ? "Transfer-Encoding: chunked" : "Content-Length: 10000000";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /paiement/{door}/notification HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n{length}\r\n\r\n"), Stop);
        var answer = new byte[1024];
        var read = stream.ReadAsync(answer, Stop).AsTask();
        var block = Encoding.ASCII.GetBytes(endless ? "4000\r\n" + new string('a', 0x4000) + "\r\n" : new string('a', 0x4000));
        try
        {
            while (!read.IsCompleted)
                await stream.WriteAsync(block, Stop);
        }
        catch (IOException)
        {
            // Hung up on, and answered before that.
        }
        return Encoding.ASCII.GetString(answer, 0, await read);
    }
}
