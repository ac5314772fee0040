using System.Net;
using ETicket.Families;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>What no form of « Mon dossier » sends: another family's numbers, what is missing, absurd, endless or disguised. Nothing is written, of anybody.</summary>
[Collection(nameof(PortalStories))]
public sealed class HostileDossierTests(PortalRunning running)
{
    private static readonly string Endless = new('x', 100_000);

    /// <summary>The page, the field, what is typed, and the sentence beside it.</summary>
    private static IEnumerable<(string Page, string Field, string Typed, string Sentence)> Refused()
    {
        (string Page, string[] Fields)[] texts =
        [
            ("enfant", ["LastName", "Grade", "BirthPlace", "Address", "Town", "DerogationReason", "Note"]), ("adulte", ["FirstName", "BirthName", "Address1", "Address2", "Address3", "Town", "Note"]),
            ("complements", ["EmergencyNote", "OtherNote"]), ("tiers", ["LastName", "Note"]),
        ];
        foreach (var (page, field) in texts.SelectMany(t => t.Fields.Select(f => (t.Page, f))))
        {
            yield return (page, field, Endless, "caractères au plus");
            yield return (page, field, "Ni\u202Eana", "signes illisibles");
            yield return (page, field, "<script>alert(1)</script>", "ne sont pas acceptés");
            yield return (page, field, "=HYPERLINK(1)", "ne sont pas acceptés");
        }
        (string, string, string, string)[] others =
        [
            ("enfant", "FirstName", "  ", "à remplir"), ("enfant", "FirstName", "...", "signes illisibles"), ("enfant", "BornOn", "31/02/2019", "Une date comme"), ("enfant", "BornOn", "2999-01-01", "pas dans le futur"),
            ("enfant", "BornOn", "01/01/1800", "pas dans le futur"), ("enfant", "PostalCode", "3863O", "Cinq chiffres"), ("enfant", "SchoolId", "00000000-0000-0000-0000-000000000000", "liste proposée"),
            ("enfant", "DietId", "' or 1=1", "liste proposée"), ("enfant", "Outings", "peut-être", "liste proposée"), ("enfant", "Grade", "CM1\nCM2", "signes illisibles"),
            ("adulte", "Mobile", "06 07 89", "Dix chiffres"), ("adulte", "WorkPhone", "00", "Dix chiffres"), ("adulte", "Phone", Endless, "caractères au plus"), ("adulte", "Relation", "7", "liste proposée"),
            ("adulte", "PostalCode", "\u0663\u0663\u0662\u0662\u0660", "Cinq chiffres"), ("tiers", "Email", "noemie", "Une adresse comme"), ("tiers", "Email", "a@b.fr\u200B", "signes illisibles"), ("tiers", "FirstName", "", "à remplir"),
        ];
        foreach (var other in others)
            yield return other;
    }

    [Fact]
    public async Task Each_field_says_what_is_wrong_keeps_what_was_typed_and_nothing_is_written()
    {
        var home = await DossierHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        var before = await home.WrittenAsync();
        var forms = new Dictionary<string, (string Path, (string Name, string Value)[] Form)>(StringComparer.Ordinal);
        foreach (var (page, path) in new[] { ("enfant", home.ChildPage), ("adulte", home.AdultPage), ("complements", $"{DossierHome.Page}/complements"), ("tiers", $"{DossierHome.Page}/ajouter/tiers") })
            forms[page] = (path, await DossierHome.FormAsync(parent, path, page == "tiers" ? [("FirstName", "Noémie"), ("LastName", "Petit")] : []));

        foreach (var (page, field, typed, sentence) in Refused())
        {
            var (path, form) = forms[page];
            var said = $"{page} {field} {typed[..Math.Min(20, typed.Length)]}";
            using var answer = await parent.PostAsync(path, [.. form.Where(f => f.Name != field), (field, typed)]);
            Assert.Equal((said, HttpStatusCode.UnprocessableEntity), (said, answer.StatusCode));
            var read = await ParentSession.ReadAsync(answer);
            Assert.Contains(sentence, DossierHome.Beside(read, field), StringComparison.Ordinal);
            Assert.NotEmpty(read.QuerySelectorAll(".errors a[href^='#']"));
            Assert.DoesNotContain("<script>alert", read.Source.Text, StringComparison.OrdinalIgnoreCase);
            Assert.True(read.Source.Length < 60_000, said);
            if (field is not ("SchoolId" or "DietId" or "Relation" or "Outings") && typed.Length < 60 && !typed.Contains('\n', StringComparison.Ordinal))
                Assert.Equal((said, typed.Trim()), (said, DossierHome.Filled(read).Single(f => f.Name == field).Value.Trim()));
        }
        foreach (var (path, form) in forms.Values)
        {
            using var nul = await parent.PostAsync(path, [.. form.Where(f => f.Name != "Note"), ("Note", "a\0b")]);
            await ParentSession.UnreadableAsync(nul);
        }

        Assert.Equal(before, await home.WrittenAsync());
    }

