using System.Net;
using ETicket.Families;
using ETicket.Families.Changes;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>What a family of a validated file asks for stands beside its field, until the mairie answered or the family withdrew it.</summary>
[Collection(nameof(PortalStories))]
public sealed class RequestPagesTests(PortalRunning running)
{
    [Fact]
    public async Task R46_A_request_stands_beside_its_field_is_withdrawn_and_a_refusal_is_read_with_its_reason()
    {
        var (home, other) = (await DossierHome.WelcomeAsync(running, FileState.Validated), await DossierHome.WelcomeAsync(running, FileState.Validated));
        using var parent = await home.EnterAsync();
        using var stranger = await other.EnterAsync();
        using (var saved = await parent.PostAsync(home.AdultPage, await DossierHome.FormAsync(parent, home.AdultPage, ("BirthName", "Petit"), ("Relation", "Mother"), ("Mobile", "0607897015"))))
            Assert.Contains("&demande=true", saved.Headers.Location!.ToString(), StringComparison.Ordinal);

        var page = await parent.PageAsync($"{DossierHome.Page}?fait={home.Guardian}&demande=true");
        Assert.Contains("Ce que la mairie doit accepter lui est demandé", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var said = page.QuerySelectorAll(".asked-change").Select(a => a.TextContent.Replace('\u00a0', ' ').Trim()).ToList();
        Assert.Equal(2, said.Count);
        Assert.Contains(said, s => s.Contains("« Non précisé » deviendra « mère »", StringComparison.Ordinal));
        var withdraw = page.QuerySelector($"#BirthName-{home.Guardian.Value:N}-demande a")!.GetAttribute("href")!;
        using (var foreign = await stranger.GetAsync(withdraw))
        using (var foreignAct = await stranger.PostAsync(withdraw))
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, foreignAct.StatusCode));
        Assert.Contains("« rien » deviendra « Petit »", (await parent.PageAsync(withdraw)).QuerySelector(".note")!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        using (var withdrawn = await parent.PostAsync(withdraw))
            Assert.Equal($"{DossierHome.Page}?retiree=true", withdrawn.Headers.Location?.ToString());

        await using (var database = running.Portal.Database())
        {
            var asked = await database.AskAsync<Guid>("select id from file_change where family_id = $1 and field = 'Relation'", home.Family.Value);
            await new Decisions(database.Books, new PortalAddress()).RefuseAsync(await database.CommuneAsync(), asked, "mairie", "Apportez le livret de famille.", TestContext.Current.CancellationToken);
            Assert.Empty(await database.ViolationsAsync());
        }
        var refused = Assert.Single((await parent.PageAsync(home.AdultPage)).QuerySelectorAll(".asked-change"));
        Assert.Contains("Refusé par la mairie : Apportez le livret de famille.", refused.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Null(refused.QuerySelector("a"));
        var form = await DossierHome.FormAsync(parent, home.AdultPage);
        Assert.Equal(("", "", "06 07 89 70 15"), (form.Single(f => f.Name == "BirthName").Value, form.Single(f => f.Name == "Relation").Value, form.Single(f => f.Name == "Mobile").Value));
    }
}
