using ETicket.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.UnitTests.Kernel;

public sealed class MoneyTests
{
    private static readonly Arbitrary<long> Amounts = Gen.OneOf(
        Gen.Choose(-100_000_000, 100_000_000).Select(cents => (long)cents),
        Gen.Choose(0, int.MaxValue).Select(cents => cents * 1_000_003L)).ToArbitrary();

    [Theory]
    [InlineData(0, "0,00\u00A0€")]
    [InlineData(5, "0,05\u00A0€")]
    [InlineData(123450, "1\u202F234,50\u00A0€")]
    [InlineData(-320, "−3,20\u00A0€")]
    [InlineData(100_000_000, "1\u202F000\u202F000,00\u00A0€")]
    public void An_amount_is_written_with_spaces_that_do_not_break(long cents, string text)
    {
        Assert.Equal(text, new Money(cents).ToString());
    }

    [Fact]
    public void The_largest_and_smallest_amounts_are_written_whole()
    {
        Assert.Equal("92 233 720 368 547 758,07 €", Spaced(new Money(long.MaxValue)));
        Assert.Equal("−92 233 720 368 547 758,08 €", Spaced(new Money(long.MinValue)));
    }

    [Fact]
    public void Addition_is_associative_and_commutative_and_undone_by_subtraction()
    {
        Prop.ForAll(Amounts, Amounts, Amounts, (x, y, z) =>
        {
            Money a = new(x), b = new(y), c = new(z);
            return a + b + c == a + (b + c) && a + b == b + a && a + b - b == a && a - b == a + -b;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Multiplying_is_adding_as_many_times()
    {
        Prop.ForAll(Amounts, Gen.Choose(0, 60).ToArbitrary(), (cents, times) =>
            Enumerable.Repeat(new Money(cents), times).Sum(unit => unit) == new Money(cents) * times).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_overflow_stops_instead_of_giving_a_wrong_total()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue / 2) * 3);
        Assert.Throws<OverflowException>(() => new[] { long.MaxValue, 1 }.Sum(cents => new Money(cents)));
    }

    private static string Spaced(Money amount) => amount.ToString().Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
