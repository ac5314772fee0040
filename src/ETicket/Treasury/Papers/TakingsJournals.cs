using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Slips;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Reports;
using ETicket.Wallets.Papers;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers;

/// <summary>« Journal des encaissements en PDF » — the documents of a régie, line by line, against the sums of its double entry.</summary>
internal sealed class TakingsJournals(Database database, DocumentDesk desk, PortalAddress portal)
{
    private static readonly DateOnly Beginning = new(2000, 1, 1);

    /// <summary>
    /// Days not come yet are left out. Null when the structure has no such régie. Refuses days in the wrong order, all to come or too many with <see cref="UnreadablePeriod"/>, and books whose
    /// documents are not their entries with <see cref="PaperDoesNotAddUp"/>.
    /// </summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (!await work.Read<Regie>().AnyAsync(r => r.Id == regie, stop))
            return null;
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var last = to < today ? to : today;
        if (from > last || from < Beginning || last.DayNumber - from.DayNumber > TicketStatements.MostDays)
            throw new UnreadablePeriod();
        var printed = await desk.IssueAsync(work, await FactsAsync(work, regie, from, last, stop), regie, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    private async Task<TakingsJournal> FactsAsync(Work work, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var means = await TakingsReport.ReadAsync(work, regie, from, to, stop);
        var products = await RegieTakings.ByProductAsync(work, regie, from, to, stop);
        return new TakingsJournal
        {
            PortalAddress = portal.Written,
            From = from,
            To = to,
            Lines = await JournalLines.OfAsync(work, regie, from, to, stop),
            Runs = await JournalLines.RunsAsync(work, regie, from, to, stop),
            ByMeans = [.. means.Select(m => new MeansSum(m.Means.Code(), m.Receipts, m.Gross.Cents, m.Cancelled.Cents, m.Reversed.Cents))],
            ByService = [.. products.GroupBy(p => (p.Label, p.BudgetAccount)).Select(s => new ServiceSum(s.Key.Label, s.Key.BudgetAccount, s.Sum(p => p.Net).Cents))],
            SalesCount = means.Sum(m => m.Receipts),
            GrossCents = means.Sum(m => m.Gross).Cents,
            CancelledCents = means.Sum(m => m.Cancelled).Cents,
            ReversedCents = means.Sum(m => m.Reversed).Cents,
            TotalCents = means.Sum(m => m.Net).Cents,
        };
    }
}
