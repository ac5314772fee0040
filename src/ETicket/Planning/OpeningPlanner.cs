using ETicket.Catalogue;
using ETicket.Catalogue.Calendar;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.CutOffs;
using ETicket.Planning.Grids;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning;

/// <summary>
/// « Ouverture des plannings » — turns what the structure decided (service days, closures, school calendar, deadlines) into the open days the database judges clicks by.
/// </summary>
public sealed class OpeningPlanner(Database database, OpenDays openDays)
{
    /// <summary>Sets the deadlines of an activity from a day on, with the decision that set them.</summary>
    public async Task SetCutOffAsync(StructureId structure, ActivityId activity, DateOnly from, CutOffRules rules, string decision, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        work.Db.Add(new CutOff { StructureId = structure, ActivityId = activity, StartsOn = from, Adding = rules.Adding.ToJson(), Cancelling = rules.Cancelling.ToJson(), Decision = decision });
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// Declares every activity's open days between two Paris days, and names the closed ones. An activity without deadlines, or a school year nobody published, opens nothing.
    /// <paramref name="closedFor"/> is what families read on a day that was booked and is open no more.
    /// </summary>
    public async Task RebuildAsync(StructureId structure, DateOnly from, DateOnly to, SchoolCalendar school, string closedFor, CancellationToken stop)
    {
        foreach (var (activity, calendar, cutOffs) in await LoadAsync(structure, school, stop))
        {
            var days = calendar.Between(from, to)
                .Select(served => (served.Day, Rule: RuleOf(cutOffs, served.Day)))
                .Where(d => d.Rule is not null)
                .Select(d => new DeclaredDay(d.Day, d.Rule!.Deadline(CutOffAct.Add, d.Day, calendar), d.Rule.Deadline(CutOffAct.Cancel, d.Day, calendar)))
                .ToList();
            await openDays.DeclareAsync(structure, activity, from, to, days, closedFor, stop);
            await NamedClosures.RebuildAsync(database, structure, activity, from, to, calendar, stop);
        }
    }

    private async Task<IReadOnlyList<(ActivityId Activity, OpeningCalendar Calendar, IReadOnlyList<CutOff> CutOffs)>> LoadAsync(
        StructureId structure, SchoolCalendar school, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var activities = await work.Read<Activity>().ToListAsync(stop);
        var openings = await work.Read<Opening>().ToListAsync(stop);
        var closures = await work.Read<Closure>().ToListAsync(stop);
        var cutOffs = await work.Read<CutOff>().ToListAsync(stop);
        return
        [
            .. activities.Select(a => (
                a.Id,
                new OpeningCalendar(
                    school,
                    [.. openings.Where(o => o.ActivityId == a.Id).Select(Period)],
                    [.. closures.Where(c => c.ActivityId is null || c.ActivityId == a.Id).Select(c => new LocalClosure(c.StartsOn, c.EndsOn, c.Reason))]),
                (IReadOnlyList<CutOff>)[.. cutOffs.Where(c => c.ActivityId == a.Id).OrderByDescending(c => c.StartsOn)])),
        ];
    }

    private static ServicePeriod Period(Opening opening)
    {
        var weekdays = WeekdaySets.FromIso(opening.Weekdays);
        return new ServicePeriod(opening.StartsOn, opening.EndsOn, weekdays, opening.DuringHolidays ? weekdays : Weekdays.None);
    }

    private static CutOffRules? RuleOf(IReadOnlyList<CutOff> newestFirst, DateOnly day) =>
        newestFirst.FirstOrDefault(c => c.StartsOn <= day) is { } cutOff ? new CutOffRules(CutOffRule.Read(cutOff.Adding), CutOffRule.Read(cutOff.Cancelling)) : null;
}
