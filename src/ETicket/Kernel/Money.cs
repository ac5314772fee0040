using System.Globalization;
using System.Text.RegularExpressions;

namespace ETicket.Kernel;

/// <summary>
/// « Montant » — whole cents of euro, and nothing else: no fraction of a cent, no other currency, no rounding in passing.
/// Arithmetic is checked: an overflow is a bug that stops, never a wrong total.
/// </summary>
public readonly partial record struct Money(long Cents) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

    /// <summary>The only door from a decimal: a tariff voted in euros. Refuses more than two decimals with <see cref="ArgumentException"/>.</summary>
    public static Money FromEuros(decimal euros)
    {
        var cents = euros * 100;
        if (cents != decimal.Truncate(cents))
            throw new ArgumentException("An amount has at most two decimals.", nameof(euros));
        return new Money(decimal.ToInt64(cents));
    }

    /// <summary>
    /// Reads an amount as French people type it (« 12 », « 12,5 », « 1 234,56 € ») into whole cents.
    /// Refuses everything else — two commas, three decimals, exponents, signs — by returning false: no guess is ever made about money.
    /// </summary>
    public static bool TryParseFrench(string? text, out Money amount)
    {
        amount = Zero;
        if (text is null)
            return false;
        var match = French().Match(text.Trim());
        if (!match.Success)
            return false;
        var euros = string.Concat(match.Groups["euros"].Value.Where(char.IsAsciiDigit));
        var cents = match.Groups["cents"].Value.PadRight(2, '0');
        if (!long.TryParse(euros + cents, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        amount = new Money(value);
        return true;
    }

    public static Money operator +(Money a, Money b) => new(checked(a.Cents + b.Cents));
    public static Money operator -(Money a, Money b) => new(checked(a.Cents - b.Cents));
    public static Money operator -(Money a) => new(checked(-a.Cents));
    public static Money operator *(Money unit, int quantity) => new(checked(unit.Cents * quantity));
    public static bool operator <(Money a, Money b) => a.Cents < b.Cents;
    public static bool operator >(Money a, Money b) => a.Cents > b.Cents;
    public static bool operator <=(Money a, Money b) => a.Cents <= b.Cents;
    public static bool operator >=(Money a, Money b) => a.Cents >= b.Cents;

    public int CompareTo(Money other) => Cents.CompareTo(other.Cents);

    /// <summary>« 1 234,50 € », with the spaces French typography wants (they do not break).</summary>
    public override string ToString() => Kernel.French.Euros(this);

    [GeneratedRegex(@"^(?<euros>[0-9]{1,3}(?:[ \u00A0\u202F][0-9]{3})+|[0-9]{1,13})(?:[,.](?<cents>[0-9]{1,2}))?[ \u00A0\u202F]?€?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex French();
}

/// <summary>Sums of money.</summary>
public static class MoneySums
{
    public static Money Sum<T>(this IEnumerable<T> source, Func<T, Money> amount) =>
        source.Aggregate(Money.Zero, (total, item) => total + amount(item));
}
