using System.Text;
using System.Text.Json;
using ETicket.Payments;
using ETicket.Payments.Providers.PayPal;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>Whether a webhook is PayPal's, and of which payment.</summary>
public sealed class PayPalNoticeTests
{
    [Theory]
    [InlineData("order-approved", PayPalDesk.Order, false)]
    [InlineData("capture-completed", PayPalDesk.Order, false)]
    [InlineData("capture-pending", PayPalDesk.Order, false)]
    [InlineData("capture-denied", PayPalDesk.Order, false)]
    [InlineData("capture-refunded", PayPalDesk.Order, true)]
    [InlineData("capture-reversed", PayPalDesk.Order, true)]
    [InlineData("dispute-created", PayPalDesk.Reference, true)]
    [InlineData("dispute-resolved", PayPalDesk.Reference, true)]
    public async Task Each_event_speaks_of_its_payment_and_keeps_nobodys_name(string name, string payment, bool evenCredited)
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        var about = Assert.IsType<NoticeReading.About>(await desk.ReadAsync(desk.Notice(name)));

        Assert.Equal((payment, evenCredited), (about.ProviderReference, about.EvenCredited));
        Assert.All(["zoe@example.test", "Zoé", "Martin", "fait ce paiement"], word => Assert.DoesNotContain(word, about.Kept));
    }

    [Fact]
    public async Task An_event_about_nothing_of_ours_is_PayPals_and_means_nothing()
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        Assert.IsType<NoticeReading.NotOurs>(await desk.ReadAsync(desk.Notice("subscription-activated")));
        Assert.Single(desk.Stub.Asked);
    }

    [Fact]
    public async Task C12_C33_what_PayPal_does_not_know_as_this_applications_is_refused()
    {
        await using var desk = PayPalDesk.Open().Serves("notice-of-another");

        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(desk.Notice("capture-completed")));
        Assert.Contains($"\"webhook_id\":\"{PayPalDesk.WebhookId}\"", Assert.Single(desk.Stub.Asked).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C15_while_one_webhook_takes_the_place_of_another_both_are_ours_and_the_old_one_no_more_once_it_is_gone(bool replaced)
    {
        const string Newer = "5GP028458E2496506";
        await using var desk = PayPalDesk.Open(configure: options =>
        {
            var account = options.Accounts["mairie"];
            account.WebhookId = Newer;
            account.OtherWebhookId = replaced ? null : PayPalDesk.WebhookId;
        });
        // PayPal knows this notice as the old webhook's only: no to the first question, yes to the second.
        var old = desk.Stub.Read("notice-of-another").Replace("\"request\":", "\"scenarioName\": \"two webhooks\", \"requiredScenarioState\": \"Started\", \"newScenarioState\": \"old\", \"request\":", StringComparison.Ordinal);
        desk.Serves("notice-genuine").Stub.Adds(old);

        var reading = await desk.ReadAsync(desk.Notice("capture-completed"));

        Assert.Equal(!replaced, reading is NoticeReading.About { ProviderReference: PayPalDesk.Order });
        Assert.Equal(replaced, reading is NoticeReading.Forged);
        string[] asked = replaced ? [Newer] : [Newer, PayPalDesk.WebhookId];
        Assert.Equal(asked.Select(id => $"\"webhook_id\":\"{id}\""), desk.Stub.Asked.Zip(asked, (question, id) => question.Body.Contains(id, StringComparison.Ordinal) ? $"\"webhook_id\":\"{id}\"" : question.Body));
        Assert.Equal(asked.Length, desk.Stub.Asked.Count());
    }

    [Theory]
    [InlineData("Paypal-Auth-Algo", null)]
    [InlineData("Paypal-Auth-Algo", "SHA256 with RSA")]
    [InlineData("Paypal-Cert-Url", null)]
    [InlineData("Paypal-Transmission-Id", null)]
    [InlineData("Paypal-Transmission-Id", "12345")]
    [InlineData("Paypal-Transmission-Sig", null)]
    [InlineData("Paypal-Transmission-Sig", "a b")]
    [InlineData("Paypal-Transmission-Sig", "abc=,abc=")]
    [InlineData("Paypal-Transmission-Time", null)]
    [InlineData("Paypal-Transmission-Time", "yesterday")]
    public async Task C12_C13_a_signature_missing_or_malformed_asks_nobody(string header, string? value)
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        var reading = await desk.ReadAsync(desk.Notice("capture-completed", headers =>
        {
            if (value is null)
                headers.Remove(header);
            else
                headers[header] = value;
        }));

        Assert.IsType<NoticeReading.Forged>(reading);
        Assert.Empty(desk.Stub.Requests);
    }

    [Theory]
    [InlineData(-4 * 24 * 60 - 6, false)]
    [InlineData(-4 * 24 * 60 + 6, true)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    [InlineData(-7 * 24 * 60, false)]
    public async Task C13_C14_a_notice_older_than_PayPal_repeats_them_or_of_the_future_is_refused(int minutes, bool taken)
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");
        var at = PayPalDesk.Created.AddMinutes(5 + minutes);

        var reading = await desk.ReadAsync(desk.Notice("capture-completed", headers => headers["Paypal-Transmission-Time"] = PayPalDesk.Headers(at)["Paypal-Transmission-Time"]));

        Assert.Equal(taken, reading is NoticeReading.About);
        Assert.Equal(taken, desk.Stub.Asked.Any());
    }

    [Theory]
    [InlineData("{ \"id\":   \"WH-1\",\n\t\"event_type\": \"CHECKOUT.ORDER.APPROVED\", \"resource\": {\"id\": \"5O190127TN364715T\", \"amount\": {}, \"note\": \"\\u00e9 é 1.0 1e2\"} }")]
    [InlineData("{\"resource\":{\"id\":\"5O190127TN364715T\"},\"event_type\":\"CHECKOUT.ORDER.APPROVED\"}")]
    public async Task C16_PayPal_is_asked_with_the_very_bytes_that_came(string body)
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(desk.Notice(Encoding.UTF8.GetBytes(body))));

        Assert.EndsWith($"\"webhook_event\":{body}}}", Assert.Single(desk.Stub.Asked).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF{\"event_type\":\"CHECKOUT.ORDER.APPROVED\",\"resource\":{\"id\":\"5O190127TN364715T\"}}")]
    [InlineData("{\"event_type\":\"CHECKOUT.ORDER.APPROVED\",\"resource\":{\"id\":\"A\",\"id\":\"B\"}}")]
    [InlineData("{\"event_type\":\"CHECKOUT.ORDER.APPROVED\",\"resource\":[]}")]
    [InlineData("{\"event_type\":\"CHECKOUT.ORDER.APPROVED\"")]
    [InlineData("{\"resource\":{}}")]
    [InlineData("event_type=CHECKOUT.ORDER.APPROVED")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public async Task C16_a_body_that_is_no_event_asks_nobody(string body)
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(desk.Notice(Encoding.UTF8.GetBytes(body))));
        Assert.Empty(desk.Stub.Requests);
    }

    [Theory]
    [InlineData("https://127.0.0.1/v1/notifications/certs/CERT-1")]
    [InlineData("https://evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("http://api.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://user@api.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com:8443/v1/notifications/certs/CERT-1")]
    [InlineData("https://evilpaypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//api.paypal.com/v1/notifications/certs/CERT-1")]
    public async Task C38_a_certificate_elsewhere_is_refused_before_any_connection(string address)
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(desk.Notice("capture-completed", headers => headers["Paypal-Cert-Url"] = address)));
        Assert.Empty(desk.Stub.Requests);
    }

    [Fact]
    public async Task C32_an_event_of_the_sandbox_on_a_live_account_is_refused_before_any_connection()
    {
        await using var desk = PayPalDesk.Open().Serves("notice-genuine");

        var certified = await desk.ReadAsync(desk.Notice("capture-completed", headers => headers["Paypal-Cert-Url"] = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1"));
        var linked = await desk.ReadAsync(desk.Notice("capture-completed", body: text => text.Replace("https://api.paypal.com/", "https://api.sandbox.paypal.com/", StringComparison.Ordinal)));

        Assert.All([certified, linked], reading => Assert.IsType<NoticeReading.Forged>(reading));
        Assert.Empty(desk.Stub.Requests);
    }

    [Fact]
    public async Task C32_money_of_the_sandbox_is_worth_tickets_only_where_tests_are_accepted()
    {
        foreach (var accepted in new[] { true, false })
        {
            await using var desk = PayPalDesk.Open(configure: o =>
            {
                o.Accounts["mairie"].Live = false;
                o.AcceptsTestPayments = accepted;
            }).Serves("captured");

            var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

            Assert.Equal(accepted ? [] : ["account"], credited.Differences.Select(d => d.Field));
        }
    }

    [Fact]
    public async Task Each_of_two_accounts_has_its_own_webhook_and_none_is_guessed()
    {
        await using var desk = PayPalDesk.Open(configure: o => o.Accounts["caisse"] = new PayPalAccount { ClientId = "Autre", Secret = "s", WebhookId = "8PT597110X687430L", Live = true })
            .Serves("notice-genuine");

        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(desk.Notice("capture-completed", account: "caisse")));
        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(desk.Notice("capture-completed")));
        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(desk.Notice("capture-completed", account: "inconnue")));

        Assert.Equal("8PT597110X687430L", JsonDocument.Parse(Assert.Single(desk.Stub.Asked).Body).RootElement.GetProperty("webhook_id").GetString());
    }

    [Theory]
    [InlineData("notice-unverifiable")]
    [InlineData("out-of-order")]
    [InlineData("cut")]
    public async Task A_notice_PayPal_cannot_judge_now_is_asked_for_again(string silence)
    {
        await using var desk = PayPalDesk.Open().Serves(silence);

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.ReadAsync(desk.Notice("capture-completed")));
    }

    [Theory]
    [InlineData("token=5O190127TN364715T&PayerID=QYR5Z8XDVJNXQ", PayPalDesk.Order)]
    [InlineData("token=' or 1=1 --", null)]
    [InlineData("token=", null)]
    [InlineData("idop=5O190127TN364715T", null)]
    public async Task A_payer_who_is_back_brings_the_number_of_the_order(string query, string? order)
    {
        await using var desk = PayPalDesk.Open();
        var pairs = query.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(order, desk.Provider.ReadReturn(new ProviderRequest("GET", pairs, new Dictionary<string, string>(), "")));
    }
}
