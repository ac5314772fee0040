using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning;

/// <summary>How a cell is drawn: the five states of the grid, and days already consumed.</summary>
public enum CellState
{
    /// <summary>Open, not ticked: one may tick.</summary>
    Free,
    /// <summary>Open, ticked: one may untick.</summary>
    Ticked,
    /// <summary>Not ticked, too late to tick.</summary>
    LockedFree,
    /// <summary>Ticked, too late to untick.</summary>
    LockedTicked,
    /// <summary>The day was consumed.</summary>
    Consumed,
    /// <summary>The activity does not open that day.</summary>
    Closed,
}

/// <summary>One cell; <paramref name="Deadline"/> is the first refused instant (UTC) of what a click would do.</summary>
public sealed record PlanCell(DateOnly Day, CellState State, DateTimeOffset? Deadline, string? ClosedFor);

/// <summary>One line: an activity of a child, with the wallet its days use.</summary>
public sealed record PlanRow(ChildId Child, Activity Activity, TicketType TicketType, Wallet? Wallet, IReadOnlyList<PlanCell> Cells);

public sealed record ChildPlan(Child Child, IReadOnlyList<PlanRow> Rows);

/// <summary>« Planning de la semaine » — every child and every activity of a family file, Monday to Sunday, as the database would judge a click now.</summary>
public sealed record WeekPlan(DateOnly Monday, IReadOnlyList<DateOnly> Days, IReadOnlyList<ChildPlan> Children)
{
    /// <summary>The Monday of the week of a day.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>« Charger la semaine » — the week, Monday to Sunday, that holds <paramref name="anyDay"/>; only activities a child is enrolled in that week have a row. Reads, writes nothing.</summary>
    public static async Task<WeekPlan> LoadAsync(Work work, FamilyId family, DateOnly anyDay, CancellationToken stop)
    {
        var monday = MondayOf(anyDay);
        var sunday = monday.AddDays(6);
        DateOnly[] days = [.. Enumerable.Range(0, 7).Select(monday.AddDays)];
        var now = await NowAsync(work, stop);

        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family orderby c.FirstName select c).ToListAsync(stop);
        var ids = children.Select(c => c.Id).ToList();
        var enrolments = await (from e in work.Read<Enrolment>()
                                join a in work.Read<Activity>() on e.ActivityId equals a.Id
                                join t in work.Read<TicketType>() on e.TicketTypeId equals t.Id
                                where ids.Contains(e.ChildId) && e.StartsOn <= sunday && (e.EndsOn == null || e.EndsOn >= monday)
                                orderby a.Position, a.Name
                                select new { Enrolment = e, Activity = a, Type = t }).ToListAsync(stop);
        var open = (await OpenDays.BetweenAsync(work, monday, sunday, stop)).ToDictionary(d => (d.ActivityId, d.Day));
        var bookings = (await work.Read<Booking>().Where(b => ids.Contains(b.ChildId) && b.Day >= monday && b.Day <= sunday).ToListAsync(stop))
            .ToDictionary(b => (b.ChildId, b.ActivityId, b.Day));
        var wallets = (await work.Read<Wallet>().Where(w => w.FamilyId == family).ToListAsync(stop)).ToDictionary(w => w.TicketTypeId);

        PlanCell Cell(Enrolment enrolment, DateOnly day)
        {
            var served = enrolment.StartsOn <= day && (enrolment.EndsOn is null || enrolment.EndsOn >= day);
            var openDay = served ? open.GetValueOrDefault((enrolment.ActivityId, day)) : null;
            return Judge(day, openDay, bookings.GetValueOrDefault((enrolment.ChildId, enrolment.ActivityId, day))?.State, now);
        }

        return new WeekPlan(monday, days,
        [
            .. children.Select(child => new ChildPlan(child,
            [
                .. enrolments.Where(e => e.Enrolment.ChildId == child.Id)
                    .Select(e => new PlanRow(child.Id, e.Activity, e.Type, wallets.GetValueOrDefault(e.Type.Id), [.. days.Select(day => Cell(e.Enrolment, day))])),
            ])),
        ]);
    }

    /// <summary>The first day a family can still change, by the database's clock; today when nothing is open any more.</summary>
    public static async Task<DateOnly> FirstChangeableAsync(Work work, CancellationToken stop)
    {
        var now = await NowAsync(work, stop);
        var today = ParisTime.DayOf(now);
        return await work.Read<OpenDay>().Where(d => d.Day >= today && d.ClosedFor == null && d.ConsumedAt == null && (d.AddUntil > now || d.CancelUntil > now))
            .OrderBy(d => d.Day).Select(d => (DateOnly?)d.Day).FirstOrDefaultAsync(stop) ?? today;
    }

    /// <summary>The instant the database would judge by.</summary>
    public static async Task<DateTimeOffset> NowAsync(Work work, CancellationToken stop)
    {
        await using var command = work.Command("select eticket_now()");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(stop))!);
    }

    internal static PlanCell Judge(DateOnly day, OpenDay? open, BookingState? booking, DateTimeOffset now)
    {
        var ticked = booking is BookingState.Held;
        if (booking is BookingState.Consumed)
            return new PlanCell(day, CellState.Consumed, null, null);
        if (open is null || open.ClosedFor is not null)
            return new PlanCell(day, CellState.Closed, null, open?.ClosedFor);
        var deadline = ticked ? open.CancelUntil : open.AddUntil;
        var locked = open.ConsumedAt is not null || now >= deadline;
        return new PlanCell(day, (ticked, locked) switch
        {
            (true, false) => CellState.Ticked,
            (false, false) => CellState.Free,
            (true, true) => CellState.LockedTicked,
            (false, true) => CellState.LockedFree,
        }, deadline, null);
    }
}
