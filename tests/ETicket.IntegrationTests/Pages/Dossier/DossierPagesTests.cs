using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Families;
using ETicket.Families.Dossier;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;

namespace ETicket.IntegrationTests.Pages.Dossier;

/// <summary>« Mon dossier » : its cards fold, are written one by one, and say what the mairie and the other reader wrote.</summary>
[Collection(nameof(PortalStories))]
public sealed class DossierPagesTests(PortalRunning running)
{
    [Fact]
    public async Task R256_R31_R40_R46_R47_The_cards_are_there_folded_and_one_is_written_from_its_own_form()
    {
        var home = await DossierHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        var page = await parent.PageAsync(DossierHome.Page);

        Assert.Equal(["Enfant : Nina Vidal", "Responsable légal : Camille Vidal", "Informations complémentaires"], page.QuerySelectorAll("details > summary > .file-card-name").Select(s => s.TextContent.Replace('\u00a0', ' ').Trim()));
        Assert.Single(page.QuerySelectorAll("details[open]"));
        Assert.Contains("Dossier en préparation", page.QuerySelector(".file-state")!.TextContent, StringComparison.Ordinal);
        using (var saved = await parent.PostAsync(home.ChildPage, await DossierHome.FormAsync(parent, home.ChildPage, ("BornOn", "23/08/2019"), ("Grade", "PS"), ("Outings", "true"))))
            Assert.Equal((HttpStatusCode.SeeOther, $"{DossierHome.Page}?fait={home.Child.Value:N}#fiche-{home.Child.Value:N}"), (saved.StatusCode, saved.Headers.Location?.ToString()));

        page = await parent.PageAsync($"{DossierHome.Page}?fait={home.Child.Value:N}");
        var card = page.GetElementById($"fiche-{home.Child.Value:N}")!;
        Assert.True(card.HasAttribute("open"));
        Assert.Contains("C’est enregistré", card.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("23/08/2019", "PS", true), (((IHtmlInputElement)card.QuerySelector("[name=BornOn]")!).Value, ((IHtmlInputElement)card.QuerySelector("[name=Grade]")!).Value, ((IHtmlInputElement)card.QuerySelector("[type=checkbox][name=Outings]")!).IsChecked));
        Assert.All(page.QuerySelectorAll("form[method=post]"), form => Assert.Equal(ParentSession.Token, form.QuerySelector("input, button")?.GetAttribute("name")));
    }

    [Fact]
    public async Task R46_The_last_writer_reads_what_the_other_wrote_beside_what_they_typed_and_then_decides()
    {
        var home = await DossierHome.WelcomeAsync(running);
        using var first = await home.EnterAsync();
        using var second = await home.EnterAsync();
        var theirs = await DossierHome.FormAsync(second, home.AdultPage, ("Mobile", "06 22 22 22 22"), ("Note", "Le soir"));

        using (await first.PostAsync(home.AdultPage, await DossierHome.FormAsync(first, home.AdultPage, ("Mobile", "06 11 11 11 11"))))
        using (var told = await second.PostAsync(home.AdultPage, theirs))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, told.StatusCode);
            var page = await ParentSession.ReadAsync(told);
            Assert.Contains("Cette fiche a changé pendant que vous l’écriviez", page.QuerySelector(".errors")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("06 22 22 22 22", ((IHtmlInputElement)page.QuerySelector("[name=Mobile]")!).Value);
            Assert.Contains(page.QuerySelectorAll(".theirs"), t => t.TextContent.Contains("06 11 11 11 11", StringComparison.Ordinal));
            using var decided = await second.PostAsync(home.AdultPage, DossierHome.Filled(page));
            Assert.Equal(HttpStatusCode.SeeOther, decided.StatusCode);
        }

