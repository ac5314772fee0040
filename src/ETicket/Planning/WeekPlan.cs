using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning;

/// <summary>How a cell is drawn: the five states of the grid, days already consumed, days without a place, waited for or not, and days not opened yet.</summary>
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
    /// <summary>Not ticked, and no place is left.</summary>
    Full,
    /// <summary>No place is left, and the child waits for one.</summary>
    Waiting,
    /// <summary>Not ticked, and nothing can be: the file is not validated, or the rights are not opened.</summary>
    NotOpened,
    /// <summary>The child is at its other home that day: nothing can be ticked here.</summary>
    OtherHome,
}

/// <summary>One cell; <paramref name="Deadline"/> is the first refused instant (UTC) of what a click would do, <paramref name="ClosedFor"/> the name of a closed day, <paramref name="Rank"/> the place in the queue of who waits; of a day of the other home, whether that home ticked it.</summary>
public sealed record PlanCell(DateOnly Day, CellState State, DateTimeOffset? Deadline, string? ClosedFor, int? Rank = null, bool TickedThere = false);

/// <summary>One line: an activity of a child, with the wallet its days use, and whether the mairie opened it for the child.</summary>
public sealed record PlanRow(ChildId Child, Activity Activity, TicketType TicketType, Wallet? Wallet, IReadOnlyList<PlanCell> Cells, bool Opened = true);

public sealed record ChildPlan(Child Child, IReadOnlyList<PlanRow> Rows);

/// <summary>« Planning de la semaine » — every child of a family file and every activity it is enrolled in that week, Monday to Sunday, as the database would judge a click now.</summary>
public sealed record WeekPlan(DateOnly Monday, IReadOnlyList<DateOnly> Days, IReadOnlyList<ChildPlan> Children)
{
    /// <summary>The Monday of the week of a day.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

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

    internal static PlanCell Judge(DateOnly day, OpenDay? open, BookingState? booking, (CellState State, int? Rank) unticked, DateTimeOffset now)
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
            (false, false) => unticked.State,
            (true, true) => CellState.LockedTicked,
            (false, true) => CellState.LockedFree,
        }, deadline, null, ticked || locked ? null : unticked.Rank);
    }
}
