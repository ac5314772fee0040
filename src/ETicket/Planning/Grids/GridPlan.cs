using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Custody;
using ETicket.Planning.Waiting;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Grids;

/// <summary>« Planning de plusieurs semaines » — the weeks of a family file one after the other, the instant of the database's clock they are judged by, and how far the file is.</summary>
public sealed record GridPlan(DateTimeOffset Now, IReadOnlyList<WeekPlan> Weeks, FileState File = FileState.Validated)
{
    /// <summary>How many weeks may be shown at once.</summary>
    public static readonly IReadOnlyList<int> Lengths = [1, 2, 4];

    /// <summary>No click of a page speaks of more weeks than this.</summary>
    private const int Farthest = 54;

    public DateOnly Today => ParisTime.DayOf(Now);
    public DateOnly Monday => Weeks[0].Monday;
    public DateOnly Sunday => Weeks[^1].Days[^1];

    /// <summary>How many weeks hold every day refused for want of a ticket, from the first one answered, where these weeks do not; null where they do, or where no click of a page asked for so many.</summary>
    public int? WeeksBeyond(IReadOnlyList<DayAnswer> answers)
    {
        if (!answers.Any(a => a.Verdict is Verdict.NoTicket && (a.Day < Monday || a.Day > Sunday)))
            return null;
        var weeks = ((answers.Max(a => a.Day).DayNumber - WeekPlan.MondayOf(answers.Min(a => a.Day)).DayNumber) / 7) + 1;
        return weeks <= Farthest ? weeks : null;
    }

    /// <summary>The row of a cell, that of the enrolment which serves the day where the week has two; null where the weeks do not show it.</summary>
    public PlanRow? RowOf(ChildId child, ActivityId activity, DateOnly day) =>
        (from week in Weeks
         where week.Monday == WeekPlan.MondayOf(day)
         from kid in week.Children
         where kid.Child.Id == child
         from row in kid.Rows
         where row.Activity.Id == activity
         orderby row.Cells.Any(c => c.Day == day && c.State is CellState.Closed)
         select row).FirstOrDefault();

    /// <summary>
    /// « Charger les semaines » — as many as asked, from the week that holds <paramref name="anyDay"/>; only activities a child is enrolled in during a week have a row in it. Reads with
    /// the same statements whatever the number of weeks, writes nothing.
    /// </summary>
    public static async Task<GridPlan> LoadAsync(Work work, FamilyId family, DateOnly anyDay, int weeks, CancellationToken stop)
    {
        var first = WeekPlan.MondayOf(anyDay);
        var last = first.AddDays((7 * weeks) - 1);
        var read = await GridReading.OfAsync(work, family, first, last, stop);
        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family && f.LeftAt == null orderby c.FirstName select c).ToListAsync(stop);
        var ids = children.Select(c => c.Id).ToList();
        var enrolled = (await (from e in work.Read<Enrolment>()
                               join a in work.Read<Activity>() on e.ActivityId equals a.Id
                               join t in work.Read<TicketType>() on e.TicketTypeId equals t.Id
                               join w in work.Read<Wallet>().Where(w => w.FamilyId == family) on t.Id equals w.TicketTypeId into own
                               from w in own.DefaultIfEmpty()
                               where ids.Contains(e.ChildId) && e.StartsOn <= last && (e.EndsOn == null || e.EndsOn >= first)
                               orderby a.Position, a.Name
                               select new { e, a, t, w }).ToListAsync(stop)).ConvertAll(x => new Enrolled(x.e, x.a, x.t, x.w));
        var elsewhere = await OtherHomeDays.BetweenAsync(work, family, ids, first, last, stop);
        var ours = enrolled.Select(e => e.Wallet?.Id).OfType<long>().ToHashSet();
        var places = await DayPlaces.BetweenAsync(work, enrolled.Select(e => e.Activity), first, last, stop);

        PlanCell Cell(Enrolment enrolment, DateOnly day)
        {
            var served = enrolment.StartsOn <= day && (enrolment.EndsOn is null || enrolment.EndsOn >= day);
            var openDay = served ? read.Open.GetValueOrDefault((enrolment.ActivityId, day)) : null;
            var booking = read.Bookings.GetValueOrDefault((enrolment.ChildId, enrolment.ActivityId, day));
            var cell = WeekPlan.Judge(day, openDay, booking?.State, read.File is FileState.Validated && enrolment.WaitsSince is null ? places.Of(enrolment.ChildId, enrolment.ActivityId, day) : (CellState.NotOpened, null), read.Now);
            // What this home's own ticket holds is its own, whatever the rule has become since.
            if (cell.State is not CellState.Closed && elsewhere.Has(enrolment.ChildId, day) && !(booking is { IsLive: true } && ours.Contains(booking.Wallet)))
                return new PlanCell(day, CellState.OtherHome, null, null, TickedThere: booking is { IsLive: true });
            return cell.State is CellState.Closed && read.Named.TryGetValue((enrolment.ActivityId, day), out var name) ? cell with { ClosedFor = name } : cell;
        }

        WeekPlan Week(DateOnly monday)
        {
            DateOnly[] days = [.. Enumerable.Range(0, 7).Select(monday.AddDays)];
            var during = enrolled.Where(e => e.Enrolment.StartsOn <= days[^1] && (e.Enrolment.EndsOn is null || e.Enrolment.EndsOn >= monday)).ToLookup(e => e.Enrolment.ChildId);
            return new WeekPlan(monday, days,
            [
                .. children.Select(child => new ChildPlan(child,
                [
                    .. during[child.Id].Select(e => new PlanRow(child.Id, e.Activity, e.TicketType, e.Wallet, [.. days.Select(day => Cell(e.Enrolment, day))], e.Enrolment.WaitsSince is null)),
                ])),
            ]);
        }

        return new GridPlan(read.Now, [.. Enumerable.Range(0, weeks).Select(i => Week(first.AddDays(7 * i)))], read.File);
    }

    private sealed record Enrolled(Enrolment Enrolment, Activity Activity, TicketType TicketType, Wallet? Wallet);
}
