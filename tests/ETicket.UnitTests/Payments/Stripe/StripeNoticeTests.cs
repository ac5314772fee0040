using System.Text;
using ETicket.Payments;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>Notices of Stripe: only what is signed is read, and what it says is never believed.</summary>
public sealed class StripeNoticeTests
{
    private const string Paid = """
        {"id":"evt_1PSF1ent","object":"event","api_version":"2023-08-16","created":1795258920,"livemode":false,"type":"checkout.session.completed","data":{"object":{"id":"cs_test_a1PSF1entTicketsCantine","object":"checkout.session","payment_status":"paid"}}}
        """;

    [Theory]
    [InlineData("checkout.session.completed")]
    [InlineData("checkout.session.expired")]
    [InlineData("checkout.session.async_payment_succeeded")]
    [InlineData("checkout.session.async_payment_failed")]
    public async Task A_session_event_speaks_of_its_session_and_keeps_nobodys_name(string type)
    {
        await using var desk = StripeDesk.Open();

        var about = Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Paid.Replace("checkout.session.completed", type).Replace("\"paid\"", "\"paid\",\"customer_email\":\"zoe@example.test\"")));

        Assert.Equal((StripeDesk.Session, false), (about.ProviderReference, about.EvenCredited));
        Assert.DoesNotContain("zoe", about.Kept);
        Assert.Empty(desk.Server.Requests);
    }

    [Theory]
    [InlineData("charge.refunded")]
    [InlineData("charge.dispute.created")]
    [InlineData("charge.dispute.closed")]
    public async Task C30_money_that_leaves_speaks_of_our_reference_and_is_looked_up_even_when_credited(string type)
    {
        await using var desk = StripeDesk.Open().Plays("payment-intent");
        var asked = Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Event(type, """{"id":"dp_1","payment_intent":"pi_3PSF1entTickets","metadata":{}}""")));
        var told = Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Event(type, """{"id":"ch_1","payment_intent":"pi_x","metadata":{"reference":"ET0196A5F3B2C17D3E9A4B5C6D"}}""")));

        Assert.Equal((StripeDesk.Reference, true, StripeDesk.Reference, true), (asked.ProviderReference, asked.EvenCredited, told.ProviderReference, told.EvenCredited));
        Assert.Single(desk.Server.Requests);
    }

    [Fact]
    public async Task When_nobody_can_tell_whose_dispute_it_is_the_notice_is_asked_for_again()
    {
        await using var desk = StripeDesk.Open(configure: options => options.Address = new Uri("http://127.0.0.1:9"));

        await Assert.ThrowsAsync<ProviderUnreachable>(() => desk.ReadAsync(Event("charge.dispute.created", """{"id":"dp_1","payment_intent":"pi_3PSF1entTickets"}""")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("t=,v1=")]
    [InlineData("t=1795258920")]
    [InlineData("v1=00")]
    [InlineData("t=1795258920,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1795258920,v0=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(",,,===,t=t,v1=v1")]
    public async Task C12_a_missing_or_wrong_signature_is_forged(string? signature)
    {
        await using var desk = StripeDesk.Open();

        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid, signature));
    }

    [Fact]
    public async Task C12_a_truncated_signature_or_another_body_is_forged()
    {
        await using var desk = StripeDesk.Open();
        var signature = desk.Sign(Encoding.UTF8.GetBytes(Paid));

        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid, signature[..^2]));
        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid.Replace("paid", "Paid"), signature));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public async Task C13_a_signature_is_good_for_five_minutes_either_way(int secondsAgo, bool good)
    {
        await using var desk = StripeDesk.Open();

        Assert.Equal(good, await desk.ReadAsync(Paid, desk.Sign(Encoding.UTF8.GetBytes(Paid), secondsAgo)) is NoticeReading.About);
    }

    [Fact]
    public async Task C13_several_signatures_need_one_of_ours_several_times_none()
    {
        await using var desk = StripeDesk.Open();
        var ours = desk.Sign(Encoding.UTF8.GetBytes(Paid));
        var other = new string('0', 64);

        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Paid, $"{ours},v1={other}"));
        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Paid, $"v1={other},{ours}"));
        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid, $"{ours},t=1"));
        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid, ours[(ours.IndexOf(',') + 1)..]));
    }

    [Fact]
    public async Task C14_a_good_notice_sent_again_a_week_later_is_refused_by_its_time()
    {
        await using var desk = StripeDesk.Open();
        var signature = desk.Sign(Encoding.UTF8.GetBytes(Paid));
        desk.Clock.Now = desk.Clock.Now.AddDays(7);

        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid, signature));
    }

    [Fact]
    public async Task C15_two_secrets_are_good_while_one_replaces_the_other()
    {
        await using var both = StripeDesk.Open(secrets: [StripeDesk.Secret, StripeDesk.NextSecret]);
        await using var after = StripeDesk.Open(secrets: [StripeDesk.NextSecret]);
        var bytes = Encoding.UTF8.GetBytes(Paid);

        Assert.IsType<NoticeReading.About>(await both.ReadAsync(Paid, both.Sign(bytes)));
        Assert.IsType<NoticeReading.About>(await both.ReadAsync(Paid, both.Sign(bytes, secret: StripeDesk.NextSecret)));
        Assert.IsType<NoticeReading.Forged>(await after.ReadAsync(Paid, after.Sign(bytes)));
        Assert.IsType<NoticeReading.About>(await after.ReadAsync(Paid, after.Sign(bytes, secret: StripeDesk.NextSecret)));
    }

    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData("  \r\n", "\n")]
    public async Task C16_the_bytes_are_what_is_signed_whatever_the_text_became(string before, string after)
    {
        await using var desk = StripeDesk.Open();
        var bytes = Encoding.UTF8.GetBytes(before + Paid + after);

        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Paid, desk.Sign(bytes), bytes));
        Assert.IsType<NoticeReading.Forged>(await desk.ReadAsync(Paid, desk.Sign(bytes)));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"object":"event","type":"checkout.session.completed"}""")]
    [InlineData("""{"object":"event","livemode":false,"type":"checkout.session.completed","data":{"object":{"id":"../refunds"}}}""")]
    [InlineData("""{"object":"event","livemode":false,"type":"customer.created","data":{"object":{"id":"cus_1"}}}""")]
    public async Task C7_what_is_signed_and_speaks_of_nothing_of_ours_is_kept_and_credits_nothing(string body)
    {
        await using var desk = StripeDesk.Open();

        Assert.IsType<NoticeReading.NotOurs>(await desk.ReadAsync(body));
    }

    [Fact]
    public async Task C32_a_test_event_on_a_live_account_and_C33_one_of_another_account_are_not_ours()
    {
        await using var live = StripeDesk.Open(live: true);
        await using var test = StripeDesk.Open();

        Assert.IsType<NoticeReading.NotOurs>(await live.ReadAsync(Paid));
        Assert.IsType<NoticeReading.NotOurs>(await test.ReadAsync(Paid.Replace("\"livemode\":false", "\"livemode\":true")));
        Assert.IsType<NoticeReading.NotOurs>(await test.ReadAsync(Paid.Replace("\"livemode\"", "\"account\":\"acct_other\",\"livemode\"")));
        Assert.IsType<NoticeReading.Forged>(await test.ReadAsync(Paid, test.Sign(Encoding.UTF8.GetBytes(Paid), secret: "whsec_of_another_account")));
    }

    [Fact]
    public async Task C43_a_notice_of_another_version_is_still_read_and_its_payment_looked_up()
    {
        await using var desk = StripeDesk.Open().Plays("session-paid", "payment-intent");

        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Paid.Replace("2023-08-16", "2031-01-01.acacia")));
        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Paid.Replace("2023-08-16", "2031-01-01").Replace("\"paid\"", "{\"moved\":true}")));
        Assert.IsType<NoticeReading.About>(await desk.ReadAsync(Event("charge.dispute.created", """{"id":"dp_1","object":"dispute","amount":{"moved":1},"payment_intent":{"id":"pi_3PSF1entTickets"}}""")));
        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("session_id", StripeDesk.Session, StripeDesk.Session)]
    [InlineData("reference", StripeDesk.Reference, StripeDesk.Reference)]
    [InlineData("session_id", "{CHECKOUT_SESSION_ID}", null)]
    [InlineData("session_id", "' or 1=1 --", null)]
    [InlineData("idop", StripeDesk.Session, null)]
    public async Task C6_a_return_only_tells_which_page_to_show(string name, string value, string? read)
    {
        await using var desk = StripeDesk.Open();
        var request = new ProviderRequest("GET", new Dictionary<string, string> { [name] = value }, new Dictionary<string, string>(), "");

        Assert.Equal(read, desk.Provider.ReadReturn(request));
    }

    private static string Event(string type, string about) => $$"""{"id":"evt_2","object":"event","livemode":false,"type":"{{type}}","data":{"object": {{about}} } }""";
}
