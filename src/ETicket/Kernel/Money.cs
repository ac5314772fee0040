namespace ETicket.Kernel;

/// <summary>
/// « Montant » — whole cents of euro, and nothing else: no fraction of a cent, no other currency, no rounding in passing.
/// Arithmetic is checked: an overflow is a bug that stops, never a wrong total.
/// </summary>
public readonly record struct Money(long Cents) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

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
    public override string ToString() => French.Euros(this);
}

/// <summary>Sums of money.</summary>
public static class MoneySums
{
    public static Money Sum<T>(this IEnumerable<T> source, Func<T, Money> amount) =>
        source.Aggregate(Money.Zero, (total, item) => total + amount(item));
}
