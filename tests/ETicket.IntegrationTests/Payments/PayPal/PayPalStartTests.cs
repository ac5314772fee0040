using System.Diagnostics;
using System.Text.Json;
using ETicket.Payments;
using ETicket.Payments.Providers.PayPal;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>Opening an order at PayPal.</summary>
public sealed class PayPalStartTests
{
    [Fact]
    public async Task The_payer_is_sent_to_PayPals_own_page_and_the_order_says_what_is_bought()
    {
        await using var desk = PayPalDesk.Open().Serves("opened");
        var order = PayPalDesk.Payment();

        var started = await desk.StartAsync(order);

        Assert.Equal(new Started(PayPalDesk.Order, new Uri(desk.Stub.Address, "/checkoutnow?token=" + PayPalDesk.Order)), started);
        var asked = Assert.Single(desk.Stub.Asked);
        Assert.Equal(order.Id.ToString(), asked.Headers["PayPal-Request-Id"]);
        var sent = JsonDocument.Parse(asked.Body).RootElement;
        Assert.Equal("CAPTURE", sent.GetProperty("intent").GetString());
        var unit = Assert.Single(sent.GetProperty("purchase_units").EnumerateArray());
        Assert.All(["reference_id", "custom_id", "invoice_id"], name => Assert.Equal(PayPalDesk.Reference, unit.GetProperty(name).GetString()));
        Assert.Equal(("EUR", "12.50"), (unit.GetProperty("amount").GetProperty("currency_code").GetString(), unit.GetProperty("amount").GetProperty("value").GetString()));
        var experience = sent.GetProperty("payment_source").GetProperty("paypal").GetProperty("experience_context");
        Assert.Equal(
            ("fr-FR", "NO_SHIPPING", "PAY_NOW"),
            (experience.GetProperty("locale").GetString(), experience.GetProperty("shipping_preference").GetString(), experience.GetProperty("user_action").GetString()));
        Assert.DoesNotContain("zoe@example.test", asked.Body);
    }