        var kept = await DossierHome.FormAsync(first, home.AdultPage);
        Assert.Equal(("06 22 22 22 22", "Le soir"), (kept.Single(k => k.Name == "Mobile").Value, kept.Single(k => k.Name == "Note").Value));
    }

    [Fact]
    public async Task R253_R42_R45_R51_A_person_is_added_once_from_a_form_sent_twice_and_taken_out_again()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated);
        using var parent = await home.EnterAsync();
        const string Add = $"{DossierHome.Page}/ajouter/tiers";
        var form = await DossierHome.FormAsync(parent, Add, ("FirstName", "Noémie"), ("LastName", "Petit"), ("Relation", "Childminder"), ("Mobile", "0607897015"));
        var id = Guid.Parse(form.Single(f => f.Name == "fiche").Value);

        foreach (var _ in new[] { 1, 2 })
        {
            using var added = await parent.PostAsync(Add, form);
            Assert.Equal($"{DossierHome.Page}?ajoute={id:N}#fiche-{id:N}", added.Headers.Location?.ToString());
        }
        var page = await parent.PageAsync($"{DossierHome.Page}?ajoute={id:N}");
        Assert.Equal("Tiers de confiance : Noémie Petit (nounou)", Assert.Single(page.QuerySelectorAll("summary .file-card-name"), s => s.TextContent.Contains("Tiers", StringComparison.Ordinal)).TextContent.Replace('\u00a0', ' '));
        Assert.NotNull(page.QuerySelector("a[href$='ajouter/enfant']"));
        using (var refused = await parent.PostAsync($"{DossierHome.Page}/ajouter/enfant", ("fiche", Guid.NewGuid().ToString()), ("FirstName", "Zoé"), ("LastName", "Vidal")))
            Assert.Contains("incomplet", await ParentSession.RefusalAsync(refused), StringComparison.Ordinal);

        Assert.Contains("Noémie Petit", (await parent.PageAsync($"{DossierHome.Page}/retrait/{id}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using (var left = await parent.PostAsync($"{DossierHome.Page}/retrait/{id}"))
            Assert.Equal($"{DossierHome.Page}?retire=true", left.Headers.Location?.ToString());
        using var gone = await parent.GetAsync($"{DossierHome.Page}/adultes/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task R48_The_quotient_is_read_with_its_day_and_whom_to_tell_and_nothing_posted_changes_it()
    {
        var home = await DossierHome.WelcomeAsync(running, FileState.Validated);
        using var parent = await home.EnterAsync();
        await using var database = running.Portal.Database();
        await new FileLists(database.Books).WriteQuotientAsync(
            new() { StructureId = await database.CommuneAsync(), FamilyId = home.Family, StartsOn = new(2026, 9, 1), Amount = new Money(84550), Source = "CAF" }, TestContext.Current.CancellationToken);

        var page = await parent.PageAsync($"{DossierHome.Page}/complements");
        using (var posted = await parent.PostAsync($"{DossierHome.Page}/complements", DossierHome.Filled(page, ("EmergencyNote", "Clé chez la voisine"), ("Quotient", "0"), ("Amount", "1"), ("amount_cents", "1"), ("FileState", "Sent"))))
            Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);

        var said = page.QuerySelector(".kept")!.TextContent.Replace('\u00a0', ' ');
        Assert.Contains("845,5 depuis le 01/09/2026", said, StringComparison.Ordinal);
        Assert.Contains("attestation CAF ou MSA", said, StringComparison.Ordinal);
        Assert.Equal("84550 Validated Clé chez la voisine", await database.AskAsync<string>("select concat_ws(' ', q.amount_cents, f.file_state, f.emergency_note) from family_quotient q join family f on f.id = q.family_id where f.id = $1", home.Family.Value));
    }

    [Fact]
    public async Task R255_R50_R57_R58_R59_A_family_reads_what_is_missing_sends_its_file_and_then_only_reads_it()
    {
        var home = await DossierHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        const string Send = $"{DossierHome.Page}/envoi";
        var page = await parent.PageAsync(Send);
        var leads = page.QuerySelectorAll(".missing a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal([$"{home.ChildPage}#BornOn-{home.Child.Value:N}", $"{home.AdultPage}#Pays-{home.Guardian.Value:N}", $"{home.AdultPage}#Emergency-{home.Guardian.Value:N}"], leads);
        foreach (var lead in leads)
            Assert.NotNull((await parent.PageAsync(lead.Split('#')[0])).GetElementById(lead.Split('#')[1]));
        using (var early = await parent.PostAsync(Send, ("lu", "true")))
            Assert.Contains("Il manque des informations", await ParentSession.RefusalAsync(early), StringComparison.Ordinal);

        using (await parent.PostAsync(home.ChildPage, await DossierHome.FormAsync(parent, home.ChildPage, ("BornOn", "23/08/2019"))))
        using (await parent.PostAsync(home.AdultPage, await DossierHome.FormAsync(parent, home.AdultPage, ("Pays", "true"), ("Emergency", "true"), ("Address1", "Rue de la Mer"), ("PostalCode", "38630"), ("Town", "Rochefort"), ("Mobile", "0607897015"))))
        using (var unticked = await parent.PostAsync(Send))
            Assert.Contains("Cochez la case pour envoyer", await ParentSession.RefusalAsync(unticked), StringComparison.Ordinal);
        var facts = (await parent.PageAsync(Send)).QuerySelectorAll("section[aria-labelledby=resume] dl div").ToDictionary(d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent);
        Assert.Equal("Camille Vidal", facts["À prévenir en cas d’urgence"]);
        Assert.EndsWith("Mes documents", facts["Justificatifs à envoyer"], StringComparison.Ordinal);
        var (opened, before) = (await DossierHome.FormAsync(parent, home.AdultPage, ("Mobile", "06 99 99 99 99")), await home.WrittenAsync());
        using (var sent = await parent.PostAsync(Send, ("lu", "true")))
            Assert.Equal($"{DossierHome.Page}?envoye=true", sent.Headers.Location?.ToString());

        page = await parent.PageAsync($"{DossierHome.Page}?envoye=true");
        Assert.Contains("C’est envoyé", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Envoyé le", page.QuerySelector(".file-state")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form.card-form button, form.card-form textarea, a[href*='ajouter'], a[href*='retrait']"));
        Assert.NotEqual(before, await home.WrittenAsync());
        var rests = await home.WrittenAsync();
        using (var late = await parent.PostAsync(home.AdultPage, opened))
            Assert.Contains("en lecture seule", await ParentSession.RefusalAsync(late), StringComparison.Ordinal);
        Assert.Equal(rests, await home.WrittenAsync());
        await home.StandsAsync(FileState.ToComplete);
        Assert.Contains("compléter", (await parent.PageAsync(DossierHome.Page)).QuerySelector(".file-state")!.TextContent, StringComparison.Ordinal);
        await home.StandsAsync(FileState.Validated);
        Assert.Contains("Validé le", (await parent.PageAsync(DossierHome.Page)).QuerySelector(".file-state")!.TextContent, StringComparison.Ordinal);
    }
}
