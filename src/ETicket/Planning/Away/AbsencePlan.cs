using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Away;

/// <summary>What a family says of its child: absent from a Paris day to another, for a reason.</summary>
public sealed record AbsenceWish(ChildId Child, AbsenceReason Reason, DateOnly First, DateOnly Last);

/// <summary>unticks: it is still time; judged: by the rule; told already, by this home or by the one the day was of before.</summary>
public enum AbsentDayFate { Unticks, Judged, ToldAlready }

/// <summary>A booked day of the absence and what becomes of it; <paramref name="ToldIn"/> is the absence of this home that told it already; none where the other home did.</summary>
public sealed record AbsentDay(Activity Activity, DateOnly Day, long Booking, AbsentDayFate Fate, AbsenceRuling? Ruling = null, AbsenceRule? Rule = null, long? ToldIn = null);

/// <summary>« Ce que deviennent ces jours » — each day of the child ticked with a ticket of this family, if the absence was told now, by the database's clock. Those of the other home are not ours.</summary>
public sealed record AbsencePlan(DateTimeOffset Now, IReadOnlyList<AbsentDay> Days)
{
    /// <summary>How far back an absence may be told, how far ahead, and how long it may be, in days.</summary>
    public const int Back = 31;
    public const int Ahead = 62;
    public const int Longest = 31;

    /// <summary>
    /// « Prévoir une absence ». Reads, writes nothing. Refuses a child of another file with <see cref="ChildOfAnotherFile"/>, days in disorder, too many or too far with
    /// <see cref="AbsenceOutOfRange"/>.
    /// </summary>
    public static async Task<AbsencePlan> OfAsync(Work work, FamilyId family, AbsenceWish wish, CancellationToken stop)
    {
        var now = await work.NowAsync(stop);
        var today = ParisTime.DayOf(now);
        if (!await work.Read<FamilyChild>().AnyAsync(c => c.FamilyId == family && c.ChildId == wish.Child && c.LeftAt == null, stop))
            throw new ChildOfAnotherFile();
        if (wish.Last < wish.First || wish.First < today.AddDays(-Back) || wish.Last > today.AddDays(Ahead) || wish.Last.DayNumber - wish.First.DayNumber >= Longest)
            throw new AbsenceOutOfRange(today.AddDays(-Back), today.AddDays(Ahead));

        var since = wish.First.AddDays(-Longest);
        var booked = await (from b in work.Read<Booking>()
                            join w in work.Read<Wallet>() on b.WalletId equals w.Id
                            join a in work.Read<Activity>() on b.ActivityId equals a.Id
                            join d in work.Read<OpenDay>() on new { b.ActivityId, b.Day } equals new { d.ActivityId, d.Day }
                            where b.ChildId == wish.Child && w.FamilyId == family && b.Day >= since && b.Day <= wish.Last && b.State != BookingState.Released
                            orderby b.Day, a.Position, a.Name
                            select new { Booking = b, Activity = a, Open = d }).ToListAsync(stop);
        var told = (await (from d in work.Read<AbsenceDay>()
                           join a in work.Read<Absence>() on d.AbsenceId equals a.Id
                           where d.ChildId == wish.Child && d.Day >= since && d.Day <= wish.Last && d.State != AbsenceState.Withdrawn
                           select new { d.ActivityId, d.Day, Id = a.FamilyId == family ? a.Id : (long?)null, a.Reason }).ToListAsync(stop)).ToDictionary(d => (d.ActivityId, d.Day));
        var rules = (await work.Read<AbsenceRule>().Where(r => r.Reason == wish.Reason && r.StartsOn <= wish.Last).ToListAsync(stop)).ToLookup(r => r.ActivityId);

        var days = new List<AbsentDay>();
        foreach (var service in booked.GroupBy(b => b.Activity.Id))
        {
            var cells = service.OrderBy(c => c.Booking.Day).ToList();
            var ranks = AbsenceRuling.Ranks([.. cells.Select(c => KindOf(c.Booking, c.Open, told.TryGetValue((c.Booking.ActivityId, c.Booking.Day), out var said) ? said.Reason : null))]);
            for (var i = 0; i < cells.Count; i++)
            {
                var (booking, day) = (cells[i].Booking, cells[i].Booking.Day);
                if (day < wish.First)
                    continue;
                if (told.TryGetValue((booking.ActivityId, day), out var said))
                    days.Add(new AbsentDay(cells[i].Activity, day, booking.Id, AbsentDayFate.ToldAlready, ToldIn: said.Id));
                else if (MayBeUnticked(booking, cells[i].Open, now))
                    days.Add(new AbsentDay(cells[i].Activity, day, booking.Id, AbsentDayFate.Unticks));
                else if (booking.State is not BookingState.Recredited)
                {
                    var rule = rules[service.Key].Where(r => r.StartsOn <= day).MaxBy(r => r.StartsOn);
                    days.Add(new AbsentDay(cells[i].Activity, day, booking.Id, AbsentDayFate.Judged, AbsenceRuling.Of(rule, day, ranks[i], now), rule));
                }
            }
        }
        return new AbsencePlan(now, [.. days.OrderBy(d => d.Day).ThenBy(d => d.Activity.Position).ThenBy(d => d.Activity.Name, StringComparer.Create(French.Culture, ignoreCase: true))]);

        BookedDay KindOf(Booking booking, OpenDay open, AbsenceReason? said) =>
            said is { } reason ? (reason == wish.Reason ? BookedDay.Absent : BookedDay.Apart)
            : booking.State is BookingState.Recredited || MayBeUnticked(booking, open, now) ? BookedDay.Apart
            : booking.Day >= wish.First ? BookedDay.Absent : BookedDay.Present;
    }

    private static bool MayBeUnticked(Booking booking, OpenDay open, DateTimeOffset now) =>
        booking.State is BookingState.Held && open.ConsumedAt is null && now < open.CancelUntil;
}
