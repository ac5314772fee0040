using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Standing;

/// <summary>What became of a day that an abonnement asks for; « waiting »: for a ticket, or for the next time its days are ticked.</summary>
public enum StandingDayState { Ticked, Unticked, TooLate, Waiting, Later }

/// <summary>A day to come of an abonnement, and the ticket it uses.</summary>
public sealed record StandingDay(DateOnly Day, TicketTypeId Ticket, StandingDayState State);

/// <summary>« Un abonnement » as its family reads it: whose it is, its next days, those it leaves out.</summary>
public sealed record StandingLine(StandingBooking Rule, string Child, Activity Activity, IReadOnlyList<StandingDay> Next, IReadOnlyList<DateOnly> Excepted);

/// <summary>A service a child of the file is enrolled in, today or later.</summary>
public sealed record StandingPlace(Child Child, Activity Activity);

/// <summary>« Abonnements du dossier » — those that are not over, the services another may be set for, and the tickets that are missing for the days that wait.</summary>
public sealed record StandingShelf(
    DateOnly Today, IReadOnlyList<StandingLine> Lines, IReadOnlyList<Child> Children, IReadOnlyList<StandingPlace> Places, IReadOnlyDictionary<TicketTypeId, int> Missing)
{
    /// <summary>The next days are looked for eight weeks ahead: the slowest rhythm has one.</summary>
    private const int Ahead = 7 * StandingBookings.MostWeeks;

    private const int NextShown = 8;

    /// <summary>« Lire les abonnements ». Reads, writes nothing.</summary>
    public static async Task<StandingShelf> OfAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family && f.LeftAt == null orderby c.FirstName select c).ToListAsync(stop);
        var enrolled = await (from e in work.Read<Enrolment>()
                              join f in work.Read<FamilyChild>() on e.ChildId equals f.ChildId
                              join a in work.Read<Activity>() on e.ActivityId equals a.Id
                              where f.FamilyId == family && f.LeftAt == null && (e.EndsOn == null || e.EndsOn >= today)
                              orderby a.Position, a.Name
                              select new { e.ChildId, a }).ToListAsync(stop);
        var rules = await (from s in work.Read<StandingBooking>()
                           join a in work.Read<Activity>() on s.ActivityId equals a.Id
                           where s.FamilyId == family && (s.EndsOn == null || (s.EndsOn >= today && s.EndsOn >= s.StartsOn))
                           select new { s, a }).ToListAsync(stop);
        var ids = rules.Select(r => r.s.Id).ToList();
        var excepted = (await work.Read<StandingException>().Where(e => ids.Contains(e.StandingBookingId) && e.Excepted && e.Day >= today).OrderBy(e => e.Day).ToListAsync(stop))
            .ToLookup(e => e.StandingBookingId, e => e.Day);
        var days = (await AheadAsync(work, family, today, stop)).ToLookup(d => d.Id, d => d.Day);
        List<StandingLine> lines =
        [
            .. from child in children
               from rule in rules
               where rule.s.ChildId == child.Id
               orderby child.FirstName, rule.a.Position, rule.a.Name, rule.s.Id
               select new StandingLine(rule.s, child.FirstName, rule.a, [.. days[rule.s.Id].Take(NextShown)], [.. excepted[rule.s.Id]]),
        ];
        List<StandingPlace> places =
        [
            .. from child in children from place in enrolled where place.ChildId == child.Id select new StandingPlace(child, place.a),
        ];
        return new StandingShelf(
            today, lines, children, [.. places.DistinctBy(p => (p.Child.Id, p.Activity.Id))],
            await MissingAsync(work, family, [.. lines.SelectMany(l => days[l.Rule.Id].Where(d => d.State is StandingDayState.Waiting).Select(d => (l, d)))], stop));
    }

    private static async Task<IReadOnlyList<(long Id, StandingDay Day)>> AheadAsync(Work work, FamilyId family, DateOnly today, CancellationToken stop)
    {
        await using var command = work.Command(
            "select standing_booking_id, ticket_type_id, day, state from planning_standing_ahead($1, $2, $3, $4)",
            work.Structure.Value, family.Value, today.AddDays(StandingTicks.Horizon), today.AddDays(Ahead));
        var days = new List<(long, StandingDay)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            days.Add((reader.GetInt64(0), new StandingDay(reader.GetFieldValue<DateOnly>(2), new(reader.GetGuid(1)), Enum.Parse<StandingDayState>(reader.GetString(3)))));
        return days;
    }

    /// <summary>By ticket: one for each cell that waits, less what the booklet still gives before the floor of its activity.</summary>
    private static async Task<IReadOnlyDictionary<TicketTypeId, int>> MissingAsync(Work work, FamilyId family, IReadOnlyList<(StandingLine Line, StandingDay Day)> waiting, CancellationToken stop)
    {
        var cells = waiting.Where(w => w.Line.Activity.Floor is not null).DistinctBy(w => (w.Line.Rule.ChildId, w.Line.Activity.Id, w.Day.Day)).ToLookup(w => w.Day.Ticket, w => w.Line.Activity.Floor ?? 0);
        if (cells.Count == 0)
            return new Dictionary<TicketTypeId, int>();
        var wallets = await work.Read<Wallet>().Where(w => w.FamilyId == family).ToListAsync(stop);
        return cells.Select(c => (Ticket: c.Key, Missing: c.Count() - (wallets.Find(w => w.TicketTypeId == c.Key)?.Available ?? 0) - c.First()))
            .Where(m => m.Missing > 0).ToDictionary(m => m.Ticket, m => m.Missing);
    }
}