    [Fact]
    public async Task One_token_serves_until_a_minute_before_its_end_and_calls_that_arrive_together_ask_for_one()
    {
        await using var desk = PayPalDesk.Open().Serves("waiting");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.LookUpAsync()));
        Assert.Single(desk.Stub.Requests, r => r.Path == "/v1/oauth2/token");

        desk.Waits(TimeSpan.FromSeconds(32_400 - 60));
        await desk.LookUpAsync();
        Assert.Equal(2, desk.Stub.Requests.Count(r => r.Path == "/v1/oauth2/token"));
    }

    [Fact]
    public async Task A_token_refused_before_its_end_is_renewed_once()
    {
        await using var desk = PayPalDesk.Open().Serves("token-expired");

        await desk.StartAsync();

        Assert.Equal(2, desk.Stub.Requests.Count(r => r.Path == "/v1/oauth2/token"));
        Assert.Equal(2, desk.Stub.Asked.Count());
        Assert.Single(desk.Stub.Asked.Select(r => r.Headers["PayPal-Request-Id"]).Distinct());
    }

    [Fact]
    public async Task C15_once_the_secret_is_no_longer_ours_nothing_opens_and_what_is_open_stays_unknown()
    {
        await using var desk = PayPalDesk.Open().Serves("opened", "captured", "secret-refused");

        Assert.Equal("invalid_client", (await Assert.ThrowsAsync<ProviderRefused>(() => desk.StartAsync())).Code);
        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
        Assert.Empty(desk.Stub.Asked);
    }

    [Fact]
    public async Task C17_an_order_that_hangs_is_given_up_in_time_and_nobody_knows()
    {
        await using var desk = PayPalDesk.Open(configure: o => o.TimeOut = TimeSpan.FromSeconds(1)).Serves("hung");
        var since = Stopwatch.StartNew();

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());

        Assert.InRange(since.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(15), new PayPalOptions().TimeOut);
    }

    [Theory]
    [InlineData("out-of-order")]
    [InlineData("page-of-a-proxy")]
    [InlineData("cut")]
    public async Task C18_an_order_opened_behind_an_error_is_found_again_under_the_same_key(string silence)
    {
        await using var desk = PayPalDesk.Open().Serves(silence);
        var order = PayPalDesk.Payment();
        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync(order));

        desk.Serves("opened");
        Assert.Equal(PayPalDesk.Order, (await desk.StartAsync(order)).ProviderReference);

        Assert.True(desk.Provider.StartsOnce);
        Assert.Equal(order.Id.ToString(), Assert.Single(desk.Stub.Asked.Select(r => r.Headers["PayPal-Request-Id"]).Distinct()));
        Assert.Single(desk.Stub.Asked.Select(r => r.Body).Distinct());
    }

    [Fact]
    public async Task C24_two_payments_never_share_an_order_key()
    {
        await using var desk = PayPalDesk.Open().Serves("opened");

        await desk.StartAsync(PayPalDesk.Payment());
        await desk.StartAsync(PayPalDesk.Payment());

        Assert.Equal(2, desk.Stub.Asked.Select(r => r.Headers["PayPal-Request-Id"]).Distinct().Count());
    }

    [Fact]
    public async Task What_PayPal_refuses_is_told_in_French_and_keeps_PayPals_word_for_the_operator()
    {
        await using var desk = PayPalDesk.Open().Serves("not-opened");

        var no = await Assert.ThrowsAsync<ProviderRefused>(() => desk.StartAsync());

        Assert.Equal(("PAYEE_ACCOUNT_RESTRICTED", "PayPal n’a pas pu ouvrir ce paiement"), (no.Code, no.Label));
    }

    public static TheoryData<string, PaymentOrder> WrongOrders() => new()
    {
        { "AMOUNT", PayPalDesk.Payment(cents: 0) },
        { "AMOUNT", PayPalDesk.Payment(cents: -1250) },
        { "AMOUNT", PayPalDesk.Payment(cents: 1_000_001) },
        { "REFERENCE", PayPalDesk.Payment(reference: "ET-1") },
        { "REFERENCE", PayPalDesk.Payment(reference: "") },
        { "ACCOUNT", PayPalDesk.Payment(account: null) },
        { "ACCOUNT", PayPalDesk.Payment(account: "une autre mairie") },
        { "ACCOUNT", PayPalDesk.Payment(account: "essai") },
    };

    [Theory]
    [MemberData(nameof(WrongOrders), DisableDiscoveryEnumeration = true)]
    public async Task What_could_not_be_paid_is_refused_before_the_call(string code, PaymentOrder order)
    {
        await using var desk = PayPalDesk.Open(configure: o => o.Accounts["essai"] = new PayPalAccount { ClientId = "Sandbox", Secret = "s", WebhookId = "W" }).Serves("opened");

        Assert.Equal(code, (await Assert.ThrowsAsync<ProviderRefused>(() => desk.StartAsync(order))).Code);
        Assert.Empty(desk.Stub.Requests);
    }

    [Theory]
    [InlineData("\"payer-action\"", "\"self\"")]
    [InlineData("/checkoutnow", "@evil.example/checkoutnow")]
    [InlineData("\"id\": \"5O190127TN364715T\"", "\"id\": \"../5O1\"")]
    [InlineData("\"id\": \"5O190127TN364715T\"", "\"ID\": \"5O190127TN364715T\"")]
    public async Task C43_an_answer_without_an_order_and_a_page_of_PayPal_sends_nobody_anywhere(string recorded, string actual)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces(recorded, actual).Serves("opened");

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.StartAsync());
    }

    [Fact]
    public void Hosts_are_PayPals_own_whatever_is_answered_and_a_stand_in_is_only_a_private_name()
    {
        var options = new PayPalOptions();
        Assert.Equal("https://api-m.paypal.com/ https://www.paypal.com/", $"{options.ServiceOf(new() { Live = true })} {options.PagesOf(new() { Live = true })}");
        Assert.Equal("https://api-m.sandbox.paypal.com/ https://www.sandbox.paypal.com/", $"{options.ServiceOf(new())} {options.PagesOf(new())}");

        foreach (var (address, right) in new[] { ("https://api-m.paypal.com.evil.example", false), ("https://api-m.paypal.com", false), ("http://localhost:5005", true), ("http://paypal.test", true) })
            Assert.Equal(right, new PayPalOptionsCheck().Validate(null, new PayPalOptions { ServiceAddress = new Uri(address) }).Succeeded);
    }
}
