using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Waiting;

/// <summary>« Jours complets » — the days on which every place of an activity is taken, whoever took them.</summary>
internal static class FullDays
{
    /// <summary>Of those activities, between two days; asks nothing where none of them limits its places.</summary>
    public static async Task<IReadOnlySet<(ActivityId Activity, DateOnly Day)>> BetweenAsync(Work work, IEnumerable<Activity> activities, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var limited = activities.Where(a => a.Capacity is not null).DistinctBy(a => a.Id).ToDictionary(a => a.Id, a => a.Capacity!.Value);
        if (limited.Count == 0)
            return new HashSet<(ActivityId, DateOnly)>();
        var ids = limited.Keys.ToList();
        var taken = await work.Read<Booking>()
            .Where(b => ids.Contains(b.ActivityId) && b.Day >= from && b.Day <= to && (b.State == BookingState.Held || b.State == BookingState.Consumed))
            .GroupBy(b => new { b.ActivityId, b.Day }).Select(g => new { g.Key.ActivityId, g.Key.Day, Places = g.Count() }).ToListAsync(stop);
        return taken.Where(t => t.Places >= limited[t.ActivityId]).Select(t => (t.ActivityId, t.Day)).ToHashSet();
    }
}
