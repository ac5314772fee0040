using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Usual;

/// <summary>A service of a child, the weekdays it opens on, and what is kept of its usual days.</summary>
public sealed record UsualPlace(Child Child, Activity Activity, IReadOnlyList<int> Weekdays, ModelWeek? Model);

/// <summary>« Semaines types du dossier » — the services each child is enrolled in, today or later, with what is kept for them.</summary>
public sealed record UsualShelf(DateOnly Today, IReadOnlyList<Child> Children, IReadOnlyList<UsualPlace> Places)
{
    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    public bool HasModels => Places.Any(p => p.Model is not null);

    /// <summary>« Lire les semaines types ». Reads, writes nothing.</summary>
    public static async Task<UsualShelf> OfAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family && f.LeftAt == null orderby c.FirstName select c).ToListAsync(stop);
        var enrolled = await (from e in work.Read<Enrolment>()
                              join f in work.Read<FamilyChild>() on e.ChildId equals f.ChildId
                              join a in work.Read<Activity>() on e.ActivityId equals a.Id
                              where f.FamilyId == family && f.LeftAt == null && (e.EndsOn == null || e.EndsOn >= today)
                              orderby a.Position, a.Name
                              select new { e.ChildId, a }).ToListAsync(stop);
        var activities = enrolled.Select(e => e.a.Id).Distinct().ToList();
        // No open day is known for an activity whose year is not declared yet: it may be any.
        var served = (await work.Read<OpenDay>().Where(d => activities.Contains(d.ActivityId) && d.Day >= today && d.ClosedFor == null).Select(d => new { d.ActivityId, d.Day.DayOfWeek }).Distinct().ToListAsync(stop))
            .ToLookup(d => d.ActivityId, d => d.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)d.DayOfWeek);
        var models = (await work.Read<ModelWeek>().Where(m => m.FamilyId == family).ToListAsync(stop)).ToDictionary(m => (m.ChildId, m.ActivityId));
        return new UsualShelf(today, children,
        [
            .. from child in children
               from place in enrolled.Where(e => e.ChildId == child.Id).DistinctBy(e => e.a.Id)
               let model = models.GetValueOrDefault((child.Id, place.a.Id))
               let days = served[place.a.Id].Concat(model is null ? [] : model.Odd.Concat(model.Even)).Distinct().Order().ToList()
               select new UsualPlace(child, place.a, days.Count == 0 ? EveryDay : days, model),
        ]);
    }
}
