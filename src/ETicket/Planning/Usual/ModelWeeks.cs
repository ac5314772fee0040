using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Standing;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Usual;

/// <summary>The usual days of a service: weekdays of odd weeks and of even ones (Monday = 1 … Sunday = 7), both empty to keep none.</summary>
public sealed record UsualDays(ActivityId Activity, IReadOnlyList<int> Odd, IReadOnlyList<int> Even);

/// <summary>« Semaines types » — kept by child and service. Nothing is ticked and no ticket is held here.</summary>
public sealed class ModelWeeks(Database database)
{
    /// <summary>
    /// « Enregistrer la semaine type » of a child: for each service named, its days replace those that were kept, and a service without any day is kept no more. Asked again, nothing changes.
    /// Refuses a child of another file, or a service it is not enrolled in, with <see cref="ChildNotEnrolled"/>; a service named twice, a day that is none, or more of them than a week
    /// has, with <see cref="UnreadableWish"/>.
    /// </summary>
    public async Task SaveAsync(StructureId structure, FamilyId family, ChildId child, string actor, IReadOnlyList<UsualDays> services, CancellationToken stop)
    {
        if (services.Count == 0 || services.DistinctBy(s => s.Activity).Count() < services.Count || services.Any(s => !AreWeekdays(s.Odd) || !AreWeekdays(s.Even)))
            throw new UnreadableWish();
        await using var work = await database.BeginAsync(structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var enrolled = await (from e in work.Read<Enrolment>()
                              join f in work.Read<FamilyChild>() on e.ChildId equals f.ChildId
                              where f.FamilyId == family && f.LeftAt == null && e.ChildId == child && (e.EndsOn == null || e.EndsOn >= today)
                              select e.ActivityId).ToListAsync(stop);
        if (services.Any(s => !enrolled.Contains(s.Activity)))
            throw new ChildNotEnrolled();

        var days = (from service in services
                    from day in service.Odd.Select(d => (Odd: true, Weekday: d)).Concat(service.Even.Select(d => (Odd: false, Weekday: d)))
                    select (service.Activity, day.Odd, day.Weekday)).ToList();
        await using var command = work.Command(
            """
            with said as (
              select x.activity_id, coalesce(array_agg(x.weekday order by x.weekday) filter (where x.odd), '{}') as odd, coalesce(array_agg(x.weekday order by x.weekday) filter (where not x.odd), '{}') as even
              from unnest($6, $7, $8) as x(activity_id, odd, weekday) group by 1),
            forgotten as (
              delete from model_week m where m.structure_id = $1 and m.family_id = $2 and m.child_id = $3 and m.activity_id = any($5) and m.activity_id <> all($6))
            insert into model_week (structure_id, family_id, child_id, activity_id, odd, even, saved_at, saved_by)
            select $1, $2, $3, s.activity_id, s.odd, s.even, eticket_now(), $4 from said s order by s.activity_id
            on conflict (structure_id, family_id, child_id, activity_id) do update
              set odd = excluded.odd, even = excluded.even, saved_at = excluded.saved_at, saved_by = excluded.saved_by
              where (model_week.odd, model_week.even) is distinct from (excluded.odd, excluded.even)
            """,
            structure.Value, family.Value, child.Value, actor, services.Select(s => s.Activity.Value).ToArray(),
            days.Select(d => d.Activity.Value).ToArray(), days.Select(d => d.Odd).ToArray(), days.Select(d => d.Weekday).ToArray());
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    internal static bool AreWeekdays(IReadOnlyList<int> days) => days.All(d => d is >= 1 and <= 7) && days.Distinct().Count() == days.Count;
}
