using System.Diagnostics;
using System.Text.Json.Nodes;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>The truth, one transcript per outcome.</summary>
public sealed class StripeLookUpTests
{
    [Fact]
    public async Task A_paid_session_credits_what_was_received_and_names_nobody()
    {
        await using var desk = StripeDesk.Open().Plays("session-paid");

        var credited = await desk.LookUpCreditedAsync();

        Assert.Equal((new Money(2500), PaymentMeans.StripeCard, false, StripeDesk.Reference, "EUR"), (credited.Amount, credited.ProviderMeans, credited.Promised, credited.Reference, credited.Currency));
        Assert.Equal((StripeDesk.Created.AddMinutes(3), "ch_3PSF1entTickets"), (credited.PaidAt, credited.Authorisation));
        Assert.Empty(credited.Differences);
        Assert.Empty(credited.Back);
        Assert.DoesNotContain("zoe", credited.Proof, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"fee\":63", credited.Proof);
        Assert.Single(desk.Server.Requests);
    }

    [Theory]
    [InlineData("session-open", typeof(ProviderView.Pending))]
    [InlineData("session-processing", typeof(ProviderView.Pending))]
    [InlineData("session-payment-failed", typeof(ProviderView.Refused))]
    [InlineData("session-expired", typeof(ProviderView.Expired))]
    [InlineData("session-unknown", typeof(ProviderView.Unknown))]
    [InlineData("look-up-unavailable", typeof(ProviderView.Unknown))]
    [InlineData("payouts", typeof(ProviderView.Unknown))]
    public async Task C6_only_a_paid_session_credits(string transcript, Type view)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        Assert.IsType(view, await desk.LookUpAsync());
    }

    [Fact]
    public async Task C26_a_session_that_expired_and_turns_out_paid_credits()
    {
        await using var desk = StripeDesk.Open().Plays("session-expired");
        Assert.IsType<ProviderView.Expired>(await desk.LookUpAsync());

        desk.Plays("session-expired-but-paid");

        Assert.Equal(new Money(2500), (await desk.LookUpCreditedAsync()).Amount);
    }

    /// <summary>« Expired » may still turn out paid for a week; asked about until then.</summary>
    [Theory]
    [InlineData("session-expired", 1, false)]
    [InlineData("session-expired", 7, false)]
    [InlineData("session-expired", 8, true)]
    [InlineData("session-payment-failed", 1, false)]
    [InlineData("session-payment-failed", 8, true)]
    [InlineData("session-open", 8, false)]
    public async Task A_no_is_Stripe_s_last_word_a_week_later(string transcript, int days, bool final)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);
        desk.Clock.AdjustTime(StripeDesk.Created.AddDays(days));

        Assert.Equal(final, (await desk.LookUpAsync()).Final);
    }

    [Theory]
    [InlineData("2501")]
    [InlineData("250000")]
    [InlineData("-2500")]
    [InlineData("0")]
    public async Task C9_the_amount_is_handed_over_as_Stripe_wrote_it(string amount)
    {
        await using var desk = StripeDesk.Open().Plays("session-paid");
        desk.Server.Values["amount"] = amount;

        Assert.Equal(amount, (await desk.LookUpCreditedAsync()).Amount.Cents.ToString());
    }

    [Theory]
    [InlineData("25.00")]
    [InlineData("2500.5")]
    [InlineData("1e3")]
    [InlineData("0.001")]
    public async Task C42_an_amount_that_is_not_whole_cents_is_unknown(string amount)
    {
        await using var desk = StripeDesk.Open().Plays("session-paid");
        desk.Server.Values["amount"] = amount;

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("eur", "EUR")]
    [InlineData("EUR", "EUR")]
    [InlineData("usd", "USD")]
    public async Task C10_the_currency_is_compared_whatever_its_case(string written, string read)
    {
        await using var desk = StripeDesk.Open();
        var transcript = Path.GetTempFileName();
        await File.WriteAllTextAsync(transcript, (await File.ReadAllTextAsync(StripeDesk.File("session-paid"))).Replace("\"eur\"", $"\"{written}\""));
        desk.Server.Plays(transcript);

        Assert.Equal(read, (await desk.LookUpCreditedAsync()).Currency);
        File.Delete(transcript);
    }

    [Fact]
    public async Task C27_a_capture_in_part_is_a_difference_that_credits_nothing()
    {
        await using var desk = StripeDesk.Open().Plays("session-captured-in-part");

        Assert.Equal([new Difference("amount received", "2500", "1000")], (await desk.LookUpCreditedAsync()).Differences);
    }

    [Fact]
    public async Task C32_test_money_on_a_live_account_is_a_difference()
    {
        await using var desk = StripeDesk.Open(live: true).Plays("session-paid");

        Assert.Equal([new Difference("live", "yes", "no")], (await desk.LookUpCreditedAsync()).Differences);
    }

    [Theory]
    [InlineData("session-paid", "cs_test_other")]
    [InlineData("session-paid", "../refunds")]
    [InlineData("session-paid", "pi_3PSF1entTickets")]
    public async Task What_is_not_the_session_asked_for_is_unknown(string transcript, string session)
    {
        await using var desk = StripeDesk.Open().Plays(transcript);

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync(session: session));
    }

    [Fact]
    public async Task C17_a_look_up_that_hangs_is_unknown()
    {
        await using var desk = StripeDesk.Open(configure: options => options.TimeOut = TimeSpan.FromMilliseconds(300)).Plays("look-up-silent");

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
    }

    [Theory]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "\"cs_test_a1PSF1entTicketsCantine\"")]
    [InlineData(200, """{"id":"cs_test_a1PSF1entTicketsCantine","object":"checkout.session","payment_status":"paid","created":99999999999999999}""")]
    [InlineData(200, """{"id":"cs_test_a1PSF1entTicketsCantine","object":"checkout.session","payment_status":"paid","amount_total":2500}""")]
    [InlineData(200, """{"id":"cs_test_a1PSF1entTicketsCantine","object":"checkout.session","payment_status":"paid","payment_intent":[2500]}""")]
    [InlineData(400, "[]")]
    [InlineData(400, """{"error":null}""")]
    [InlineData(400, """{"error":{"code":{"moved":true}}}""")]
    public async Task C19_an_answer_no_version_of_Stripe_gives_is_unknown_and_quoted_nowhere(int status, string body)
    {
        await using var desk = StripeDesk.Open();
        desk.Server.AddsText(new JsonObject
        {
            ["request"] = new JsonObject { ["method"] = "GET" },
            ["response"] = new JsonObject { ["status"] = status, ["body"] = body },
        }.ToJsonString());

        Assert.DoesNotContain(StripeDesk.Session, Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Fact]
    public async Task C37_an_answer_over_a_megabyte_is_turned_away_at_once()
    {
        await using var desk = StripeDesk.Open();
        var transcript = Path.GetTempFileName();
        await File.WriteAllTextAsync(transcript, $$"""
            {"request":{"method":"GET","urlPath":"/v1/checkout/sessions/{{StripeDesk.Session}}"},"response":{"status":200,"body":"{{new string('a', 10_000_000)}}" } }
            """);
        desk.Server.Plays(transcript);
        var watch = Stopwatch.StartNew();

        Assert.Contains("over", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
        File.Delete(transcript);
    }
}
