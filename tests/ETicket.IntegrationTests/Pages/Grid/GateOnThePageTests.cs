using ETicket.Families;
using ETicket.IntegrationTests.World;
using ETicket.Planning.Gate;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>Before days can be ticked, the page says which step is missing.</summary>
[Collection(nameof(PortalStories))]
public sealed class GateOnThePageTests(PortalRunning running)
{
    [Fact]
    public async Task R60_The_page_says_which_step_is_missing()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var stop = TestContext.Current.CancellationToken;
        var (town, family) = (await database.CommuneAsync(), await database.FamilyAsync("Devret"));
        var (louis, canteen) = (await database.ChildAsync("Louis"), await database.ActivityAsync("Cantine"));
        var (files, rights) = (new FamilyFiles(database.Books), new Rights(database.Books));
        Assert.Empty(await StepsAsync(parent));
        try
        {
            await rights.CloseAsync(town, louis, canteen, stop);
            Assert.Equal(["Envoyez votre dossier — fait", "La mairie vérifie votre dossier — fait", "La mairie ouvre le planning : Louis, Cantine — en attente"], await StepsAsync(parent));
            await files.SetStateAsync(town, family, FileState.ToSend, stop);
            Assert.Equal(["Envoyez votre dossier — à faire", "La mairie vérifie votre dossier — ensuite"], (await StepsAsync(parent)).Take(2));
            await files.SetStateAsync(town, family, FileState.Sent, stop);
            Assert.Equal(["Envoyez votre dossier — fait", "La mairie vérifie votre dossier — en cours"], (await StepsAsync(parent)).Take(2));
            await files.SetStateAsync(town, family, FileState.ToComplete, stop);
            Assert.Equal("Complétez ce que la mairie vous a demandé — à faire", (await StepsAsync(parent))[2]);
            var page = await parent.PageAsync("/famille/planning");
            Assert.Empty(page.QuerySelectorAll("button.ticket[data-state=Free]"));
            Assert.NotEmpty(page.QuerySelectorAll("span.ticket[data-state=NotOpened]"));
        }
        finally
        {
            await rights.OpenAsync(town, louis, canteen, stop);
            await files.SetStateAsync(town, family, FileState.Validated, stop);
        }
        Assert.Empty(await StepsAsync(parent));
    }

    [Fact]
    public async Task R26_R80_The_menu_has_the_five_entries_of_the_guide_and_the_weeks_stand_under_their_school_period()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        var page = await parent.PageAsync("/famille/planning?semaine=2026-12-07");
        var summer = await parent.PageAsync("/famille/planning?semaine=2027-06-28");
        var documents = await parent.PageAsync("/famille/documents");

        Assert.Equal(["Mon planning", "Mes factures", "Mon dossier", "Mes documents", "informations"], page.QuerySelectorAll(".menu a").Select(a => a.TextContent.Trim()));
        Assert.Equal("/famille/documents", Assert.Single(documents.QuerySelectorAll(".menu a[aria-current]")).GetAttribute("href"));
        Assert.Equal(["Période scolaire 2026-2027.", "Période scolaire 2026-2027."], new[] { page, summer }.Select(p => p.QuerySelector(".week-title .period")!.TextContent));
    }

    private static async Task<IReadOnlyList<string>> StepsAsync(ParentSession parent) =>
        [.. (await parent.PageAsync("/famille/planning")).QuerySelectorAll(".steps li").Select(l => string.Join(' ', l.TextContent.Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
