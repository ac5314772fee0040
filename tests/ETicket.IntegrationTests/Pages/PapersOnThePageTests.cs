using System.Net;
using ETicket.Access;
using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Treasury;
using ETicket.UnitTests.Mail.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages;

/// <summary>A paper is downloaded from the pages of those it belongs to, and checked by anybody on a page that names nobody.</summary>
[Collection(nameof(PortalStories))]
public sealed class PapersOnThePageTests(PortalRunning running)
{
    [Fact]
    public async Task R174_A_family_downloads_its_receipt_and_whoever_holds_it_checks_its_code()
    {
        var receipt = await SoldAsync("Devret");
        var parent = await running.SessionAsync(PortalLogin.Parent);
        using var nobody = new ParentSession(running.Portal.Address);

        var page = await parent.PageAsync($"/famille/factures/{receipt}");
        var link = Assert.Single(page.QuerySelectorAll("a[href$='/pdf']")).GetAttribute("href")!;
        using var file = await parent.GetAsync(link);
        using var judge = new PdfJudge(await file.Content.ReadAsByteArrayAsync());
        var code = PaperDesk.CodeOn(judge);
        using var asked = await nobody.GetAsync($"/verifier?saisi={code.ToLowerInvariant().Replace("-", "%20")}");
        var checkedPage = await nobody.PageAsync(asked.Headers.Location!.ToString());

        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Matches("^Quittance n° Q[0-9]{4}-[0-9]{6}\\.pdf$", file.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("no-store", file.Headers.CacheControl?.ToString());
        judge.ShouldBeSound();
        judge.ShouldSay("Famille Devret");
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        var said = PdfJudge.Plain(checkedPage.QuerySelector("main")!.TextContent);
        Assert.All(new[] { "Ce document a bien été établi", "Quittance", "1,60 €", "Commune de Port-Sainte-Foy-et-Ponchapt", code }, words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.All(new[] { "Devret", "Chantal", "Julia", "F001" }, name => Assert.DoesNotContain(name, checkedPage.DocumentElement.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_downloads_another_family_s_papers()
    {
        var receipt = await SoldAsync("Devret");
        var other = await running.SessionAsync(PortalLogin.OtherParent);
        var staff = await running.SessionAsync(PortalLogin.Staff);

        using var stolen = await other.GetAsync($"/famille/factures/{receipt}/pdf");
        using var own = await staff.GetAsync($"/mairie/quittances/{receipt}/pdf");

        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.NotEqual("application/pdf", stolen.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_statement_is_asked_for_with_days_and_a_child_and_badly_asked_is_refused_with_a_sentence()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var julia = await database.ChildAsync("Julia");
        var strangers = await database.ChildAsync("Lou");

        using var asked = await parent.GetAsync($"/famille/releve/pdf?du=2026-01-01&au=2026-12-31&enfant={julia}");
        using var stolen = await parent.GetAsync($"/famille/releve/pdf?enfant={strangers}");
        using var reversed = await parent.GetAsync("/famille/releve/pdf?du=2026-03-01&au=2026-01-01");
        using var words = await parent.GetAsync("/famille/releve/pdf?du=hier");
        using var year = await parent.GetAsync($"/famille/attestations/{TimeProvider.System.Today().Year}/fiscale");

        Assert.Equal([200, 404, 422, 422, 422], new[] { asked, stolen, reversed, words, year }.Select(a => (int)a.StatusCode));
        Assert.Contains("dans l’ordre", (await ParentSession.ReadAsync(reversed)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("n’est pas finie", (await ParentSession.ReadAsync(year)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_regie_s_papers_are_for_those_who_run_it_or_control_it()
    {
        await SoldAsync("Devret");
        await using var database = running.Portal.Database();
        var regie = await database.AskAsync<Guid>("select id from regie where kind = 'Regie'");
        var (regisseur, parent) = (await running.SessionAsync(PortalLogin.Staff), await running.SessionAsync(PortalLogin.Parent));
        var (agent, accountant) = (await HiredAsync(database, Role.Agent), await HiredAsync(database, Role.Accountant));
        string[] papers = [$"/mairie/etats/{regie}/journal", $"/mairie/etats/{regie}/versement/{TimeProvider.System.Today():yyyy/M}"];

        var offered = (await regisseur.PageAsync("/mairie/pieces")).QuerySelectorAll("a[download]").Select(a => a.GetAttribute("href")!).ToList();
        foreach (var paper in papers.Concat(offered))
        {
            using var file = await regisseur.GetAsync(paper);
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
        }
        foreach (var paper in papers)
        {
            using var controlled = await accountant.GetAsync(paper);
            Assert.Equal(HttpStatusCode.OK, controlled.StatusCode);
            foreach (var stranger in new[] { agent, parent })
            {
                using var refused = await stranger.GetAsync(paper);
                Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            }
        }

        using var journal = await regisseur.GetAsync(papers[0]);
        using var judge = new PdfJudge(await journal.Content.ReadAsByteArrayAsync());
        using var backwards = await regisseur.GetAsync($"{papers[0]}?du=2026-03-01&au=2026-01-01");
        Assert.Equal(await database.PapersAsync(books: true, children: true), offered.Count);
        judge.ShouldSay("Journal des encaissements", "Devret (F001)", "0001234");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, backwards.StatusCode);
        Assert.Empty((await agent.PageAsync("/mairie")).QuerySelectorAll("a[href*='/regies/']"));
    }

    [Theory]
    [InlineData("AAAA-AAAA-AAAA-AAAA")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("{{ 7*7 }}")]
    public async Task A_code_that_is_none_is_told_so_and_nothing_typed_becomes_markup(string typed)
    {
        using var nobody = new ParentSession(running.Portal.Address);

        using var asked = await nobody.GetAsync($"/verifier?saisi={Uri.EscapeDataString(typed)}");
        using var answer = await nobody.GetAsync(asked.Headers.Location?.ToString() ?? $"/verifier?saisi={Uri.EscapeDataString(typed)}");
        var page = await ParentSession.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Aucun document ne porte ce code", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main script"));
        Assert.Equal(typed, page.QuerySelector("#saisi")!.GetAttribute("value"));
    }

    /// <summary>A session of somebody of the mairie, under that role.</summary>
    private async Task<ParentSession> HiredAsync(PortalDatabase database, Role role)
    {
        var login = new PortalLogin($"{role}-{Guid.NewGuid():N}".ToLowerInvariant(), "planning-et-cantine");
        await using var verbs = database.Verbs(running.Portal);
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(await database.CommuneAsync(), role, null)], TestContext.Current.CancellationToken);
        return await running.SessionAsync(login);
    }

    /// <summary>Two bus tickets at the counter.</summary>
    private async Task<ReceiptId> SoldAsync(string name)
    {
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var (commune, family, bus) = (await database.CommuneAsync(), await database.FamilyAsync(name), await database.TicketTypeAsync("BUS"));
        var sold = await verbs.GetRequiredService<CashDesk>().SellAsync(
            new(Guid.NewGuid(), commune, family, LoginId.New(), "Dominique", PaymentMeans.Cheque, [FamilyFile.Cheque("0001234")], [new(bus, 2)]), TestContext.Current.CancellationToken);
        return new(await database.AskAsync<Guid>("select id from receipt where payment_id = $1", Assert.Single(sold).Id.Value));
    }
}
