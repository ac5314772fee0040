using System.Security.Cryptography;
using System.Text;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Standing;

/// <summary>« Sauf le… » as a family means it: the day is left out of the abonnement and, where it is ticked already, unticked; put back, it is ticked again.</summary>
public sealed class StandingSkips(Database database, StandingBookings standing, Bookings bookings, StandingTicks ticks)
{
    /// <summary>
    /// « Laisser un jour » — once per key. Refuses what <see cref="StandingBookings.ExceptAsync"/> refuses, and a ticked day that can no longer be unticked with the refusal of a click: then
    /// nothing is changed. A day the child's other home ticked stays as it is.
    /// </summary>
    public async Task SkipAsync(StandingCommand command, long id, DateOnly day, CancellationToken stop)
    {
        var rule = await FindAsync(command, id, day, stop);
        var unticked = await ClickAsync(command, "skip", rule, day, false, stop);
        await standing.ExceptAsync(command, id, day, true, stop);
        // Ticked by the abonnement itself between the two: from now on it ticks the day no more.
        if (unticked.Verdict is Verdict.Unchanged)
            await ClickAsync(command, "skipped", rule, day, false, stop);
    }

    /// <summary>
    /// « Remettre un jour » — once per key. A day that was ticked and unticked is ticked by this very act, and refused as a click is; the others wait for their turn, which may have come.
    /// </summary>
    public async Task RestoreAsync(StandingCommand command, long id, DateOnly day, CancellationToken stop)
    {
        var rule = await FindAsync(command, id, day, stop);
        if (await WasUntickedAsync(command, rule, day, stop))
            await ClickAsync(command, "restore", rule, day, true, stop);
        await standing.ExceptAsync(command, id, day, false, stop);
        await ticks.TickAsync(command.Structure, command.Family, stop);
    }

    private async Task<StandingBooking> FindAsync(StandingCommand command, long id, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(command.Structure, stop);
        var rule = await work.Read<StandingBooking>().SingleOrDefaultAsync(s => s.Id == id && s.FamilyId == command.Family, stop) ?? throw new UnknownStandingBooking();
        return rule.AsksFor(day) ? rule : throw new DayNotOfStandingBooking(day);
    }

    private async Task<bool> WasUntickedAsync(StandingCommand command, StandingBooking rule, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(command.Structure, stop);
        return await work.Read<Booking>().AnyAsync(b => b.ChildId == rule.ChildId && b.ActivityId == rule.ActivityId && b.Day == day && b.State == BookingState.Released, stop);
    }

    /// <summary>A click of its own, under a key made from that of the command; refused only where the day stays ticked, or unticked, against the wish of its own home.</summary>
    private async Task<DayAnswer> ClickAsync(StandingCommand command, string what, StandingBooking rule, DateOnly day, bool wanted, CancellationToken stop)
    {
        var key = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}|{command.Family}|{command.Key:N}")).AsSpan(0, 16));
        var click = new PlanningCommand(command.Structure, command.Family, key, command.Actor, ChangeOrigin.Parent, [new(rule.ChildId, rule.ActivityId, day, wanted)]);
        var answer = (await bookings.SetAsync(click, stop))[0];
        return answer.Verdict is Verdict.TooLate or Verdict.NoTicket or Verdict.OtherHome ? throw answer.Refusal! : answer;
    }
}
