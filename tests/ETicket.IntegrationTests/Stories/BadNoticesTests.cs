using System.Net;
using System.Text;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Stories;

/// <summary>Anybody may call the doors of the Trésor: a lie is looked up, never believed, and never an error.</summary>
[Collection(nameof(PortalStories))]
public sealed class BadNoticesTests(PortalRunning running) : IDisposable
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = running.Portal.Address };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    public static TheoryData<string, string> Lies => new()
    {
        { "", Form },
        { "idop=", Form },
        { "idop=00000000-0000-1000-8000-000000000000", Form },
        { "idOp=00000000-0000-1000-8000-000000000000&idop=autre", Form },
        { "idop=%00%00%FF%FE", Form },
        { "idop=\0\0", Form },
        { "idop=' or 1=1 --", Form },
        { "idop[]=1&idop[a][b]=2&&&=%", Form },
        { "idop=" + new string('9', 2_000), Form },
        { "{\"idop\":\"00000000-0000-1000-8000-000000000000\"}", "application/json" },
        { "<idop>00000000-0000-1000-8000-000000000000</idop>", "text/xml" },
        { "--x\r\ncontent-disposition: form-data; name=idop\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_notice_that_means_nothing_is_taken_and_credits_nothing(string body, string type)
    {
        await using var database = running.Portal.Database();
        var before = await database.AskAsync<long>("select count(*) from entry");

        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var notified = await _http.PostAsync(new Uri("/paiement/payfip/notification", UriKind.Relative), content, Stop);
        using var asked = await _http.GetAsync(new Uri("/paiement/payfip/notification?" + Uri.EscapeDataString(body[..Math.Min(body.Length, 2_000)]).Replace("%3D", "=", StringComparison.Ordinal), UriKind.Relative), Stop);
        using var returned = await _http.GetAsync(new Uri("/paiement/payfip/retour?" + Uri.EscapeDataString(body[..Math.Min(body.Length, 2_000)]).Replace("%3D", "=", StringComparison.Ordinal), UriKind.Relative), Stop);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.SeeOther], new[] { notified.StatusCode, asked.StatusCode, returned.StatusCode });
        Assert.Equal("/famille/tickets", returned.Headers.Location?.ToString());
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from entry"));
        Assert.InRange(await database.AskAsync<int>("select max(octet_length(content)) from notice"), 1, 2_048);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_kept_within_the_limit_too()
    {
        await using var database = running.Portal.Database();
        using var content = new ByteArrayContent([.. Enumerable.Repeat((byte)0xFF, 2_000)]);

        using var answer = await _http.PostAsync(new Uri("/paiement/payfip/notification", UriKind.Relative), content, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(await database.AskAsync<int>("select max(octet_length(content)) from notice"), 2_000, 2_048);
    }

    [Theory]
    [InlineData(1_000_000, false)]
    [InlineData(1_000_000, true)]
    [InlineData(2_100, false)]
    [InlineData(2_100, true)]
    public async Task A_notice_longer_than_any_of_the_Tresor_is_turned_away(int letters, bool chunked)
    {
        await using var database = running.Portal.Database();
        var before = await database.AskAsync<long>("select count(*) from notice");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/paiement/payfip/notification", UriKind.Relative));
        request.Content = new StringContent("idop=" + new string('a', letters), Encoding.ASCII, Form);
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await _http.SendAsync(request, Stop);
        using var asked = await _http.GetAsync(new Uri($"/paiement/payfip/notification?idop={new string('a', Math.Min(letters, 4_000))}", UriKind.Relative), Stop);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (answer.StatusCode, asked.StatusCode));
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from notice"));
    }

    [Fact]
    public async Task A_forged_result_of_a_payment_still_open_credits_nothing()
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, type) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var basket = new Basket(Guid.NewGuid(), commune, family, PaymentProvider.PayFip, "demo-parent", "chantal.devret@famille.example", [new(type, 2)]);
        var payment = Assert.Single(await verbs.GetRequiredService<TopUps>().PrepareAsync(basket, Stop));
        await verbs.GetRequiredService<Checkout>().OpenAsync(commune, payment.Id, Stop);
        var idOp = await database.AskAsync<string>("select provider_reference from payment where id = $1", payment.Id.Value);

        using var form = new FormUrlEncodedContent(
            [KeyValuePair.Create("idop", idOp), KeyValuePair.Create("resultrans", "P"), KeyValuePair.Create("montant", payment.Amount.Cents.ToString())]);
        using var notified = await _http.PostAsync(new Uri("/paiement/payfip/notification", UriKind.Relative), form, Stop);
        using var returned = await _http.GetAsync(new Uri($"/paiement/payfip/retour?idop={idOp}&resultrans=P", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.OK, notified.StatusCode);
        Assert.Equal("Pending", await database.AskAsync<string>("select state from payment where id = $1", payment.Id.Value));
        Assert.Equal(0, await database.AskAsync<long>("select count(*) from receipt where payment_id = $1", payment.Id.Value));
    }

    [Fact]
    public async Task A_provider_we_do_not_have_has_no_door()
    {
        using var answer = await _http.PostAsync(new Uri("/paiement/inconnu/notification", UriKind.Relative), null, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
