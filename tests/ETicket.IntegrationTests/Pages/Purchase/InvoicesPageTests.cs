using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Care;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.UnitTests.Mail.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Purchase;

/// <summary>« Mes factures » — the columns of the guide, every paper a link leads to, and a statement asked for with its days beside their error.</summary>
[Collection(nameof(PortalStories))]
public sealed class InvoicesPageTests(PortalRunning running)
{
    private const string Page = "/famille/factures";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R172_R175_The_last_paid_invoices_have_the_columns_of_the_guide_and_each_is_downloaded()
    {
        var home = await CareHome.WelcomeAsync(running, "Lou");
        var invoice = await BuysAsync(home);
        using var parent = await home.EnterAsync();

        var page = await parent.PageAsync(Page);
        var paid = page.QuerySelector("section[aria-labelledby='reglees']")!;
        var rows = paid.QuerySelectorAll("tbody tr");

        Assert.Equal("Vos dernières factures réglées", paid.QuerySelector("h2")!.TextContent);
        Assert.Equal(["Date", "Référence", "Désignation", "Montant", "Paiement", "Télécharger"], paid.QuerySelectorAll("thead th").Select(t => t.TextContent));
        var told = rows.Select(r => PdfJudge.Plain(r.QuerySelector(".list-what")!.TextContent)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["10 × [Lou] : Ticket(s) pour le service Cantine", $"Facture {invoice.FullNumber} : Étude, octobre"], told);
        Assert.All(rows, row => Assert.Matches("^[0-9]{2}/[0-9]{2}/[0-9]{4}", row.QuerySelector(".list-date")!.TextContent.Trim()));
        Assert.All(rows, row => Assert.Equal("Chèque", row.QuerySelector(".list-means")!.TextContent));

        // The invoice paid is still to be had, from the list and from its receipt.
        var address = $"/famille/factures/a-payer/{invoice.Id}/pdf";
        var receipt = rows.Single(r => r.QuerySelector($"a[href='{address}']") is not null).QuerySelector(".list-ref a")!.GetAttribute("href")!;
        Assert.NotNull((await parent.PageAsync(receipt)).QuerySelector($"a[href='{address}']"));
        await DownloadsAsync(parent, page, 3 + 1);
    }

    [Fact]
    public async Task R178_No_link_to_a_certificate_leads_nowhere()
    {
        var home = await CareHome.WelcomeAsync(running, "Lou");
        using var parent = await home.EnterAsync();
        Assert.Empty((await parent.PageAsync(Page)).QuerySelectorAll("a[href*='/attestations/']"));
        await BuysAsync(home);

        var links = (await parent.PageAsync(Page)).QuerySelectorAll("a[href*='/attestations/']");
        Assert.Single(links);
        using (var file = await parent.GetAsync(links[0].GetAttribute("href")!))
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));

        using var typed = await parent.GetAsync($"/famille/attestations/{TimeProvider.System.Today().Year - 1}/fiscale");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, typed.StatusCode);
        Assert.Contains("Les repas n’y comptent pas", (await ParentSession.ReadAsync(typed)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-01")]
    [InlineData("", "2026-03-01")]
    [InlineData("<b>hier</b>", "demain")]
    [InlineData("1999-01-01", "2026-03-01")]
    public async Task R179_Days_of_a_statement_in_no_order_stay_in_the_form_with_the_sentence_beside_them(string from, string to)
    {
        var home = await CareHome.WelcomeAsync(running, "Lou", "Max");
        using var parent = await home.EnterAsync();

        using var refused = await parent.GetAsync($"{Page}?du={Uri.EscapeDataString(from)}&au={Uri.EscapeDataString(to)}&enfant={home.Children[1]}");
        var page = await ParentSession.ReadAsync(refused);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal((from, to), (page.QuerySelector("#du")!.GetAttribute("value"), page.QuerySelector("#au")!.GetAttribute("value")));
        Assert.Equal("Max", ((IHtmlSelectElement)page.QuerySelector("#enfant")!).SelectedOptions.Single().TextContent);
        Assert.Contains("dans l’ordre", page.QuerySelector($"#{page.QuerySelector("#du")!.GetAttribute("aria-describedby")}")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main b"));
    }

    [Fact]
    public async Task R179_A_statement_of_a_child_and_a_period_is_asked_for_on_the_page_of_invoices()
    {
        var home = await CareHome.WelcomeAsync(running, "Lou");
        using var parent = await home.EnterAsync();
        var form = (IHtmlFormElement)(await parent.PageAsync(Page)).QuerySelector("section[aria-labelledby='releves'] form")!;

        using var answer = await parent.GetAsync($"{form.GetAttribute("action")!.Split('#')[0]}?du=2026-09-01&au={TimeProvider.System.Today():yyyy-MM-dd}&enfant={home.Children[0]}");
        using var file = await parent.GetAsync(answer.Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Every paper the list offers is there, and there are so many.</summary>
    private static async Task DownloadsAsync(ParentSession parent, IHtmlDocument page, int papers)
    {
        var links = page.QuerySelectorAll("main a[href$='/pdf'], main a[href*='/attestations/']").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(papers, links.Count);
        foreach (var link in links)
        {
            using var file = await parent.GetAsync(link);
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
        }
    }

    /// <summary>Ten canteen tickets for the first child by cheque, and an invoice settled the same way.</summary>
    private async Task<Invoice> BuysAsync(CareHome home)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        var service = new ServiceId(await database.AskAsync<Guid>("select service_id from activity where name = 'Cantine'"));
        var ticket = new TicketTypeId(await database.AskAsync<Guid>("select y.id from ticket_type y join activity a on a.id = y.activity_id where a.name = 'Cantine' order by y.code limit 1"));
        var invoice = await verbs.GetRequiredService<Invoices>().IssueAsync(commune, new(InvoiceId.New(), home.Family, service, "Étude, octobre", new(1200), TimeProvider.System.Today()), Stop);
        var desk = verbs.GetRequiredService<CashDesk>();
        await desk.SellAsync(new(Guid.NewGuid(), commune, home.Family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(ticket, 10, "Lou")]), Stop);
        await desk.SellAsync(new(Guid.NewGuid(), commune, home.Family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001235")], []) { Invoices = [invoice.Id] }, Stop);
        return invoice;
    }
}
