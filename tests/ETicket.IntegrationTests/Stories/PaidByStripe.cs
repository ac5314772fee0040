using System.Net;
using System.Text;
using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Stories;

/// <summary>A parent pays by card with Stripe: the portal as it runs, Stripe by its transcripts.</summary>
public sealed class PaidByStripe : IAsyncLifetime
{
    private readonly PortalProcess _portal = new();
    private readonly StripeStub _stripe = new();
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _portal.StartAsync(
            $"--Stripe:Address={_stripe.Server.Address}", $"--Stripe:PayerPage={_stripe.Server.Address}",
            $"--Stripe:Accounts:{StripeStub.Account}:SecretKey={StripeStub.Key}", $"--Stripe:Accounts:{StripeStub.Account}:WebhookSecrets:0={StripeStub.Secret}");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _portal.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _portal.DisposeAsync();
        await _stripe.DisposeAsync();
    }

    [Fact]
    public async Task R136_C1_C5_the_return_the_notices_and_the_page_make_one_credit_one_receipt_and_money_that_leaves_is_mirrored()
    {
        await using var database = _portal.Database();
        using var parent = await ParentSession.EnterAsync(_portal.Address, PortalLogin.Parent);
        var payment = await GoesToPayAsync(parent, database);

        // C6: back without having paid. C5: back before the notice.
        _stripe.Plays("session-open");
        using (var back = await parent.GetAsync($"/paiement/stripe/retour?session_id={_stripe.Session}"))
            Assert.Equal($"/famille/paiement/{payment}", back.Headers.Location?.ToString());
        await parent.PageAsync($"/famille/paiement/{payment}");
        Assert.Equal("Pending", await StateAsync(database, payment));

        // C1: each said twenty times at once.
        _stripe.Plays("session-paid");
        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => i % 5 == 0
            ? (await parent.GetAsync($"/famille/paiement/{payment}")).StatusCode
            : await SendAsync(_stripe.Completed())));
        Assert.All(told, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal("Paid", await StateAsync(database, payment));
        Assert.Equal((1, 1), (await CountAsync(database, "entry e where e.kind = 'Sale' and e.reference = $1::text", payment), await CountAsync(database, "receipt where payment_id = $1", payment)));
        Assert.Equal(
            await CountAsync(database, "guardian g join payment p on p.family_id = g.family_id where g.receives_letters and g.email is not null and p.id = $1", payment),
            await CountAsync(database, "outbox_letter l join receipt r on r.id::text = l.reference where l.name = 'TopUpReceipt' and r.payment_id = $1", payment));
        Assert.Equal("CARTE_STRIPE", await database.AskAsync<string>("select means from payment where id = $1", payment));
        Assert.DoesNotContain("zoe", await database.AskAsync<string>("select string_agg(proof::text, ' ') from payment_step where payment_id = $1", payment), StringComparison.OrdinalIgnoreCase);

        // C30: contested, told several times, then won; the payment is paid again.
        _stripe.Plays("session-disputed", "payment-intent");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, await SendAsync(StripeStub.Notice("charge.dispute.created", new { id = "dp_1PSF1entTickets", payment_intent = "pi_3PSF1entTickets" })));
        Assert.Equal("ChargedBack", await StateAsync(database, payment));
        _stripe.Plays("session-dispute-won", "payment-intent");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, await SendAsync(StripeStub.Notice("charge.dispute.closed", new { id = "dp_1PSF1entTickets", payment_intent = "pi_3PSF1entTickets" })));
        Assert.Equal("Paid", await StateAsync(database, payment));
        Assert.Equal((1, 1), (await CountAsync(database, "entry e where e.kind = 'Reversal' and e.reference like $1::text || '/%'", payment), await CountAsync(database, "entry e where e.kind = 'ReversalUndone' and $1::uuid is not null", payment)));

        // C28: then refunded on Stripe's own pages; a look-up that fails is asked for again by Stripe.
        _stripe.Plays("look-up-unavailable");
        Assert.Equal(HttpStatusCode.InternalServerError, await SendAsync(Refunded()));
        _stripe.Plays("session-refunded");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await SendAsync(Refunded()), await SendAsync(Refunded())]);
        Assert.Equal("Refunded", await StateAsync(database, payment));

        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task C6_turned_back_from_Stripe_the_page_says_so_offers_every_means_and_money_that_came_wins_over_it()
    {
        await using var database = _portal.Database();
        using var parent = await ParentSession.EnterAsync(_portal.Address, PortalLogin.Parent);
        var payment = await GoesToPayAsync(parent, database);
        var cancel = new Uri(System.Web.HttpUtility.ParseQueryString(_stripe.Server.Requests[0].Body)["cancel_url"]!).PathAndQuery;
        _stripe.Plays("session-open");

        // Watched as one who may be paying, first.
        var waited = await parent.PageAsync($"/famille/paiement/{payment}");
        Assert.Contains("Paiement en cours de confirmation", waited.QuerySelector(".outcome")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Stripe"], Buttons(waited));
        Assert.Contains("un autre moyen vous sera proposé ici à partir du", waited.Body!.TextContent, StringComparison.Ordinal);
        using var back = await parent.GetAsync(cancel);
        var address = back.Headers.Location!.ToString();
        Assert.Equal($"/famille/paiement/{payment}?annule=oui", address);
        var shown = await parent.PageAsync(address);

        Assert.Contains("Vous êtes revenu sans payer. À notre connaissance, rien n’a été débité.", shown.QuerySelector(".outcome")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Stripe", "PayFip"], Buttons(shown));
        Assert.Null(shown.QuerySelector("meta[http-equiv=refresh]"));
        Assert.Equal("Pending", await StateAsync(database, payment));

        // Another means closes the session, and is open at once.
        _stripe.Plays("session-closed");
        using (var other = await parent.PostAsync(address, ("moyen", "PayFip")))
            Assert.Contains("idop=", other.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("Expired", await StateAsync(database, payment));
        Assert.Equal(2, await database.AskAsync<long>("select count(*) from payment p join payment q using (basket_id) where q.id = $1", payment));

        // The mark proves nothing: what came is told.
        _stripe.Plays("session-expired-but-paid");
        var paid = await parent.PageAsync(address);
        Assert.Contains("le paiement est confirmé", paid.QuerySelector(".outcome")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("sans payer", paid.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task C7_C12_C14_C37_what_is_forged_writes_nothing_what_is_unknown_is_kept_what_is_endless_is_cut()
    {
        await using var database = _portal.Database();
        var before = await database.AskAsync<long>("select count(*) from notice");

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(_stripe.Completed(secret: "whsec_of_somebody_else")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(_stripe.Completed(secondsAgo: 7 * 24 * 3600)));
        using var bare = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync(new Uri("/paiement/stripe/notification", UriKind.Relative), bare, Stop)).StatusCode);
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from notice"));

        foreach (var chunked in new[] { false, true })
        {
            var endless = _stripe.Completed();
            endless.Content = new ByteArrayContent(new byte[chunked ? 1_000_000 : 10_000_000]);
            endless.Headers.TransferEncodingChunked = chunked;
            endless.Headers.ExpectContinue = !chunked;
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(endless));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(_stripe.Completed()));
        Assert.Equal((before + 1, "unknown"), (await database.AskAsync<long>("select count(*) from notice"), await database.AskAsync<string>("select outcome from notice order by id desc limit 1")));
        Assert.Empty(await database.ViolationsAsync());
    }

    /// <summary>Chooses ten bus tickets and the button of Stripe; answers the payment's id.</summary>
    private async Task<Guid> GoesToPayAsync(ParentSession parent, PortalDatabase database)
    {
        var type = await database.TicketTypeAsync("BUS");
        var page = await parent.PageAsync("/famille/tickets");
        Assert.Contains("Payer par carte avec Stripe", page.Body!.TextContent);
        _stripe.Plays("session-created");
        var bus = "n" + type.Value.ToString("N");
        var fields = page.QuerySelectorAll("input[data-cents]").Select(i => i.GetAttribute("name")!).ToList();
        var first = fields.First(f => f.StartsWith(bus, StringComparison.Ordinal));
        var chosen = fields.Select(f => (f, f == first ? "10" : "0"));
        using var answer = await parent.PostAsync("/famille/tickets", [("panier", Guid.NewGuid().ToString()), .. chosen, ("moyen", "Stripe")]);
        Assert.Equal((HttpStatusCode.SeeOther, ""), (answer.StatusCode, await ParentSession.RefusalAsync(answer)));
        Assert.Equal(new Uri(_stripe.Server.Address, "/pay"), answer.Headers.Location);
        var asked = Assert.Single(_stripe.Server.Requests);
        var reference = System.Web.HttpUtility.ParseQueryString(asked.Body)["client_reference_id"]!;
        _stripe.Knows(reference, await database.AskAsync<long>("select amount_cents from payment where reference = $1", reference));
        return await database.AskAsync<Guid>("select id from payment where reference = $1", reference);
    }

    private static IEnumerable<string?> Buttons(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelectorAll("button[name=moyen]").Select(b => b.GetAttribute("value"));

    private HttpRequestMessage Refunded() =>
        StripeStub.Notice("charge.refunded", new { id = "ch_3PSF1entTickets", payment_intent = "pi_3PSF1entTickets", metadata = new { reference = _stripe.Server.Values["reference"] } });

    private async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await _http.SendAsync(request, Stop))
            return answer.StatusCode;
    }

    private static Task<string> StateAsync(PortalDatabase database, Guid payment) => database.AskAsync<string>("select state from payment where id = $1", payment);

    private static Task<long> CountAsync(PortalDatabase database, string what, Guid payment) => database.AskAsync<long>("select count(*) from " + what, payment);
}
