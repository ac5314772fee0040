using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury.Reconciliation;

namespace ETicket.UnitTests.Treasury;

/// <summary>Our documents beside the provider's lines of the same payment: what meets, what is one fact under two amounts, what stands alone.</summary>
public sealed class MatchingTests
{
    private static readonly PaymentId Payment = PaymentId.New();
    private static readonly RegieId Regie = RegieId.New();
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>« here | there | what differs »: sums in cents, « w » a sum won back or released; a source after « @ ».</summary>
    [Theory]
    [InlineData("2500 | 2500", "")]
    [InlineData("2500 -500 -250 | 2500 -250 -500", "")]
    [InlineData("2500 | ", "HereOnly 2500 -")]
    [InlineData("2500 -500 | 2500", "HereOnly -500 -")]
    [InlineData("2500 -2500 | ", "HereOnly 2500 -, HereOnly -2500 -")]
    [InlineData("2500 | 2400", "Amount 2500 2400")]
    [InlineData("2500 -500 | 2500 -400", "Amount -500 -400")]
    [InlineData("2500 | 2500 2500", "Twice - 2500")]
    [InlineData("2500 -250@re_1 | 2500 -250@re_1 -250@re_1", "Twice - -250")]
    [InlineData("2500 -250 | 2500 -250@ch -250@ch", "ThereOnly - -250")]
    [InlineData("2500 | 2500 -500", "ThereOnly - -500")]
    [InlineData("2500 | 2500 -2441 2441", "")]
    [InlineData("2500 -2500 | 2500 -2441 2441 -2500", "")]
    [InlineData("2500 -2500 | 2500 -2441", "Amount -2500 -2441")]
    [InlineData("2500 -2500 2500 | 2500 -2500 2500", "")]
    [InlineData("2500 -2500 2500 | 2500", "")]
    public void Of_one_payment_the_sums_that_do_not_meet_are_told_as_what_they_are(string sides, string expected)
    {
        var (here, there) = (sides.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), sides.Split('|')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var unmet = Matching.Of(here.Select((text, i) => Fact(text, i)), there.Select((text, i) => Line(text, i, Payment)));

        Assert.Equal(expected, string.Join(", ", unmet.Select(u => $"{u.Kind} {u.Expected?.ToString() ?? "-"} {u.Found?.ToString() ?? "-"}")));
    }

    [Fact]
    public void Of_two_equal_sums_the_nearest_in_time_meet()
    {
        OurFact[] facts = [Fact("2500", 0), Fact("-250", 1), Fact("-250", 100)];

        var unmet = Assert.Single(Matching.Of(facts, [Line("2500", 0, Payment), Line("-250", 99, Payment)]));

        Assert.Equal((ProviderGapKind.HereOnly, "fact 1"), (unmet.Kind, unmet.Subject));
    }

    [Fact]
    public void Lines_that_lead_to_no_payment_stand_alone_unless_those_of_one_source_undo_each_other()
    {
        TheirLine[] lines = [Line("-250@re_1", 0, null), Line("250@re_1", 1, null), Line("1234@ch_1", 2, null), Line("-1234@re_2", 3, null)];

        Assert.Equal([1234, -1234], Matching.Of([], lines).Select(u => u.Found));
    }

    [Fact]
    public void The_same_figure_in_another_currency_is_another_sum()
    {
        var unmet = Assert.Single(Matching.Of([Fact("2500", 0)], [Line("2500", 0, Payment) with { Currency = "USD" }]));

        Assert.Equal((ProviderGapKind.Amount, "USD"), (unmet.Kind, unmet.Currency));
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, "charge", LineNature.Family)]
    [InlineData(PaymentProvider.Stripe, "adjustment", LineNature.Family)]
    [InlineData(PaymentProvider.Stripe, "a_kind_of_tomorrow", LineNature.Family)]
    [InlineData(PaymentProvider.Stripe, "stripe_fee", LineNature.Charge)]
    [InlineData(PaymentProvider.Stripe, "payout", LineNature.Bank)]
    [InlineData(PaymentProvider.Stripe, "reserve_hold", LineNature.Held)]
    [InlineData(PaymentProvider.PayPal, "T0006", LineNature.Family)]
    [InlineData(PaymentProvider.PayPal, "T1107", LineNature.Family)]
    [InlineData(PaymentProvider.PayPal, "T1110", LineNature.Family)]
    [InlineData(PaymentProvider.PayPal, "T1201", LineNature.Family)]
    [InlineData(PaymentProvider.PayPal, "T9999", LineNature.Family)]
    [InlineData(PaymentProvider.PayPal, "T", LineNature.Family)]
    [InlineData(PaymentProvider.PayPal, "T0106", LineNature.Charge)]
    [InlineData(PaymentProvider.PayPal, "T1108", LineNature.Charge)]
    [InlineData(PaymentProvider.PayPal, "T0400", LineNature.Bank)]
    [InlineData(PaymentProvider.PayPal, "T1101", LineNature.Bank)]
    [InlineData(PaymentProvider.PayPal, "T2101", LineNature.Held)]
    public void A_kind_of_line_is_what_its_provider_means_by_it_and_an_unknown_one_is_compared(PaymentProvider provider, string kind, LineNature nature) =>
        Assert.Equal(nature, LineNatures.Of(provider, kind));

    private static OurFact Fact(string text, int minute) => new(Payment, Regie, $"fact {minute}", minute == 0, long.Parse(text.Split('@')[0]), Noon.AddMinutes(minute));

    private static TheirLine Line(string text, int minute, PaymentId? payment)
    {
        var source = text.Contains('@') ? text.Split('@')[1] : "ch";
        return new(payment, Regie, $"line {minute}", "kind", source, source == "ch", long.Parse(text.Split('@')[0]), "EUR", Noon.AddMinutes(minute));
    }
}
