using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Wallets;
using ETicket.Web.Replay.Files;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Replay;

/// <summary>Ticks the days the families used, closes each of them at its evening, and gives back what came back.</summary>
internal sealed class DayReplay(Database database, Bookings bookings, DayClosing closing, Recredits recredits)
{
    private const int MostCells = 500;

    /// <summary>A family ticks its whole month in one go, as parents do; the tickets are held until each day is closed.</summary>
    public async Task TickAsync(Commune commune, Seating seating, CancellationToken stop)
    {
        foreach (var family in seating.Ticks.GroupBy(t => t.Family))
        {
            foreach (var cells in family.OrderBy(t => t.Day).Chunk(MostCells))
            {
                var wishes = cells.Select(t => new DayWish(commune.Children[t.Family][t.Child - 1], commune.Activities[t.Service], t.Day, Wanted: true)).ToList();
                var answers = await bookings.SetAsync(
                    new PlanningCommand(commune.Structure, commune.Families[family.Key], Guid.CreateVersion7(), Sentences.Say("AgentName"), ChangeOrigin.Replay, wishes), stop);
                if (answers.FirstOrDefault(a => a.Verdict is not Verdict.Held) is { } refused)
                    throw new NotConsumed(family.Key, refused.Day);
            }
        }
    }

    /// <summary>Closes a day: each of its ticks uses its ticket.</summary>
    public async Task CloseAsync(Commune commune, DateOnly day, long expected, CancellationToken stop)
    {
        var due = await closing.DueAsync(day, commune.Structure, activity: null, stop);
        if ((await closing.CloseAsync(due, workers: 1, progress: null, stop)).Tickets != expected)
            throw new DayNotFollowed(day);
    }

    /// <summary>Gives back what the files say of that day in their order, the last taken first; lines of one reason that follow each other are one decision.</summary>
    public async Task GiveBackAsync(Commune commune, DateOnly day, IReadOnlyList<GivenBack> facts, CancellationToken stop)
    {
        var used = await UsedAsync(commune, day, stop);
        var decisions = new List<(bool Closure, List<long> Bookings)>();
        foreach (var fact in facts)
        {
            if (decisions is not [.., var last] || last.Closure != fact.Closure)
                decisions.Add((fact.Closure, []));
            var candidates = used[(commune.Families[fact.Family], commune.Types[fact.Type])];
            for (var i = 0; i < fact.Quantity; i++)
                decisions[^1].Bookings.Add(candidates.Pop());
        }
        foreach (var (i, (closure, list)) in decisions.Index())
        {
            var reason = closure ? Recredits.Closure : Recredits.Absence;
            var decision = FormattableString.Invariant($"{reason}/{day:yyyy-MM-dd}/{i + 1}");
            var given = await recredits.GiveBackAsync(commune.Structure, decision, day, reason, Sentences.Say("AgentName"), ChangeOrigin.Replay, list, stop);
            if (given != list.Count)
                throw new DayNotFollowed(day);
        }
    }

    /// <summary>The bookings used that day by each wallet, the last taken on top.</summary>
    private async Task<Dictionary<(FamilyId, TicketTypeId), Stack<long>>> UsedAsync(Commune commune, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(commune.Structure, stop);
        var used = await (from b in work.Read<Booking>()
                          join w in work.Read<Wallet>() on b.WalletId equals w.Id
                          where b.Day == day && b.State == BookingState.Consumed
                          orderby b.Id
                          select new { b.Id, w.FamilyId, w.TicketTypeId }).ToListAsync(stop);
        return used.GroupBy(u => (u.FamilyId, u.TicketTypeId)).ToDictionary(g => g.Key, g => new Stack<long>(g.Select(u => u.Id)));
    }
}
