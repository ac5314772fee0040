using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.CutOffs;
using ETicket.UnitTests.Mail.Documents;

namespace ETicket.IntegrationTests.Pages.Informations;

/// <summary>The guide of the portal says what this structure decided, on its page and on its paper.</summary>
[Collection(nameof(PortalStories))]
public sealed class GuideTests(PortalRunning running)
{
    [Fact]
    public async Task R252_R259_R28_The_guide_names_the_mairie_its_services_their_limits_and_prices_on_the_page_and_on_paper()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var (name, phone, email) = (await database.AskAsync<string>("select name from structure"), await database.AskAsync<string>("select contact_phone from structure"), await database.AskAsync<string>("select contact_email from structure"));
        var activities = (await database.AskAsync<string>("select string_agg(name, '|' order by position, name) from activity")).Split('|');

        var linked = (await parent.PageAsync("/famille/informations")).QuerySelector("main a[href='/famille/guide']");
        var page = await parent.PageAsync("/famille/guide");
        var said = PdfJudge.Plain(page.QuerySelector("main")!.TextContent);
        using var file = await parent.GetAsync(page.QuerySelector("main a[href$='/pdf']")!.GetAttribute("href")!);
        using var judge = new PdfJudge(await file.Content.ReadAsByteArrayAsync());
        using var again = await parent.GetAsync("/famille/guide/pdf");

        Assert.NotNull(linked);
        string[] chapters = ["Mon dossier, mes documents", "Acheter des tickets", "Cocher les jours", "Signaler une absence", "semaine type", "abonnements", "justificatifs"];
        Assert.All(chapters, words => Assert.Contains(words, said, StringComparison.Ordinal));
        judge.ShouldSay(chapters);
        Assert.All([name, phone, email, .. activities], words => Assert.Contains(PdfJudge.Plain(words), said, StringComparison.Ordinal));
        Assert.Equal(activities.Length, page.QuerySelectorAll("article").Length);
        Assert.Matches("jusqu’(à|au) ", said);
        Assert.Matches("[0-9],[0-9]{2} €", said);
        judge.ShouldBeSound();
        judge.ShouldSay([name, phone, email, .. activities]);
        Assert.Equal(await file.Content.ReadAsByteArrayAsync(), await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task R28_A_limit_decided_for_later_is_not_told_before_its_day()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var later = new DaysBefore(9, new LimitHour(5, 17));
        await new OpeningPlanner(database.Books, new OpenDays(database.Books)).SetCutOffAsync(
            await database.CommuneAsync(), new(await database.AskAsync<Guid>("select id from activity order by position, name limit 1")), TimeProvider.System.Today().AddDays(300),
            new CutOffRules(later, later), "Délibération à venir", default);

        var said = (await parent.PageAsync("/famille/guide")).QuerySelector("main")!.TextContent;

        Assert.DoesNotContain("5:17", said, StringComparison.Ordinal);
        Assert.DoesNotContain("9 jours", said, StringComparison.Ordinal);
    }
}
