using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Papers;

/// <summary>
/// « Attestation fiscale en PDF » — what the care of a family's children under six cost it in a finished year (CGI art. 200 quater B; BOI-IR-RICI-300-10: out of the home,
/// sums really borne, food left out).
/// </summary>
internal sealed class ChildcareCertificates(Database database, DocumentDesk desk, PortalAddress portal)
{
    private const int Age = 6;

    /// <summary>
    /// Null up to the year 2000 and in a year to come. Refuses a year that still runs with <see cref="YearNotOver"/>, one without care paid for with <see cref="NoCarePaid"/>, a child of
    /// whom nobody knows the age with <see cref="BirthDayMissing"/>, a year whose only care is on invoices of one sum with <see cref="CareWithoutDetail"/>.
    /// </summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, FamilyId family, int year, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        if (year <= 2000 || year > today.Year)
            return null;
        if (year == today.Year)
            throw new YearNotOver(year);
        var care = await PaidCareAsync(work, family, year, stop);
        if (care.FirstOrDefault(c => c.BornOn is null) is { } ageless)
            throw new BirthDayMissing(ageless.FirstName);
        var young = care.Where(c => c.BornOn > new DateOnly(year - Age, 1, 1)).ToList();
        var undetailed = await UndetailedAsync(work, family, year, stop);
        if (young.Count == 0 && undetailed.Count > 0)
            throw new CareWithoutDetail(string.Join(", ", undetailed.Select(i => i.Number)));
        if (young.Count == 0)
            throw new NoCarePaid(year);

        var file = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        var adults = await work.Read<Guardian>().Where(g => g.FamilyId == family && g.Kind == GuardianKind.Guardian && g.LeftAt == null).OrderBy(g => g.LastName).ThenBy(g => g.FirstName).ToListAsync(stop);
        var paper = new ChildcareCertificate
        {
            PortalAddress = portal.Written,
            FamilyName = file.Name,
            FamilyNumber = file.Number,
            DrawnUpAt = await work.Read<Structure>().Select(s => s.Town).SingleAsync(stop),
            DrawnUpOn = today,
            Year = year,
            Adults = adults.ConvertAll(a => new CertifiedAdult(a.FirstName, a.LastName)),
            Children = young.ConvertAll(c => new CertifiedChild(c.FirstName, c.LastName, c.BornOn!.Value, c.Service, c.Times, c.Cents)),
            TotalCents = young.Sum(c => c.Cents),
            Undetailed = undetailed,
        };
        var printed = await desk.IssueAsync(work, paper, null, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    private static async Task<IReadOnlyList<Care>> PaidCareAsync(Work work, FamilyId family, int year, CancellationToken stop)
    {
        await using var command = work.Command(
            "select first_name, last_name, born_on, activity, times, cents from childcare_paid($1, $2, $3)", work.Structure.Value, family.Value, year);
        List<Care> care = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            care.Add(new Care(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<DateOnly>(2), row.GetString(3), row.GetInt32(4), row.GetInt64(5)));
        return care;
    }

    /// <summary>The invoices that were paid, and do not say for which child.</summary>
    private static async Task<List<UndetailedInvoice>> UndetailedAsync(Work work, FamilyId family, int year, CancellationToken stop)
    {
        await using var command = work.Command("select invoice_id, partly from childcare_undetailed($1, $2, $3)", work.Structure.Value, family.Value, year);
        Dictionary<InvoiceId, bool> partly = [];
        await using (var row = await command.ExecuteReaderAsync(stop))
        {
            while (await row.ReadAsync(stop))
                partly.Add(new(row.GetGuid(0)), row.GetBoolean(1));
        }
        var invoices = await work.Read<Invoice>().Where(i => partly.Keys.Contains(i.Id)).OrderBy(i => i.Year).ThenBy(i => i.Number).ToListAsync(stop);
        return invoices.ConvertAll(i => new UndetailedInvoice(i.FullNumber, partly[i.Id]));
    }

    private sealed record Care(string FirstName, string LastName, DateOnly? BornOn, string Service, int Times, long Cents);
}
