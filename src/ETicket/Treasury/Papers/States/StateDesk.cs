using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Wallets.Papers;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers.States;

/// <summary>« Guichet des états » — what every state of a régie begins and ends with: whose it is, which days it tells, its seal.</summary>
internal sealed class StateDesk(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>As statements of families: two school years.</summary>
    private const int MostDays = TicketStatements.MostDays;
    private static readonly DateOnly Beginning = new(2000, 1, 1);

    /// <summary>What a verb fills its paper from: the transaction, the régie, the tickets it sells in their order, today in Paris.</summary>
    internal sealed record Facts(Work Work, Regie Regie, IReadOnlyList<TicketType> Tickets, DateOnly Today, string PortalAddress);

    /// <summary>
    /// The state between two Paris days; days not come yet are left out. Null when the structure has no such régie. Refuses days in the wrong order, all to come or too many with
    /// <see cref="UnreadablePeriod"/>, figures that contradict one another with <see cref="PaperDoesNotAddUp"/>.
    /// </summary>
    public Task<RenderedDocument?> PrintAsync(
        StructureId structure, RegieId regie, DateOnly from, DateOnly to, Func<Facts, DateOnly, DateOnly, Task<IssuedPaper>> fill, CancellationToken stop) =>
        PrintAsync(structure, regie, facts =>
        {
            var last = to < facts.Today ? to : facts.Today;
            return from > last || from < Beginning || last.DayNumber - from.DayNumber > MostDays ? throw new UnreadablePeriod() : fill(facts, from, last);
        }, stop);

    /// <summary>The state of now. Null, and refuses, as above.</summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, Func<Facts, Task<IssuedPaper>> fill, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await work.Read<Regie>().SingleOrDefaultAsync(r => r.Id == regie, stop) is not { } till)
            return null;
        var tickets = from y in work.Read<TicketType>()
                      join a in work.Read<Activity>() on y.ActivityId equals a.Id
                      join s in work.Read<RegieService>() on a.ServiceId equals s.Id
                      where s.RegieId == regie
                      orderby a.Position, a.Name, y.Code
                      select y;
        var facts = new Facts(work, till, await tickets.ToListAsync(stop), ParisTime.DayOf(await work.NowAsync(stop)), portal.Written);
        var printed = await desk.IssueAsync(work, await fill(facts), regie, stop);
        await work.CommitAsync(stop);
        return printed;
    }
}