    [Fact]
    public async Task Half_a_form_is_refused_and_what_is_added_to_it_changes_nothing()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated);
        using var parent = await home.EnterAsync();
        var before = await home.WrittenAsync();
        var form = await DossierHome.FormAsync(parent, home.AdultPage);

        foreach (var path in new[] { home.ChildPage, home.AdultPage, $"{DossierHome.Page}/complements", $"{DossierHome.Page}/ajouter/tiers", $"{DossierHome.Page}/envoi" })
        {
            using var nothing = await parent.PostAsync(path);
            using var absurd = await parent.PostAsync(path, ("Note", Endless), ("version", Endless), ("fiche", Endless), ("lu", Endless), (Endless[..2000], "x"));
            foreach (var answer in new[] { nothing, absurd })
            {
                Assert.Equal((path, HttpStatusCode.UnprocessableEntity), (path, answer.StatusCode));
                Assert.NotEmpty(await ParentSession.RefusalAsync(answer));
            }
        }
        string[] columns = ["structure_id", "family_id", "FamilyId", "Id", "id", "Kind", "kind", "ReceivesLetters", "receives_letters", "LeftAt", "left_at", "FileState", "LowBalanceDays", "Email", "State", "role"];
        using (var stuffed = await parent.PostAsync(home.AdultPage, [.. form, .. columns.Select(c => (c, c is "ReceivesLetters" ? "true" : "Trusted"))]))
            Assert.Equal(HttpStatusCode.SeeOther, stuffed.StatusCode);

        Assert.Equal(before, await home.WrittenAsync());
    }

    [Fact]
    public async Task G1_R15_Cards_of_others_are_not_found_and_the_other_home_of_a_child_is_never_shown()
    {
        var (mine, theirs) = (await DossierHome.WelcomeAsync(running), await DossierHome.WelcomeAsync(running, name: "Canari", children: ["Nathan"]));
        await using var database = running.Portal.Database();
        await using var work = await database.Books.BeginAsync(await database.CommuneAsync(), TestContext.Current.CancellationToken);
        work.Db.Add(new FamilyChild { StructureId = work.Structure, FamilyId = theirs.Family, ChildId = mine.Child, Address = "CANARI rue cachée", Note = "CANARI note" });
        await work.CommitAsync(TestContext.Current.CancellationToken);
        using var parent = await mine.EnterAsync();
        using var other = await theirs.EnterAsync();
        using (await other.PostAsync(theirs.AdultPage, await DossierHome.FormAsync(other, theirs.AdultPage, ("Address1", "CANARI adulte"), ("Note", "CANARI"))))
        using (await other.PostAsync($"{DossierHome.Page}/complements", await DossierHome.FormAsync(other, $"{DossierHome.Page}/complements", ("OtherNote", "CANARI"))))
            Assert.Contains("CANARI", await theirs.WrittenAsync(), StringComparison.Ordinal);
        var before = await theirs.WrittenAsync();
        var form = await DossierHome.FormAsync(parent, mine.AdultPage);

        string[] foreign =
        [
            theirs.AdultPage, theirs.ChildPage, $"{DossierHome.Page}/retrait/{theirs.Guardian}", $"{DossierHome.Page}/retrait/{theirs.Child}", $"{DossierHome.Page}/adultes/{Guid.NewGuid()}", $"{DossierHome.Page}/adultes/{mine.Child}",
            $"{DossierHome.Page}/enfants/{mine.Guardian}", $"{DossierHome.Page}/enfants/{theirs.Family}", $"{DossierHome.Page}/retrait/{mine.Family}", $"{DossierHome.Page}/enfants/1", $"{DossierHome.Page}/ajouter/maire",
        ];
        foreach (var path in foreign)
        {
            using var read = await parent.GetAsync(path);
            using var written = await parent.PostAsync(path, form);
            Assert.Equal((path, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (path, read.StatusCode, written.StatusCode));
        }
        foreach (var path in new[] { DossierHome.Page, mine.ChildPage, mine.AdultPage, $"{DossierHome.Page}/complements", $"{DossierHome.Page}/envoi", $"{DossierHome.Page}/retrait/{mine.Child}", $"{DossierHome.Page}?fiche={theirs.Guardian}", "/famille/planning" })
            Assert.DoesNotContain("CANARI", (await parent.PageAsync(path)).Source.Text, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(before, await theirs.WrittenAsync());
    }
}
