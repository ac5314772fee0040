using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Waiting;

/// <summary>« Places » as a family sees them: how many are taken, whoever took them, and who waits.</summary>
internal sealed class DayPlaces
{
    private readonly Dictionary<ActivityId, int> _limited;
    private readonly Dictionary<(ActivityId, DateOnly), int> _taken;
    private readonly ILookup<(ActivityId, DateOnly), WaitingPlace> _queues;

    private DayPlaces(Dictionary<ActivityId, int> limited, Dictionary<(ActivityId, DateOnly), int> taken, IEnumerable<WaitingPlace> waiting)
    {
        (_limited, _taken) = (limited, taken);
        _queues = waiting.OrderBy(q => q.AskedAt).ThenBy(q => q.ChildId.Value).ToLookup(q => (q.ActivityId, q.Day));
    }

    /// <summary>Of those activities, between two days; asks nothing where none of them limits its places.</summary>
    public static async Task<DayPlaces> BetweenAsync(Work work, IEnumerable<Activity> activities, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var limited = activities.Where(a => a.Capacity is not null).DistinctBy(a => a.Id).ToDictionary(a => a.Id, a => a.Capacity!.Value);
        if (limited.Count == 0)
            return new DayPlaces(limited, [], []);
        var ids = limited.Keys.ToList();
        var taken = await work.Read<Booking>()
            .Where(b => ids.Contains(b.ActivityId) && b.Day >= from && b.Day <= to && (b.State == BookingState.Held || b.State == BookingState.Consumed))
            .GroupBy(b => new { b.ActivityId, b.Day }).Select(g => new { g.Key.ActivityId, g.Key.Day, Places = g.Count() }).ToListAsync(stop);
        var waiting = await work.Read<WaitingPlace>().Where(q => ids.Contains(q.ActivityId) && q.Day >= from && q.Day <= to && q.State == WaitingState.Waiting).ToListAsync(stop);
        return new DayPlaces(limited, taken.ToDictionary(t => (t.ActivityId, t.Day), t => t.Places), waiting);
    }

    /// <summary>What a day that is not ticked is to this child, as a click on it would be judged, and its rank where it waits.</summary>
    public (CellState State, int? Rank) Of(ChildId child, ActivityId activity, DateOnly day)
    {
        if (!_limited.TryGetValue(activity, out var capacity))
            return (CellState.Free, null);
        var queue = _queues[(activity, day)].ToList();
        if (capacity - _taken.GetValueOrDefault((activity, day)) - queue.Count(q => q.ChildId != child && q.PassedAt is null) > 0)
            return (CellState.Free, null);
        var rank = queue.FindIndex(q => q.ChildId == child);
        return rank < 0 ? (CellState.Full, null) : (CellState.Waiting, rank + 1);
    }
}
