using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Documents;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Papers;
using ETicket.Persistence;
using ETicket.Treasury.Papers;
using ETicket.UnitTests.Mail.Documents;
using ETicket.Wallets.Papers;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Documents;

/// <summary>The papers of a town, made by the product's own verbs.</summary>
internal sealed class PaperDesk(Town town)
{
    private static readonly DocumentDesk Desk = new(new PdfRenderer(Options.Create(new MailOptions())));
    private static readonly PortalAddress Portal = new() { Public = new Uri("https://famille.saint-aout.example") };

    public Town Town => town;

    public ReceiptPapers Receipts => new(town.Books.Database, Desk, Portal);

    public Task<RenderedDocument?> ReceiptOf(FamilyFile family, ReceiptId receipt) => Receipts.OfFamilyAsync(town.Structure, family.Id, receipt, CancellationToken.None);

    public Task<RenderedDocument?> InvoiceOf(FamilyFile family, Invoice invoice) =>
        new InvoicePapers(town.Books.Database, Desk, Portal).PrintAsync(town.Structure, invoice.Id, family.Id, CancellationToken.None);

    public Task<RenderedDocument?> StatementOf(FamilyFile family, DateOnly from, DateOnly to, ChildId? child = null) =>
        new TicketStatements(town.Books.Database, Desk, Portal).PrintAsync(town.Structure, family.Id, child, from, to, CancellationToken.None);

    public Task<RenderedDocument?> YearOf(FamilyFile family, int year) =>
        new YearlyCertificates(town.Books.Database, Desk, Portal).PrintAsync(town.Structure, family.Id, year, CancellationToken.None);

    /// <summary>Null where the family is told that it paid no care.</summary>
    public async Task<RenderedDocument?> CareOf(FamilyFile family, int year)
    {
        try
        {
            return await new ChildcareCertificates(town.Books.Database, Desk, Portal).PrintAsync(town.Structure, family.Id, year, CancellationToken.None);
        }
        catch (NoCarePaid)
        {
            return null;
        }
    }

    /// <summary>The years a family is offered certificates of, « garde » where the care of the year is among them.</summary>
    public async Task<IReadOnlyList<string>> OfferedTo(FamilyFile family)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        var years = await CertificateYear.OfAsync(work, family.Id, ParisTime.DayOf(await work.NowAsync(CancellationToken.None)), CancellationToken.None);
        return [.. years.Select(y => y.Care ? $"{y.Year} garde" : $"{y.Year}")];
    }

    public Task<RenderedDocument?> JournalOf(DateOnly from, DateOnly to) => JournalOf(town.Books.Database, town.Structure, town.Regie, from, to);

    public Task<RenderedDocument?> RemittanceOf(int year, int month) => RemittanceOf(town.Books.Database, town.Structure, town.Regie, year, month);

    /// <summary>The same of any régie, of books no town founded.</summary>
    public static Task<RenderedDocument?> JournalOf(Database database, StructureId structure, RegieId regie, DateOnly from, DateOnly to) =>
        new TakingsJournals(database, Desk, Portal).PrintAsync(structure, regie, from, to, CancellationToken.None);

    public static Task<RenderedDocument?> RemittanceOf(Database database, StructureId structure, RegieId regie, int year, int month) =>
        new RemittanceStatements(database, Desk, Portal).PrintAsync(structure, regie, year, month, CancellationToken.None);

    /// <summary>The documents of a payment, the earliest first.</summary>
    public async Task<IReadOnlyList<ReceiptId>> NumbersOf(Payment payment) => await town.Books.ListAsync(
        town.Structure, "select id from receipt where payment_id = $1 order by entry_id", r => new ReceiptId(r.GetGuid(0)), payment.Id.Value);

    /// <summary>The code printed on a document.</summary>
    public static string CodeOn(PdfJudge judge) => System.Text.RegularExpressions.Regex.Match(judge.Text, "([A-Z0-9]{4}-){3}[A-Z0-9]{4}").Value;

    /// <summary>The night after that day.</summary>
    public async Task ClosesTheDay(DateOnly day)
    {
        await town.SetsTheClock(day, "21:00");
        await town.ClosesTheDay(day);
    }

    /// <summary>The council declares that an activity is care.</summary>
    public Task DeclaresCare(string activity) => WriteAsync("update activity set is_childcare = true where id = $1", town.Activity(activity).Value);

    /// <summary>The mairie writes down when a child was born.</summary>
    public Task Born(ChildId child, DateOnly day) => WriteAsync("update child set born_on = $2 where id = $1", child.Value, day);

    /// <summary>A child leaves the file: from now on only its other parent's holds it.</summary>
    public Task Leaves(ChildId child) => WriteAsync("delete from family_child where child_id = $1", child.Value);

    private async Task WriteAsync(string sql, params object[] values)
    {
        await using var command = town.Books.Owner.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
