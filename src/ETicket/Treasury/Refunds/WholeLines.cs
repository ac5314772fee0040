using ETicket.Kernel;
using ETicket.Wallets;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Ce qu'une somme désigne » — the whole tickets and invoices an amount is, told from the amount alone. The rule does not depend on what was taken back before, so that refunds
/// and disputes of one payment end in the same books in whatever order they are told: an amount is all that is left of the payment, or the one set that makes it to the cent
/// among the lines as they were sold, and then only if that set is still sold. When several sets make it, or none, or when the one that does is gone, a person says.
/// </summary>
internal static class WholeLines
{
    /// <summary>Null when the amount alone does not tell.</summary>
    public static IReadOnlyList<(SoldLine Line, int Quantity)>? Of(IReadOnlyList<SoldLine> lines, Money amount)
    {
        var left = lines.Where(l => l.StillSold > 0).Select(l => (Line: l, Quantity: l.StillSold)).ToList();
        return left.Count > 0 && left.Sum(t => t.Line.UnitPrice * t.Quantity) == amount ? left : AsSold(lines, amount);
    }

    private static List<(SoldLine Line, int Quantity)>? AsSold(IReadOnlyList<SoldLine> lines, Money amount)
    {
        // Tickets of one type at one price are the same, whichever line sold them.
        var alike = lines.GroupBy(l => (l.TicketTypeId, l.InvoiceId, l.UnitPrice)).Select(g => g.ToList()).ToList();
        var counted = new Dictionary<(int, long), int>();
        if (Ways(0, amount.Cents) != 1)
            return null;
        var taken = new List<(SoldLine Line, int Quantity)>();
        var left = amount.Cents;
        for (var index = 0; index < alike.Count; index++)
        {
            var quantity = Quantities(index, left).First(q => Ways(index + 1, left - q * Price(index)) == 1);
            left -= quantity * Price(index);
            if (quantity > alike[index].Sum(l => l.StillSold))
                return null;
            foreach (var line in alike[index])
            {
                var some = (int)Math.Min(quantity, line.StillSold);
                quantity -= some;
                if (some > 0)
                    taken.Add((line, some));
            }
        }
        return taken;

        long Price(int index) => alike[index][0].UnitPrice.Cents;

        IEnumerable<long> Quantities(int index, long cents)
        {
            for (var quantity = Math.Min(alike[index].Sum(l => l.Sold), cents / Price(index)); quantity >= 0; quantity--)
                yield return quantity;
        }

        // None, one, or 2 for several.
        int Ways(int index, long cents)
        {
            if (index == alike.Count)
                return cents == 0 ? 1 : 0;
            if (!counted.TryGetValue((index, cents), out var ways))
                counted[(index, cents)] = ways = Quantities(index, cents).Aggregate(0, (found, q) => found > 1 ? found : Math.Min(2, found + Ways(index + 1, cents - q * Price(index))));
            return ways;
        }
    }
}
