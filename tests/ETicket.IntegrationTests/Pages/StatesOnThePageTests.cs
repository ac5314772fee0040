using System.Net;
using ETicket.Access;
using ETicket.IntegrationTests.Documents;
using ETicket.IntegrationTests.World;
using ETicket.UnitTests.Mail.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages;

/// <summary>States are for those who answer for the régie or control it, lists of children for those who serve the day; each is downloaded, and its code is known.</summary>
[Collection(nameof(PortalStories))]
public sealed class StatesOnThePageTests(PortalRunning running)
{
    private static readonly string[] States = ["tickets", "balance", "frais", "impayes", "credits-dormants"];

    [Theory]
    [InlineData(Role.Deputy, true, true)]
    [InlineData(Role.Ordonnateur, true, false)]
    [InlineData(Role.Accountant, true, false)]
    [InlineData(Role.Agent, false, true)]
    [InlineData(Role.Counter, false, true)]
    [InlineData(Role.Administrator, false, false)]
    public async Task Each_role_downloads_what_it_needs_and_is_refused_the_rest(Role role, bool books, bool children)
    {
        await using var database = running.Portal.Database();
        var (regie, canteen, bus) = (await database.AskAsync<Guid>("select id from regie where kind = 'Regie'"), await database.ActivityAsync("Cantine"), await database.ActivityAsync("Ramassage scolaire"));
        var session = await running.SessionAsync(await HiredAsync(database, role));

        foreach (var address in States.Select(s => $"/mairie/etats/{regie}/{s}"))
            Assert.Equal((address, books ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (address, await StatusAsync(session, address)));
        foreach (var address in new[] { $"/mairie/listes/appel/{canteen}", $"/mairie/listes/bus/{bus}", "/mairie/listes/cuisine" })
            Assert.Equal((address, children ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (address, await StatusAsync(session, address)));
    }

    [Theory]
    [InlineData(Role.Accountant, true, false, "mois")]
    [InlineData(Role.Agent, false, true, "jour")]
    [InlineData(Role.Deputy, true, true, "jour mois")]
    [InlineData(Role.Administrator, false, false, "")]
    public async Task The_page_offers_each_role_what_it_may_open_of_the_month_and_the_day_it_names(Role role, bool books, bool children, string fields)
    {
        await using var database = running.Portal.Database();
        var papers = await database.PapersAsync(books, children);
        var session = await running.SessionAsync(await HiredAsync(database, role));

        var page = await session.PageAsync("/mairie/pieces?mois=2026-02&jour=2026-11-24");
        var wrong = await session.PageAsync("/mairie/pieces?mois=février&jour=9999-99-99");

        var offered = page.QuerySelectorAll("a[download]").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(papers, offered.Count);
        Assert.All(offered.Where(a => a.Contains("au=", StringComparison.Ordinal)), address => Assert.EndsWith("du=2026-02-01&au=2026-02-28", address, StringComparison.Ordinal));
        foreach (var address in offered)
            Assert.Equal((address, HttpStatusCode.OK), (address, await StatusAsync(session, address)));
        Assert.Equal(papers, wrong.QuerySelectorAll("a[download]").Length);
        Assert.Equal(fields, string.Join(' ', wrong.QuerySelectorAll(".errors a").Select(a => a.GetAttribute("href")!.TrimStart('#')).Order(StringComparer.Ordinal)));
        Assert.All(wrong.QuerySelectorAll(".errors a"), a => Assert.NotNull(wrong.QuerySelector(a.GetAttribute("href")!)));
    }

    [Fact]
    public async Task A_state_is_saved_under_its_name_and_whoever_holds_it_checks_its_code()
    {
        await using var database = running.Portal.Database();
        var regie = await database.AskAsync<Guid>("select id from regie where kind = 'Regie'");
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using var nobody = new ParentSession(running.Portal.Address);

        using var file = await staff.GetAsync($"/mairie/etats/{regie}/balance?du=2026-01-01");
        using var judge = new PdfJudge(await file.Content.ReadAsByteArrayAsync());
        using var backwards = await staff.GetAsync($"/mairie/etats/{regie}/balance?du=2026-03-01&au=2026-02-01");
        var page = await nobody.PageAsync($"/verifier/{PaperDesk.CodeOn(judge)}");

        judge.ShouldBeSound();
        judge.ShouldSay("Régie périscolaire", "Acte constitutif n° 2016-47");
        Assert.Matches("^Balance des comptes familles, du 01 01 2026 au .*\\.pdf$", file.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, backwards.StatusCode);
        var said = PdfJudge.Plain(page.QuerySelector("main")!.TextContent);
        Assert.All(new[] { "Balance des comptes familles", "Montant" }, words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.DoesNotContain("Devret", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_children_that_is_checked_tells_neither_an_amount_nor_a_name()
    {
        await using var database = running.Portal.Database();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using var nobody = new ParentSession(running.Portal.Address);

        using var file = await staff.GetAsync($"/mairie/listes/appel/{await database.ActivityAsync("Cantine")}?jour=2026-11-24");
        using var judge = new PdfJudge(await file.Content.ReadAsByteArrayAsync());
        var page = await nobody.PageAsync($"/verifier/{PaperDesk.CodeOn(judge)}");

        var said = PdfJudge.Plain(page.QuerySelector("main")!.TextContent);
        Assert.Contains("Feuille d’appel", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Montant", said, StringComparison.Ordinal);
    }

    private async Task<PortalLogin> HiredAsync(PortalDatabase database, Role role)
    {
        var login = new PortalLogin($"{role}-{Guid.NewGuid():N}", "planning-et-cantine");
        await using var verbs = database.Verbs(running.Portal);
        await verbs.GetRequiredService<Logins>().CreateAsync(login.UserName, null, login.Password, [(await database.CommuneAsync(), role, null)], TestContext.Current.CancellationToken);
        return login;
    }

    private static async Task<HttpStatusCode> StatusAsync(ParentSession session, string address)
    {
        using var answer = await session.GetAsync(address);
        return answer.StatusCode;
    }
}
