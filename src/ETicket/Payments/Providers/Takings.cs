using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Payments.Providers;

/// <summary>
/// « Reprises d'une contestation » — one dispute may take the money, lose it, and take it again: each taking bears a number of its own (<see cref="KeyOf"/>) and is mirrored, or won
/// back, by itself, whenever and in whatever order we are told.
/// </summary>
internal static class Takings
{
    private const char Mark = '#';

    /// <summary>« dp_1 », then « dp_1#2 »: the first bears the provider's own number alone.</summary>
    public static string KeyOf(string dispute, int taking) => taking == 1 ? dispute : string.Create(CultureInfo.InvariantCulture, $"{dispute}{Mark}{taking}");

    /// <summary>The number of the taking after this one.</summary>
    public static string After(string key) =>
        key.Split(Mark) is [var dispute, var taking] ? KeyOf(dispute, int.Parse(taking, CultureInfo.InvariantCulture) + 1) : KeyOf(key, 2);

    public static bool IsFirst(string key) => !key.Contains(Mark);

    /// <summary>
    /// What its movements took of us, the earliest first; given amounts are negative. What is given again is of the earliest that stands. One given again in part is the whole won back, and the
    /// rest taken under a number that says how much. What is given beyond all that was taken counts for the next.
    /// </summary>
    public static IReadOnlyList<Taking> Of(string dispute, IEnumerable<(Money Amount, DateTimeOffset? At)> moved)
    {
        var (all, beyond, count) = (new List<Taking>(), Money.Zero, 0);
        // Of the same instant, or of none, what was taken comes before what was given again.
        foreach (var (amount, at) in moved.OrderBy(m => m.At ?? DateTimeOffset.MinValue).ThenBy(m => m.Amount < Money.Zero))
        {
            var left = amount - beyond;
            beyond = Money.Zero;
            if (left > Money.Zero)
            {
                var key = KeyOf(dispute, ++count);
                all.Add(new Taking(key, key, count, left, at));
                continue;
            }
            while (left < Money.Zero && all.Find(t => t.Stands) is { } earliest)
            {
                earliest.Stands = false;
                earliest.Until = at;
                left += earliest.Amount;
                if (left > Money.Zero)
                    all.Insert(all.IndexOf(earliest) + 1, earliest.Rest(left));
            }
            beyond = left < Money.Zero ? -left : Money.Zero;
        }
        return all;
    }
}

/// <summary>« Reprise » — what one taking took, or what is left of it after some was given again.</summary>
/// <param name="Whole">The number of the taking it is, or is left of; <paramref name="Rank"/> is which of its dispute.</param>
/// <param name="From">When it was taken.</param>
internal sealed record Taking(string Key, string Whole, int Rank, Money Amount, DateTimeOffset? From)
{
    public bool Stands { get; set; } = true;

    /// <summary>When it was given again, in whole or in part.</summary>
    public DateTimeOffset? Until { get; set; }

    public Taking Rest(Money left) => new(string.Create(CultureInfo.InvariantCulture, $"{Whole}/{left.Cents}"), Whole, Rank, left, From);
}
