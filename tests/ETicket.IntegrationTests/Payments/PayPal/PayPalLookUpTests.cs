using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>The truth of an order: only what is captured is money.</summary>
public sealed class PayPalLookUpTests
{
    [Theory]
    [InlineData("captured", 2)]
    [InlineData("approved-then-captured", 2)]
    [InlineData("captured-by-a-twin", 4)]
    [InlineData("capture-answered-in-short", 4)]
    public async Task What_is_captured_is_credited_with_what_PayPal_said(string transcript, int questions)
    {
        await using var desk = PayPalDesk.Open().Serves(transcript);

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.Equal((new Money(1250), "EUR", PaymentMeans.PayPal, false), (credited.Amount, credited.Currency, credited.ProviderMeans, credited.Promised));
        Assert.Equal((PayPalDesk.Reference, PayPalDesk.Capture, null, null), (credited.Reference, credited.Authorisation, credited.ClientNumber, credited.Mode));
        Assert.Equal(new DateTimeOffset(2026, 11, 5, 9, 4, 0, TimeSpan.Zero), credited.PaidAt);
        Assert.Empty(credited.Differences);
        Assert.Empty(credited.Back);
        Assert.Equal(questions, desk.Stub.Asked.Count());
    }

    [Fact]
    public async Task C6_an_order_nobody_approved_is_pending_and_is_never_captured()
    {
        await using var desk = PayPalDesk.Open().Serves("waiting");

        Assert.IsType<ProviderView.Pending>(await desk.LookUpAsync());
        Assert.Equal(["GET"], desk.Stub.Asked.Select(r => r.Method));
    }

