using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Slips;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Reports;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers;

/// <summary>« État de versement en PDF » — a month of a régie as its accountant books it: product by product, account by account, means by means.</summary>
internal sealed class RemittanceStatements(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>
    /// Until today while the month runs. Null when the structure has no such régie, or the month has not begun. Refuses books whose movements are not their balance with
    /// <see cref="PaperDoesNotAddUp"/>.
    /// </summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, int year, int month, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        if (year < 2000 || year > today.Year || month is < 1 or > 12 || new DateOnly(year, month, 1) is var first && first > today)
            return null;
        if (!await work.Read<Regie>().AnyAsync(r => r.Id == regie, stop))
            return null;
        var last = first.AddMonths(1).AddDays(-1);
        var printed = await desk.IssueAsync(work, await FactsAsync(work, regie, first, last < today ? last : today, last, stop), regie, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    private async Task<RemittanceStatement> FactsAsync(Work work, RegieId regie, DateOnly from, DateOnly to, DateOnly end, CancellationToken stop)
    {
        var products = await RegieTakings.ByProductAsync(work, regie, from, to, stop);
        var means = await TakingsReport.ReadAsync(work, regie, from, to, stop);
        var due = await RegieTakings.DueAsync(work, regie, from, to, stop);
        var numbers = (await JournalLines.RunsAsync(work, regie, from, to, stop)).Where(r => r.First[0] == 'Q').ToList();
        var services = await work.Read<RegieService>().Where(s => s.RegieId == regie).OrderBy(s => s.Code).ThenBy(s => s.Id).ToListAsync(stop);
        return new RemittanceStatement
        {
            PortalAddress = portal.Written,
            From = from,
            To = to,
            IsPartial = to < end,
            Services = services.ConvertAll(s => Of(s, [.. products.Where(p => p.ServiceId == s.Id)])),
            ByMeans = [.. means.Select(m => new MeansTakingsRow(m.Means.Code(), m.Receipts, services.ConvertAll(s => CellOf(products, s, m.Means))))],
            Accounts = [.. services.GroupBy(s => s.BudgetAccount).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new AccountTakings(a.Key, products.Where(p => p.BudgetAccount == a.Key).Sum(p => p.Net).Cents))],
            Receipts = means.Sum(m => m.Receipts),
            GrossCents = means.Sum(m => m.Gross).Cents,
            CancelledCents = means.Sum(m => m.Cancelled).Cents,
            ReversedCents = means.Sum(m => m.Reversed).Cents,
            MonthCents = due.Taken.Cents,
            CarriedCents = due.Opening.Cents,
            Remittances = [.. due.Remitted.Select(r => new PaidOver(r.Day, r.Reference, r.Amount.Cents))],
            RemittedCents = due.Remitted.Sum(r => r.Amount).Cents,
            DueCents = due.Closing.Cents,
            FirstReceipt = numbers.FirstOrDefault()?.First,
            LastReceipt = numbers.LastOrDefault()?.Last,
        };
    }

    private static ServiceTakings Of(RegieService service, IReadOnlyList<ProductTakings> takings) => new(
        service.Label, service.BudgetAccount, takings.Sum(t => t.Gross).Cents, takings.Sum(t => t.Cancelled).Cents, takings.Sum(t => t.Reversed).Cents);

    private static TakingsCell CellOf(IReadOnlyList<ProductTakings> takings, RegieService service, PaymentMeans means) =>
        new(takings.Where(t => t.ServiceId == service.Id && t.Means == means).Sum(t => t.Net).Cents);
}
