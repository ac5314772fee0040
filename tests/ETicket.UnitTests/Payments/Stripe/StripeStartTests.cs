using System.Diagnostics;
using ETicket.Payments;
using ETicket.Payments.Providers.Stripe;
using ETicket.UnitTests.Payments.Mapped;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>Opening a session: what is asked is what Stripe describes, and what cannot be known is unknown.</summary>
public sealed class StripeStartTests
{
    [Fact]
    public async Task The_payer_is_sent_to_the_session_Stripe_opened()
    {
        await using var desk = StripeDesk.Open().Plays("session-created");

        var started = await desk.StartAsync();

        Assert.Equal((StripeDesk.Session, new Uri(desk.Server.Address, "/pay")), (started.ProviderReference, started.PayAt));
    }

    [Fact]
    public async Task What_is_asked_names_our_reference_the_cents_the_version_and_one_key_per_payment()
    {
        await using var desk = StripeDesk.Open().Plays("session-created");

        await desk.StartAsync();
        desk.Clock.Advance(TimeSpan.FromMinutes(15));
        await desk.StartAsync();

        var (first, again) = (desk.Server.Requests[0], desk.Server.Requests[1]);
        var form = System.Web.HttpUtility.ParseQueryString(first.Body);
        Assert.Equal((StripeDesk.Reference, "2500", "eur", "fr", "zoe@example.test", "payment"),
            (form["client_reference_id"], form["line_items[0][price_data][unit_amount]"], form["line_items[0][price_data][currency]"], form["locale"], form["customer_email"], form["mode"]));
        Assert.Equal("https://tickets.example.test/paiement/stripe/retour?session_id={CHECKOUT_SESSION_ID}", form["success_url"]);
        Assert.Equal($"https://tickets.example.test/paiement/stripe/retour?reference={StripeDesk.Reference}&annule=oui", form["cancel_url"]);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(long.Parse(form["expires_at"]!)) - desk.Clock.GetUtcNow(), TimeSpan.FromMinutes(30), TimeSpan.FromHours(24));
        Assert.Equal(("2023-08-16", "Bearer sk_test_0000"), (first.Headers["Stripe-Version"], first.Headers["Authorization"]));
        // C18: opened again, it is the same request under the same key, hence the same session.
        Assert.Equal(("0196a5f3-b2c1-7d3e-9a4b-5c6d7e8f9012", first.Body), (first.Headers["Idempotency-Key"], again.Body));
        Assert.Equal(first.Headers["Idempotency-Key"], again.Headers["Idempotency-Key"]);
    }

    [Theory]
    [InlineData("session-closed", typeof(ProviderView.Expired))]
    [InlineData("session-closed-too-late", typeof(ProviderView.Credited))]
    public async Task A_session_is_closed_once_by_its_own_operation_and_only_the_look_up_tells_what_came_of_it(string transcript, Type view)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        await desk.Provider.CloseAsync(StripeDesk.Order(), StripeDesk.Session, TestContext.Current.CancellationToken);

        Assert.IsType(view, await desk.LookUpAsync());
        Assert.Equal(("POST", $"/v1/checkout/sessions/{StripeDesk.Session}/expire"), (desk.Server.Requests[0].Method, desk.Server.Requests[0].Path));
        Assert.Empty(OpenApiJudge.Read(StripeDesk.File("openapi-extract")).Faults(desk.Server.Requests[0]));
    }

    [Fact]
    public async Task A_closing_nobody_answered_is_not_known()
    {
        await using var desk = StripeDesk.Open().Plays("session-not-closed");

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.Provider.CloseAsync(StripeDesk.Order(), StripeDesk.Session, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(23 * 60, 0)]
    [InlineData(23 * 60, (22 * 60) + 27)]
    [InlineData(23 * 60, (22 * 60) + 29)]
    [InlineData(23 * 60, (23 * 60) + 45)]
    [InlineData(23 * 60, (24 * 60) + 59)]
    [InlineData(55, 0)]
    [InlineData(55, 22)]
    [InlineData(55, 24)]
    [InlineData(55, 24 * 60)]
    [InlineData(35, 0)]
    [InlineData(35, 14)]
    [InlineData(35, 24 * 60)]
    public async Task A_basket_opened_late_in_its_day_leaves_the_payer_what_Stripe_wants_and_asked_again_is_the_same_request(int openFor, int minutes)
    {
        await using var desk = StripeDesk.Open(configure: options => options.OpenFor = TimeSpan.FromMinutes(openFor)).Plays("session-created");
        desk.Clock.AdjustTime(StripeDesk.Created.AddMinutes(minutes));

        await desk.StartAsync();
        desk.Clock.Advance(TimeSpan.FromSeconds(30));
        await desk.StartAsync();

        var bodies = desk.Server.Requests.Select(r => r.Body).ToList();
        Assert.Equal(bodies[0], bodies[1]);
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(System.Web.HttpUtility.ParseQueryString(bodies[1])["expires_at"]!));
        Assert.InRange(expires - desk.Clock.GetUtcNow(), TimeSpan.FromMinutes(31), TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task C4_nobody_pays_on_a_page_the_sweep_asks_about_every_hour_only_and_another_end_is_another_key()
    {
        await using var desk = StripeDesk.Open().Plays("session-created");
        desk.Clock.AdjustTime(StripeDesk.Created);

        await desk.StartAsync();
        desk.Clock.Advance(TimeSpan.FromMinutes(22));
        await desk.StartAsync();
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.StartAsync();

        var asked = desk.Server.Requests.Select(r => (Key: r.Headers["Idempotency-Key"], Ends: System.Web.HttpUtility.ParseQueryString(r.Body)["expires_at"])).ToList();
        Assert.Equal(StripeDesk.Created.AddMinutes(55).ToUnixTimeSeconds().ToString(), asked[0].Ends);
        Assert.Equal(asked[0], asked[1]);
        Assert.NotEqual(asked[0].Ends, asked[2].Ends);
        Assert.NotEqual(asked[0].Key, asked[2].Key);
    }

    [Fact]
    public async Task An_address_Stripe_would_refuse_is_left_to_the_payer_to_type()
    {
        await using var desk = StripeDesk.Open().Plays("session-created");

        await desk.StartAsync(StripeDesk.Order(email: "parent@commune"));

        Assert.DoesNotContain("customer_email", desk.Server.Requests[0].Body);
    }

    [Theory]
    [InlineData("server-error")]
    [InlineData("bad-gateway")]
    [InlineData("same-key-elsewhere")]
    public async Task C18_an_error_after_creating_is_unknown_never_a_failure(string transcript)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());

        Assert.Single(desk.Server.Requests);
    }

    [Fact]
    public async Task One_call_is_one_request_even_where_Stripe_says_try_again_and_nothing_else_is_told_to_it()
    {
        await using var desk = StripeDesk.Open();
        desk.Server.AddsText(File.ReadAllText(StripeDesk.File("server-error")).Replace("\"Request-Id\"", "\"Stripe-Should-Retry\": \"true\", \"Request-Id\""));

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
        desk.Plays("session-created");
        await desk.StartAsync();

        Assert.Equal(2, desk.Server.Requests.Count);
        Assert.All(desk.Server.Requests, r => Assert.DoesNotContain("X-Stripe-Client-Telemetry", r.Headers.Keys));
        Assert.All(desk.Server.Requests, r => Assert.DoesNotContain("telemetry_id", r.Headers["X-Stripe-Client-User-Agent"]));
    }

    [Fact]
    public async Task Each_call_bears_the_key_of_its_own_account()
    {
        await using var desk = StripeDesk.Open(configure: o => o.Accounts["autre"] = new StripeAccount { SecretKey = "sk_test_1111", WebhookSecrets = { StripeDesk.NextSecret } }).Plays("session-created", "session-open");

        await desk.StartAsync(StripeDesk.Order(account: "autre"));
        await desk.LookUpAsync();
        await desk.LookUpAsync(StripeDesk.Order(account: "autre"));

        Assert.Equal(["Bearer sk_test_1111", "Bearer sk_test_0000", "Bearer sk_test_1111"], desk.Server.Requests.Select(r => r.Headers["Authorization"]));
    }

    [Fact]
    public async Task C17_an_opening_that_hangs_is_unknown_when_its_time_is_over()
    {
        await using var desk = StripeDesk.Open(configure: options => options.TimeOut = TimeSpan.FromSeconds(1)).Plays("no-answer");
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
        Assert.Equal(TimeSpan.FromSeconds(15), new StripeOptions().TimeOut);
    }

    [Theory]
    [InlineData("key-refused", "invalid_request_error")]
    [InlineData("version-refused", "invalid_request_error")]
    [InlineData("amount-refused", "amount_too_small")]
    public async Task C43_what_Stripe_refuses_is_refused_under_its_code_and_in_French(string transcript, string code)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        var refused = await Assert.ThrowsAsync<ProviderRefused>(() => desk.StartAsync());

        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("sk_test", refused.ToString());
        Assert.DoesNotContain("Invalid", refused.Label);
    }

    [Fact]
    public async Task A_payment_of_an_account_that_is_not_configured_is_refused_without_a_call()
    {
        await using var desk = StripeDesk.Open().Plays("session-created");

        var refused = await Assert.ThrowsAsync<ProviderRefused>(() => desk.StartAsync(StripeDesk.Order(account: "autre")));

        Assert.Equal("no_account", refused.Code);
        Assert.Empty(desk.Server.Requests);
    }

    [Fact]
    public async Task C35_a_server_nobody_can_trust_or_reach_is_unknown()
    {
        // Plain text where TLS is expected: no certificate, and no way around it.
        await using var desk = StripeDesk.Open(configure: options => options.Address = new Uri(options.Address.ToString().Replace("http:", "https:"))).Plays("session-created", "session-paid");

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
        Assert.Empty(desk.Server.Requests);
    }

    [Fact]
    public async Task Every_request_is_one_Stripe_describes()
    {
        await using var desk = StripeDesk.Open().Plays("session-created", "session-refunded", "session-disputed", "payment-intent", "refund-made", "balance-transactions", "payouts");
        var judge = OpenApiJudge.Read(StripeDesk.File("openapi-extract"));
        var stop = TestContext.Current.CancellationToken;

        await desk.StartAsync();
        await desk.LookUpAsync();
        desk.Plays("session-disputed", "refund-made", "payment-intent", "balance-transactions", "payouts");
        await desk.LookUpAsync();
        await desk.Provider.RefundAsync(StripeDesk.Order(), StripeDesk.Session, new(500), "refund-1", stop);
        await desk.ReadAsync("""{"id":"evt_1","object":"event","type":"charge.dispute.created","livemode":false,"data":{"object":{"id":"dp_1","payment_intent":"pi_3PSF1entTickets"}}}""");
        await foreach (var _ in desk.Books.MovementsAsync("commune", StripeDesk.Created, StripeDesk.Created.AddDays(1), stop)) { }
        await foreach (var _ in desk.Books.MovementsOfAsync("commune", new("po_1PSF1ent", StripeDesk.Created, null, new(1_687), "EUR", "paid"), stop)) { }
        await foreach (var _ in desk.Books.PayoutsAsync("commune", StripeDesk.Created, StripeDesk.Created.AddDays(1), stop)) { }

        Assert.Equal(8, desk.Server.Requests.Select(r => (r.Method, r.Path)).Distinct().Count());
        Assert.All(desk.Server.Requests, request => Assert.Empty(judge.Faults(request)));
    }

    [Fact]
    public void The_judge_sees_an_unknown_field_a_wrong_type_and_a_missing_one()
    {
        var judge = OpenApiJudge.Read(StripeDesk.File("openapi-extract"));
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" };
        var none = new Dictionary<string, string>();

        Assert.Equal(3, judge.Faults(new Asked("POST", "/v1/checkout/sessions", none, headers, "mode=payment&montant=12&expires_at=demain")).Count);
        Assert.Single(judge.Faults(new Asked("POST", "/v1/sessions", none, headers, "")));
        Assert.Single(judge.Faults(new Asked("GET", "/v1/balance_transactions", new Dictionary<string, string> { ["jour"] = "1" }, headers, "")));
        Assert.Single(judge.Faults(new Asked("POST", "/v1/checkout/sessions", none, headers, "success_url=x&line_items[a][quantity]=1")));
    }
}
