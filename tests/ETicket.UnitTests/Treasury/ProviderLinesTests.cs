using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury.Reconciliation;

namespace ETicket.UnitTests.Treasury;

/// <summary>What cannot be the list of a day is refused whole, before anything is written.</summary>
public sealed class ProviderLinesTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly ProviderMovement Right = new("txn_1", "charge", ParisTime.At(Day, new(12, 0)), ParisTime.At(Day, new(12, 0)), new(2500), new(63), new(2437), "EUR", "ch_1");

    [Fact]
    public void C40_a_list_of_the_day_is_taken_from_its_first_second_to_its_last()
    {
        ProviderLines.Check(Day, [Right, Right with { Key = "txn_2", At = ParisTime.StartOf(Day) }, Right with { Key = "txn_3", At = ParisTime.StartOf(Day.AddDays(1)).AddSeconds(-1) }]);
        // A hold and its release bear one number.
        ProviderLines.Check(Day, [Right, Right with { Kind = "refund" }]);
    }

    [Fact]
    public void C40_a_line_of_another_day_one_that_does_not_add_up_and_one_told_twice_make_no_list()
    {
        Assert.Equal("txn_1 is of another day", WhyNot(Right with { At = ParisTime.StartOf(Day).AddSeconds(-1) }));
        Assert.Equal("txn_1 is of another day", WhyNot(Right with { At = ParisTime.StartOf(Day.AddDays(1)) }));
        Assert.Equal("txn_1 does not add up", WhyNot(Right with { Net = new Money(2500) }));
        Assert.Equal("txn_1 comes twice", WhyNot(Right, Right with { Gross = new Money(2600), Net = new Money(2537) }));
    }

    private static string WhyNot(params ProviderMovement[] told) => Assert.Throws<ProviderUnreachable>(() => ProviderLines.Check(Day, told)).Message;
}
