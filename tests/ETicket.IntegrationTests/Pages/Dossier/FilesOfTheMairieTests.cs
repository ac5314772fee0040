using System.Net;
using ETicket.Families;
using ETicket.IntegrationTests.Access;
using ETicket.IntegrationTests.World;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>The mairie reads what a family sent and asks for, and answers it on one page.</summary>
[Collection(nameof(PortalStories))]
public sealed class FilesOfTheMairieTests(PortalRunning running)
{
    [Fact]
    public async Task R46_R58_R59_What_a_family_sends_and_asks_for_is_read_and_answered()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated, name: "Aubrac");
        using var parent = await home.EnterAsync();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var file = $"/mairie/dossiers/{home.Family}";
        using (await parent.PostAsync(home.AdultPage, await DossierHome.FormAsync(parent, home.AdultPage, ("BirthName", "Petit"), ("Relation", "Mother"))))
            Assert.Contains("Famille Aubrac", (await staff.PageAsync("/mairie/dossiers")).QuerySelector(".choices")!.TextContent, StringComparison.Ordinal);

        var page = await staff.PageAsync(file);
        var ids = page.QuerySelectorAll("input[name=demande]").Select(i => i.GetAttribute("value")!).ToList();
        Assert.Equal(2, ids.Count);
        using (var early = await staff.PostAsync(file, ("geste", "valider")))
            Assert.Contains("n’attend pas de réponse", await ParentSession.RefusalAsync(early), StringComparison.Ordinal);
        using (var mute = await staff.PostAsync(file, ("geste", "refuser"), ("demande", ids[0]), ("texte", " ")))
            Assert.Contains("Dites pourquoi", await ParentSession.RefusalAsync(mute), StringComparison.Ordinal);
        using (var accepted = await staff.PostAsync(file, ("geste", "accepter"), ("demande", ids[0])))
        using (var refused = await staff.PostAsync(file, ("geste", "refuser"), ("demande", ids[1]), ("texte", "Apportez le livret de famille.")))
            Assert.Equal(($"{file}?fait=accepter", $"{file}?fait=refuser"), (accepted.Headers.Location?.ToString(), refused.Headers.Location?.ToString()));
        var said = (await parent.PageAsync(home.AdultPage)).QuerySelectorAll(".asked-change").Select(a => a.TextContent).ToList();
        Assert.Equal(2, said.Count);
        Assert.Single(said, s => s.Contains("Apportez le livret de famille.", StringComparison.Ordinal));
        Assert.Single(said, s => s.Contains("Accepté par la mairie", StringComparison.Ordinal));

        await home.StandsAsync(FileState.Sent);
        using (var empty = await staff.PostAsync(file, ("geste", "completer"), ("texte", "")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using (var asked = await staff.PostAsync(file, ("geste", "completer"), ("texte", "Photo d’identité")))
            Assert.Equal($"{file}?fait=completer", asked.Headers.Location?.ToString());
        Assert.Equal("Photo d’identité", (await parent.PageAsync(DossierHome.Page)).QuerySelector(".answer")!.TextContent);
        await home.StandsAsync(FileState.Sent);
        using (var validated = await staff.PostAsync(file, ("geste", "valider")))
            Assert.Equal($"{file}?fait=valider", validated.Headers.Location?.ToString());
        Assert.Contains("Validé le", (await parent.PageAsync(DossierHome.Page)).QuerySelector(".file-state")!.TextContent, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Equal("ChangeDecided ChangeDecided FileProcessed FileToComplete", await database.AskAsync<string>("select string_agg(name, ' ' order by name) from outbox_letter where guardian_id = $1", home.Guardian.Value));
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R13_A_child_of_another_file_is_said_to_be_known_to_the_mairie_and_to_neither_family()
    {
        var (first, again) = (await DossierHome.WelcomeAsync(running, FileState.Validated, name: "Kerdoncuf", children: ["Maël"]), await DossierHome.WelcomeAsync(running, FileState.Sent, name: "KERDONCUF", children: ["Mael"]));
        await using var database = running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await FactorDesk.ReadOwnAsync(owner, $"update child set born_on = '2019-08-23' where id in ('{first.Child}', '{again.Child}') returning id::text");
        var staff = await running.SessionAsync(PortalLogin.Staff);

        var note = (await staff.PageAsync($"/mairie/dossiers/{again.Family}")).QuerySelector(".known-child")!;
        Assert.Contains("Mael KERDONCUF semble déjà connu", note.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/mairie/dossiers/{first.Family}", note.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("semble déjà connu", (await staff.PageAsync("/mairie/dossiers")).QuerySelector($"a[href='/mairie/dossiers/{again.Family}']")!.TextContent, StringComparison.Ordinal);
        foreach (var (home, other) in new[] { (again, first), (first, again) })
        {
            using var family = await home.EnterAsync();
            foreach (var path in new[] { DossierHome.Page, $"{DossierHome.Page}/envoi", home.ChildPage, home.AdultPage, "/compte" })
            {
                using var answer = await family.GetAsync(path);
                var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.All(new[] { "déjà connu", other.Family.ToString(), other.Child.ToString() }, word => Assert.DoesNotContain(word, said, StringComparison.Ordinal));
            }
        }
        await again.StandsAsync(FileState.Validated);
    }

    [Fact]
    public async Task R46_R59_The_pages_of_the_desk_can_be_read_and_used_by_everyone_empty_and_full()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated, name: "de La Rochefoucauld-Montbrison-Villeneuve", children: ["Maximilienne-Alexandrine-Élisabeth", "Lou"]);
        using (var parent = await home.EnterAsync())
        using (await parent.PostAsync(home.AdultPage, await DossierHome.FormAsync(parent, home.AdultPage, ("BirthName", "Petit-Montbrison-Villeneuve-sur-Dordogne"))))
            await home.StandsAsync(FileState.Sent);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, PortalLogin.Staff);

        List<string> wrong = [.. await PageJudge.JudgeAsync(page, "/mairie/dossiers"), .. await PageJudge.JudgeAsync(page, $"/mairie/dossiers/{home.Family}?fait=accepter")];
        await home.StandsAsync(FileState.Validated);

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }
}
