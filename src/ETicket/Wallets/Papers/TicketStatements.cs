using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Papers;

/// <summary>« Relevé de tickets en PDF » — what happened to the tickets of a family, or of one of its children, from a Paris day to another.</summary>
internal sealed class TicketStatements(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>Of no more than so many days: two school years.</summary>
    public const int MostDays = 731;

    private const string PriceDifference = "PriceDifference";
    private static readonly DateOnly Beginning = new(2000, 1, 1);

    /// <summary>
    /// Days not come yet are left out. Null when the child is not of the family. Refuses days in the wrong order, all to come or too many with <see cref="UnreadablePeriod"/>.
    /// </summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, FamilyId family, ChildId? child, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var last = LastOf(from, to, today);
        var name = child is null ? null : await NameAsync(work, family, child.Value, stop);
        if (child is not null && name is null)
            return null;

        var file = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        // The whole history, for what the booklets held on the first day.
        var moves = await FamilyMove.OfAsync(work, family, Beginning, last, stop);
        var told = moves.Where(m => child is null || m.Child == child).GroupBy(m => m.Wallet).Select(g => Told(g, from, child is null)).Where(b => b.Moves.Count > 0).ToList();
        var paper = new TicketStatement
        {
            PortalAddress = portal.Written,
            FamilyName = file.Name,
            FamilyNumber = file.Number,
            ChildName = name,
            From = from,
            To = last,
            Booklets = told,
            UsedTickets = told.Sum(b => b.UsedTickets),
            UsedCents = told.Sum(b => b.UsedCents),
        };
        var printed = await desk.IssueAsync(work, paper, null, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    /// <summary>« Période d'un relevé » — its last Paris day, today where it would be later. Refuses the same days with <see cref="UnreadablePeriod"/>, before anything is printed.</summary>
    public static DateOnly LastOf(DateOnly from, DateOnly to, DateOnly today)
    {
        var last = to < today ? to : today;
        return from > last || from < Beginning || last.DayNumber - from.DayNumber > MostDays ? throw new UnreadablePeriod() : last;
    }

    private static StatementBooklet Told(IEnumerable<FamilyMove> moves, DateOnly from, bool tellsBalance)
    {
        var all = moves.ToList();
        var within = all.FindAll(m => m.Day >= from);
        var before = all.Where(m => m.Day < from).Sum(m => m.Tickets);
        return new StatementBooklet(
            all[0].Label, tellsBalance, before, within.ConvertAll(Told), before + within.Sum(m => m.Tickets),
            -within.Where(m => m.IsUse).Sum(m => m.Tickets), -within.Where(m => m.IsUse).Sum(m => m.Cents));
    }

    private static StatementMove Told(FamilyMove move) => new(
        move.Day, move.Tickets == 0 ? PriceDifference : move.Kind, move.ChildName, move.BookedDay == move.Day ? null : move.BookedDay, move.Reason, move.Tickets, move.Cents);

    private static async Task<string?> NameAsync(Work work, FamilyId family, ChildId child, CancellationToken stop) =>
        await work.Read<FamilyChild>().AnyAsync(c => c.FamilyId == family && c.ChildId == child, stop)
            ? await work.Read<Child>().Where(c => c.Id == child).Select(c => c.FirstName).SingleAsync(stop)
            : null;
}
