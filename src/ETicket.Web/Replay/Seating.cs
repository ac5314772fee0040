using ETicket.Web.Replay.Files;

namespace ETicket.Web.Replay;

/// <summary>A child (1, 2, …) of a family who uses a ticket type from a day on.</summary>
internal sealed record Seat(string Family, int Child, string Service, string Type, DateOnly StartsOn, DateOnly? EndsOn);

/// <summary>A day of a child on a service.</summary>
internal sealed record Tick(string Family, int Child, string Service, DateOnly Day);

/// <summary>
/// « Qui mange » — the files count tickets, the planning books children: each ticket of a day goes to one child of the family, the one who had that type last where
/// possible. A child uses one type of a service a day, so several types are several children; families get as many children as their fullest day asks.
/// </summary>
internal sealed class Seating
{
    private readonly List<Seat> _seats = [];
    private readonly List<Tick> _ticks = [];
    private readonly Dictionary<string, int> _children = new(StringComparer.Ordinal);

    private Seating() { }

    public IReadOnlyList<Seat> Seats => _seats;
    public IReadOnlyList<Tick> Ticks => _ticks;

    public int ChildrenOf(MonthFamily family) => Math.Max(family.Children, _children.GetValueOrDefault(family.Number));

    public static Seating Of(Month month)
    {
        var seating = new Seating();
        foreach (var group in month.Consumptions.GroupBy(c => (c.Family, month.Types[c.Type].Service)))
            seating.Seat(group.Key.Family, group.Key.Service, month.FirstDay, [.. group.OrderBy(c => c.Day)]);
        return seating;
    }

    private void Seat(string family, string service, DateOnly firstDay, List<Consumption> consumptions)
    {
        var latest = new Dictionary<int, Seat>();
        foreach (var day in consumptions.GroupBy(c => c.Day))
        {
            var free = new SortedSet<int>(Enumerable.Range(1, day.Sum(c => c.Quantity)).Concat(latest.Keys));
            var taken = new List<(int Child, string Type)>();
            // Those who keep their type first, so that nobody takes their seat.
            foreach (var used in day)
                taken.AddRange(free.Where(child => latest.GetValueOrDefault(child)?.Type == used.Type).Take(used.Quantity).ToList().Select(child => (child, used.Type)));
            free.ExceptWith(taken.Select(t => t.Child));
            foreach (var used in day)
            {
                var missing = used.Quantity - taken.Count(t => t.Type == used.Type);
                var seated = free.Take(missing).ToList();
                free.ExceptWith(seated);
                taken.AddRange(seated.Select(child => (child, used.Type)));
            }
            foreach (var (child, type) in taken)
                SitDown(latest, new Seat(family, child, service, type, latest.ContainsKey(child) ? day.Key : firstDay, null));
            _ticks.AddRange(taken.Select(t => new Tick(family, t.Child, service, day.Key)));
        }
        _seats.AddRange(latest.Values);
        _children[family] = Math.Max(_children.GetValueOrDefault(family), latest.Keys.Max());
    }

    private void SitDown(Dictionary<int, Seat> latest, Seat seat)
    {
        if (latest.TryGetValue(seat.Child, out var before))
        {
            if (before.Type == seat.Type)
                return;
            _seats.Add(before with { EndsOn = seat.StartsOn.AddDays(-1) });
        }
        latest[seat.Child] = seat;
    }
}
