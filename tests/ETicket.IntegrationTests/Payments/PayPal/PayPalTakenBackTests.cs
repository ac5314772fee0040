using System.Globalization;
using System.Text.Json.Nodes;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>Money that leaves again: refunds, disputes, disputes won.</summary>
public sealed class PayPalTakenBackTests
{
    [Theory]
    [InlineData("refunded", "1JU08902781691411 1250 refund")]
    [InlineData("partially-refunded", "1JU08902781691411 250 refund, 0JF852973C016714D 500 refund")]
    [InlineData("refund-failed", "1JU08902781691411 250 refund won")]
    [InlineData("dispute-opened", "")]
    [InlineData("reversed", PayPalDesk.Dispute + " 1250 dispute")]
    [InlineData("dispute-lost", PayPalDesk.Dispute + " 1250 dispute")]
    [InlineData("dispute-won", PayPalDesk.Dispute + " 1250 dispute won")]
    [InlineData("dispute-lost-with-fee", PayPalDesk.Dispute + " 1250 dispute")]
    [InlineData("dispute-won-with-fee", PayPalDesk.Dispute + " 1250 dispute won")]
    [InlineData("dispute-covered-by-paypal", "")]
    [InlineData("dispute-taken-again", PayPalDesk.Dispute + " 1250 dispute won, " + PayPalDesk.Dispute + "#2 1250 dispute")]
    [InlineData("dispute-given-again", PayPalDesk.Dispute + " 1250 dispute won, " + PayPalDesk.Dispute + "#2 1250 dispute won")]
    [InlineData("dispute-lost-unshown", PayPalDesk.Dispute + " 1250 dispute")]
    [InlineData("dispute-won-then-refunded", PayPalDesk.Dispute + " 1250 dispute won, 6KH41907AB2210354 1250 refund")]
    [InlineData("refunded-by-hand-while-disputed", "1JU08902781691411 250 refund, " + PayPalDesk.Dispute + " 500 dispute won, 6KH41907AB2210354 500 refund")]
    [InlineData("disputes-forbidden", "")]
    public async Task C27_C28_C30_what_left_again_is_told_once_each_under_PayPals_own_number(string transcript, string back)
    {
        await using var desk = PayPalDesk.Open().Serves(transcript);

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.Equal(1250, credited.Amount.Cents);
        Assert.Equal(back, string.Join(", ", credited.Back.Select(b => $"{b.Key} {b.Amount.Cents} {(b.ByTheBank ? "dispute" : "refund")}{(b.WonBack ? " won" : "")}")));
    }

    [Theory]
    [InlineData("D1250 C500", " 1250 won, /750 750")]
    [InlineData("D1250 C500 C750", " 1250 won, /750 750 won")]
    [InlineData("D1250 C1250 D750", " 1250 won, #2 750")]
    [InlineData("D1250 C1250 D1250", " 1250 won, #2 1250")]
    [InlineData("D1250 C1250 D1250 C1250", " 1250 won, #2 1250 won")]
    [InlineData("D500 C500 D1250 C250", " 500 won, #2 1250 won, #2/1000 1000")]
    [InlineData("D1250 C500 D500", " 1250 won, /750 750, #2 500")]
    [InlineData("D500 D750", " 500, #2 750")]
    [InlineData("D1250 C1250", " 1250 won")]
    [InlineData("D1250 C1251", " 1250 won")]
    [InlineData("C500", "")]
    [InlineData("D1250 B1250 C1250", " 1250 won")]
    public async Task C30_a_dispute_won_in_part_is_the_whole_won_back_and_what_it_keeps_taken(string movements, string back)
    {
        await using var desk = PayPalDesk.Open();
        var moved = movements.Split(' ').Select((m, i) => Moved(
            m[0] == 'D' ? "DEBIT" : "CREDIT", (int.Parse(m[1..], CultureInfo.InvariantCulture) / 100m).ToString(CultureInfo.InvariantCulture), $"2026-11-{12 + i}", m[0] == 'B' ? "BUYER" : "SELLER"));
        // The latest first: their dates say the order.
        desk.Stub.ServesWith("dispute-won", "money_movements", new JsonArray([.. moved.Reverse()]));

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.Equal(back, string.Join(", ", credited.Back.Select(b => $"{b.Key.Replace(PayPalDesk.Dispute, "")} {b.Amount.Cents}{(b.WonBack ? " won" : "")}")));
    }