    [Theory]
    [InlineData("12.51", 1251)]
    [InlineData("12.49", 1249)]
    [InlineData("1250.00", 125_000)]
    [InlineData("-12.50", -1250)]
    [InlineData("0.00", 0)]
    public async Task C9_another_amount_is_handed_over_as_it_is(string value, long cents)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"12.50\"", $"\"{value}\"").Serves("captured");

        Assert.Equal(cents, Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Amount.Cents);
    }

    [Theory]
    [InlineData("12,50")]
    [InlineData("12.505")]
    [InlineData("1e3")]
    [InlineData("12.50 ")]
    [InlineData("")]
    [InlineData("92233720368547758.08")]
    public async Task C9_an_amount_that_cannot_be_read_is_never_guessed(string value)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"12.50\"", $"\"{value}\"").Serves("captured");

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("USD", "USD")]
    [InlineData("eur", "EUR")]
    public async Task C10_the_currency_is_handed_over_in_capitals(string recorded, string currency)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"EUR\"", $"\"{recorded}\"").Serves("captured");

        Assert.Equal(currency, Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Currency);
    }

    [Theory]
    [InlineData("\"12.50\"", "\"12.51\"")]
    [InlineData("\"EUR\"", "\"USD\"")]
    [InlineData(PayPalDesk.Reference, "ET20261105CANTINE2")]
    public async Task C9_C10_an_order_approved_for_anything_else_is_not_captured(string recorded, string actual)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces(recorded, actual).Serves("approved-then-captured");

        var seen = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.Equal("captured", Assert.Single(seen.Differences).Field);
        Assert.Equal(["GET"], desk.Stub.Asked.Select(r => r.Method));
    }

    [Fact]
    public async Task C20_a_capture_under_review_is_pending_as_long_as_PayPal_reviews_it_then_credits()
    {
        await using var desk = PayPalDesk.Open(age: TimeSpan.FromDays(3)).Serves("pending-then-completed");

        Assert.IsType<ProviderView.Pending>(await desk.LookUpAsync());
        Assert.IsType<ProviderView.Pending>(await desk.LookUpAsync());
        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("gone", 5, typeof(ProviderView.Unknown))]
    [InlineData("gone", 6 * 60, typeof(ProviderView.Expired))]
    [InlineData("waiting", 6 * 60, typeof(ProviderView.Pending))]
    [InlineData("waiting", 6 * 60 + 1, typeof(ProviderView.Expired))]
    [InlineData("voided", 5, typeof(ProviderView.Expired))]
    [InlineData("pending-review", 10_000, typeof(ProviderView.Pending))]
    [InlineData("declined", 5, typeof(ProviderView.Refused))]
    [InlineData("out-of-order", 10_000, typeof(ProviderView.Unknown))]
    [InlineData("page-of-a-proxy", 10_000, typeof(ProviderView.Unknown))]
    [InlineData("cut", 10_000, typeof(ProviderView.Unknown))]
    public async Task C22_every_outcome_has_its_word(string transcript, int minutes, Type view)
    {
        await using var desk = PayPalDesk.Open(TimeSpan.FromMinutes(minutes)).Serves(transcript);

        Assert.IsType(view, await desk.LookUpAsync());
    }

    [Theory]
    [InlineData("gone", 6 * 60, false)]
    [InlineData("gone", 7 * 24 * 60, true)]
    [InlineData("waiting", 7 * 24 * 60 + 1, true)]
    [InlineData("voided", 5, true)]
    [InlineData("declined", 5, false)]
    [InlineData("declined", 7 * 24 * 60 + 1, true)]
    [InlineData("pending-review", 100_000, false)]
    public async Task A_no_is_PayPal_s_last_word_a_week_later_and_a_voided_order_at_once(string transcript, int minutes, bool final)
    {
        await using var desk = PayPalDesk.Open(TimeSpan.FromMinutes(minutes)).Serves(transcript);

        Assert.Equal(final, (await desk.LookUpAsync()).Final);
    }

    [Fact]
    public async Task A_basket_that_waited_before_it_was_opened_leaves_its_payer_all_the_time()
    {
        await using var desk = PayPalDesk.Open().Serves("waiting");

        Assert.IsType<ProviderView.Pending>(await desk.LookUpAsync(PayPalDesk.Payment() with { CreatedAt = PayPalDesk.Created.AddHours(-12) }));
    }

    [Fact]
    public async Task C21_C26_an_order_held_to_be_over_that_turns_out_paid_is_credited()
    {
        await using var desk = PayPalDesk.Open(TimeSpan.FromDays(1)).Serves("gone-then-captured");

        Assert.IsType<ProviderView.Expired>(await desk.LookUpAsync());
        // Told by PayPal's second thoughts.
        desk.Stub.Serves("captured");
        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());
    }

    [Fact]
    public async Task C23_a_payer_whose_bank_says_no_is_refused_and_may_still_pay_another_way()
    {
        await using var desk = PayPalDesk.Open().Serves("instrument-declined");

        Assert.Contains("INSTRUMENT_DECLINED", Assert.IsType<ProviderView.Refused>(await desk.LookUpAsync()).Proof);
        desk.Serves("approved-then-captured");
        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());
    }

    [Fact]
    public async Task C27_of_a_partial_capture_only_what_is_captured_is_told()
    {
        await using var desk = PayPalDesk.Open().Serves("partial-capture");

        Assert.Equal(1000, Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Amount.Cents);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>")]
    [InlineData("{\"id\":\"5O190127TN364715T\",\"id\":\"5O190127TN364715T\",\"status\":\"COMPLETED\"}")]
    [InlineData("{\"id\":\"8AB\",\"status\":\"COMPLETED\"}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task C19_an_answer_that_is_not_this_orders_is_unknown(string body)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Says("/v2/checkout/orders/" + PayPalDesk.Order, body);

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
    }

    [Fact]
    public async Task C19_of_two_amounts_none_is_chosen()
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"value\": \"12.50\"", "\"value\": \"0.01\", \"value\": \"12.50\"").Serves("captured");

        Assert.Contains("not the JSON", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Fact]
    public async Task C37_an_answer_that_does_not_end_is_cut_at_a_megabyte()
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Says("/v2/checkout/orders/" + PayPalDesk.Order, "{\"id\":\"" + new string('A', 10_000_000) + "\"}");

        Assert.Contains("unreachable", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Fact]
    public async Task C43_a_field_added_by_a_newer_version_changes_nothing_and_an_unknown_state_is_unknown()
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"final_capture\"", "\"new_in_v3\": {\"a\": [1]}, \"final_capture\"").Serves("captured");
        Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        desk.Stub.Replaces("\"COMPLETED\"", "\"SETTLED\"").Serves("captured");
        Assert.Contains("SETTLED", Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync()).Why);
    }

    [Fact]
    public async Task The_proof_holds_sums_and_fees_and_nobodys_name()
    {
        await using var desk = PayPalDesk.Open().Serves("captured");

        var proof = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Proof;

        var capture = Assert.Single(JsonDocument.Parse(proof).RootElement.GetProperty("captures").EnumerateArray());
        Assert.Equal(("12.50", "0.79", "11.71"), (capture.GetProperty("amount").GetString(), capture.GetProperty("fee").GetString(), capture.GetProperty("net").GetString()));
        Assert.All(["zoe@example.test", "Zoé", "Martin", "8MC585229K746"], name => Assert.DoesNotContain(name, proof));
    }
}
