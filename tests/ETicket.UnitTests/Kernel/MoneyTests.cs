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
    [InlineData("12", 1200)]
    [InlineData("12,5", 1250)]
    [InlineData("12.50", 1250)]
    [InlineData(" 12,05 € ", 1205)]
    [InlineData("1 234,56 €", 123456)]
    [InlineData("1\u202F234,56\u00A0€", 123456)]
    [InlineData("0,01", 1)]
    [InlineData("0", 0)]
    public void An_amount_is_read_as_French_people_type_it(string text, long cents)
    {
        Assert.True(Money.TryParseFrench(text, out var amount));
        Assert.Equal(new Money(cents), amount);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("€")]
    [InlineData(",50")]
    [InlineData("12,")]
    [InlineData("12,345")]
    [InlineData("1,2,3")]
    [InlineData("1.234,56")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("−5,00 €")]
    [InlineData("1e3")]
    [InlineData("1 23")]
    [InlineData("12 €€")]
    [InlineData("12 345 6")]
    [InlineData("99999999999999")]
    [InlineData("999 999 999 999 999 999")]
    public void Nothing_is_guessed_about_an_amount(string? text)
    {
        Assert.False(Money.TryParseFrench(text, out var amount));
        Assert.Equal(Money.Zero, amount);
    }

    [Theory]
    [InlineData("١٢")]
    [InlineData("١ ٢٣٤")]
    [InlineData("12,٥")]
    [InlineData("１２")]
    public void Digits_of_other_scripts_are_refused_rather_than_read_as_zero(string text)
    {
        Assert.False(Money.TryParseFrench(text, out _));
    }

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
    public void What_is_written_is_read_back()
    {
        Prop.ForAll(Amounts, cents => Money.TryParseFrench(new Money(Math.Abs(cents)).ToString(), out var read) && read.Cents == Math.Abs(cents))
            .QuickCheckThrowOnFailure();
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
        Assert.Throws<OverflowException>(() => Money.FromEuros(100_000_000_000_000_000m));
    }

    [Fact]
    public void A_voted_tariff_has_whole_cents()
    {
        Assert.Equal(new Money(320), Money.FromEuros(3.20m));
        Assert.Equal(new Money(320), Money.FromEuros(3.2000m));
        Assert.Throws<ArgumentException>(() => Money.FromEuros(3.205m));
    }

    private static string Spaced(Money amount) => amount.ToString().Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