    /// <summary>Its number is in the list of refunds: what the captures say, then the days, tell whether that money left again or is the dispute's own.</summary>
    [Theory]
    [InlineData("dispute-lost", "COMPLETED", "2026-11-12", "2026-11-25", "1250 won is 09E71677NS257044M")]
    [InlineData("dispute-lost", "COMPLETED", "2026-11-12", "2026-11-13", "1250 won is 09E71677NS257044M")]
    [InlineData("dispute-lost", "REFUNDED", "2026-11-12", "2026-11-25", "1250 won, 1250")]
    [InlineData("dispute-lost", "PARTIALLY_REFUNDED", "2026-11-12", "2026-11-25", "1250 won, 1250")]
    [InlineData("refunded-by-hand-while-disputed", "PARTIALLY_REFUNDED", "2026-11-11", "2026-11-20", "250, 500 won is 6KH41907AB2210354")]
    [InlineData("refunded-by-hand-while-disputed", "PARTIALLY_REFUNDED", "2026-11-12", "2026-11-20", "250, 500 won, 500")]
    [InlineData("refunded-by-hand-while-disputed", "PARTIALLY_REFUNDED", "2026-11-10", "2026-11-10", "250, 500 won, 500")]
    public async Task C30_a_refund_listed_beside_a_dispute_that_was_won_is_that_dispute_only_where_nothing_says_its_money_left(string transcript, string captured, string taken, string won, string back)
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"status\": \"PARTIALLY_REFUNDED\"", $"\"status\": \"{captured}\"").Replaces("\"status\": \"REFUNDED\"", $"\"status\": \"{captured}\"");
        var value = transcript is "dispute-lost" ? "12.50" : "5.00";
        desk.Stub.ServesWith(transcript, "money_movements", new JsonArray(Moved("DEBIT", value, taken), Moved("CREDIT", value, won)));

        var credited = Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync());

        Assert.Equal(back, string.Join(", ", credited.Back.Select(b => $"{b.Amount.Cents}{(b.WonBack ? " won" : "")}{(b.Twin is { } twin ? " is " + twin : "")}")));
    }

    [Theory]
    [InlineData("refunded-by-nobody")]
    [InlineData("disputes-silent")]
    public async Task Money_that_left_nobody_knows_how_is_asked_again_rather_than_half_told(string transcript)
    {
        await using var desk = PayPalDesk.Open().Serves(transcript);

        Assert.IsType<ProviderView.Unknown>(await desk.LookUpAsync());
    }

    [Fact]
    public async Task A_refund_is_asked_of_the_capture_under_its_own_key_and_bears_our_reference()
    {
        await using var desk = PayPalDesk.Open().Serves("captured", "refund-made");

        var made = await RefundAsync(desk, 250);
        var again = await RefundAsync(desk, 250);

        Assert.Equal(new RefundView.Made("1JU08902781691411", new Money(250)), made);
        Assert.Equal(made, again);
        var asked = desk.Stub.Asked.Where(r => r.Method == "POST").ToArray();
        Assert.All(asked, r => Assert.Equal("R2026-000001", r.Headers["PayPal-Request-Id"]));
        Assert.Contains("\"value\":\"2.50\"", asked[0].Body);
        Assert.Contains($"\"custom_id\":\"{PayPalDesk.Reference}\"", asked[0].Body);
    }

    [Fact]
    public async Task A_refund_PayPal_has_made_is_found_by_its_key_when_the_key_itself_is_forgotten()
    {
        await using var desk = PayPalDesk.Open();
        desk.Stub.Replaces("\"id\": \"1JU08902781691411\"", "\"invoice_id\": \"R2026-000001\", \"id\": \"1JU08902781691411\"").Serves("partially-refunded");

        Assert.Equal(new RefundView.Made("1JU08902781691411", new Money(250)), await RefundAsync(desk, 250));
        Assert.Equal(["R2026-000001", null], Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Back.Select(b => b.Asked));
        Assert.DoesNotContain(desk.Stub.Asked, r => r.Path.EndsWith("/refund", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C30_a_dispute_listed_as_a_refund_too_hands_over_both_numbers()
    {
        await using var desk = PayPalDesk.Open().Serves("dispute-lost");

        Assert.Equal("09E71677NS257044M", Assert.Single(Assert.IsType<ProviderView.Credited>(await desk.LookUpAsync()).Back).Twin);
    }

    [Theory]
    [InlineData("refund-waiting", 250, typeof(RefundView.Made))]
    [InlineData("refund-too-much", 1250, typeof(RefundView.Refused))]
    [InlineData("refund-made", 1251, typeof(RefundView.Refused))]
    [InlineData("refund-made", 0, typeof(RefundView.Refused))]
    [InlineData("out-of-order", 250, typeof(RefundView.Unknown))]
    [InlineData("waiting", 250, typeof(RefundView.Refused))]
    public async Task C28_a_refund_is_made_refused_or_unknown_and_never_more_than_was_paid(string transcript, long cents, Type view)
    {
        await using var desk = PayPalDesk.Open().Serves("captured", transcript);

        Assert.IsType(view, await RefundAsync(desk, cents));
    }

    private static JsonObject Moved(string type, string value, string day, string party = "SELLER") => new()
    {
        ["affected_party"] = party,
        ["type"] = type,
        ["reason"] = "DISPUTE_SETTLEMENT",
        ["amount"] = new JsonObject { ["currency_code"] = "EUR", ["value"] = value },
        ["initiated_time"] = $"{day}T00:00:00Z",
    };

    private static Task<RefundView> RefundAsync(PayPalDesk desk, long cents) =>
        desk.Refunds.RefundAsync(PayPalDesk.Payment(), PayPalDesk.Order, new Money(cents), "R2026-000001", TestContext.Current.CancellationToken);
}
