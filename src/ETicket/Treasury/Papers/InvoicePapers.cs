using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers;

/// <summary>« Factures en PDF » — what is owed, until when and how it can be paid; once it is, by which receipt.</summary>
internal sealed class InvoicePapers(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>Null when the invoice is not of this structure or, where one is named, of this <paramref name="family"/>.</summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, InvoiceId id, FamilyId? family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await work.Read<Invoice>().SingleOrDefaultAsync(i => i.Id == id && (family == null || i.FamilyId == family), stop) is not { } invoice)
            return null;
        var file = await work.Read<Family>().SingleAsync(f => f.Id == invoice.FamilyId, stop);
        var service = await work.Read<RegieService>().SingleAsync(s => s.Id == invoice.ServiceId, stop);
        var issued = ParisTime.DayOf(invoice.IssuedAt);
        var then = await FormerNames.AtAsync(work, invoice.IssuedAt, stop);
        var means = await work.Read<AllowedMeans>().Where(AllowedMeans.On(issued)).Where(m => m.ServiceId == invoice.ServiceId).Select(m => m.Means).ToListAsync(stop);
        var lines = await LinesAsync(work, invoice, then, then.Label(service), stop);
        var paid = await PaidAsync(work, invoice, stop);
        var paper = new InvoicePaper
        {
            PortalAddress = portal.Written,
            FamilyName = then.Of("family", file.Id.Value, "name", file.Name),
            FamilyNumber = then.Of("family", file.Id.Value, "number", file.Number),
            Number = invoice.FullNumber,
            IssuedAt = invoice.IssuedAt,
            DueOn = invoice.DueOn,
            Lines = lines.Count > 0 ? lines : [new InvoicePaperLine(then.Label(service), invoice.Label, 1, invoice.Amount.Cents, invoice.Amount.Cents)],
            IsOneSum = lines.Count == 0,
            TotalCents = invoice.Amount.Cents,
            PaidByReceipt = invoice.IsPaid ? ProofOf(invoice, paid) : null,
            Parts = invoice.IsPaidInPart ? paid : [],
            Accepted = [.. means.Distinct().Order().Select(m => new AcceptedMeans(m.Code()))],
        };
        var printed = await desk.IssueAsync(work, paper, invoice.RegieId, then, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    /// <summary>What the books hold of it, under the name of the activity, at its site; none of an invoice of one sum.</summary>
    private static async Task<IReadOnlyList<InvoicePaperLine>> LinesAsync(Work work, Invoice invoice, FormerNames then, string product, CancellationToken stop)
    {
        var lines = await work.Read<InvoiceLine>().Where(l => l.InvoiceId == invoice.Id).OrderBy(l => l.Line).ToListAsync(stop);
        if (lines.Count == 0)
            return [];
        // Not the children of the family: one may have left it since.
        var named = lines.Select(l => l.ChildId).OfType<ChildId>().ToList();
        var children = await work.Read<Child>().Where(c => named.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => then.Of("child", c.Id.Value, "first_name", c.FirstName), stop);
        var activities = await work.Read<Activity>().Where(a => a.ServiceId == invoice.ServiceId).ToDictionaryAsync(a => a.Id, stop);
        var sites = await work.Read<Site>().ToDictionaryAsync(s => s.Id, s => then.Name(s), stop);
        return lines.ConvertAll(line =>
        {
            var activity = line.ActivityId is { } used ? activities[used] : null;
            return new InvoicePaperLine(activity is null ? product : then.Of("activity", activity.Id.Value, "name", activity.Name), line.Label, line.Quantity, line.UnitPrice.Cents, (line.UnitPrice * line.Quantity).Cents)
            {
                Child = line.ChildId is { } child ? children[child] : null,
                Place = activity is not null && then.Find("activity", activity.Id.Value, "site_id", activity.SiteId?.ToString()) is { } site ? sites[SiteId.Parse(site, null)] : null,
            };
        });
    }

    /// <summary>What stands paid of it, receipt by receipt, the earliest first: what was taken back counts again only once it was won back.</summary>
    private static async Task<IReadOnlyList<PartPaid>> PaidAsync(Work work, Invoice invoice, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select r.series || r.year || '-' || lpad(r.number::text, 6, '0'), paris_day(r.issued_at), l.quantity * l.unit_price_cents
            from payment_line l
            join receipt r on r.structure_id = $1 and r.payment_id = l.payment_id and r.kind = 'Sale'
            cross join lateral payments_still_sold($1, l.payment_id) s
            where l.structure_id = $1 and l.invoice_id = $2 and s.line = l.line and s.still_sold > 0
            order by r.issued_at, r.number
            """,
            work.Structure.Value, invoice.Id.Value);
        await using var row = await command.ExecuteReaderAsync(stop);
        List<PartPaid> parts = [];
        while (await row.ReadAsync(stop))
            parts.Add(new(row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetInt64(2)));
        return parts;
    }

    /// <summary>The latest receipt of the whole, else those of its parts.</summary>
    private static string? ProofOf(Invoice invoice, IReadOnlyList<PartPaid> paid) =>
        paid.LastOrDefault(p => p.Cents == invoice.Amount.Cents)?.Receipt ?? (paid.Count == 0 ? null : string.Join(", ", paid.Select(p => p.Receipt)));
}
