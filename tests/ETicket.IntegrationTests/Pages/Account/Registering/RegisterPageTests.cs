using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Grid;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account.Registering;

/// <summary>« Je crée mon compte » : from the commune to the letter, from the letter to the file; and the texts, asked again when they change.</summary>
[Collection(nameof(PortalStories))]
public sealed class RegisterPageTests(PortalRunning running)
{
    private const string Page = "/inscription";
    private const string Chosen = "quatre vélos sous la pluie";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R7_R8_R11_A_new_family_creates_its_account_by_postal_code_accepts_the_texts_confirms_and_enters()
    {
        await using var texts = await PublishedTexts.PublishAsync(running, 1);
        using var phone = new ParentSession(running.Portal.Address);
        Assert.Equal(Page, (await phone.PageAsync("/connexion")).QuerySelector("a[href='/inscription']")!.GetAttribute("href"));
        var form = await phone.PageAsync($"{Page}?lieu=33220");
        Assert.Contains("Ne créez pas un nouveau compte", form.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, form.QuerySelectorAll("input[name=texte]").Length);
        // Each text is read beside its box: what is half filled stays filled.
        Assert.Equal(2, form.QuerySelectorAll("form details").Count(d => d.TextContent.Contains("Version 1,", StringComparison.Ordinal)));
        Assert.Empty(form.QuerySelectorAll("form a[href^='/conditions']"));
        var read = await phone.PageAsync($"/conditions/{texts.Commune}/rules");
        Assert.Contains("Version 1,", read.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{Page}?structure={texts.Commune}", read.QuerySelector(".back a")!.GetAttribute("href"));
        var email = $"zoe.{Guid.NewGuid():N}@famille.example";

        using (var asked = await PostAsync(phone, form, Fields(form, email)))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?envoye=true"), (asked.StatusCode, asked.Headers.Location?.ToString()));
        Assert.Contains("Un message vient de partir", (await phone.PageAsync($"{Page}?envoye=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        var path = await LinkAsync(email);
        using (var opened = await phone.GetAsync(path))
            Assert.Equal((HttpStatusCode.OK, "no-referrer", "no-store"), (opened.StatusCode, Assert.Single(opened.Headers.GetValues("Referrer-Policy")), opened.Headers.CacheControl?.ToString()));
        foreach (var (status, where) in new (HttpStatusCode, string?)[] { (HttpStatusCode.SeeOther, "/connexion?ouvert=true"), (HttpStatusCode.NotFound, null) })
        {
            using var confirmed = await phone.PostWithAsync(path, ParentSession.TokenOf(await phone.PageAsync("/mot-de-passe-oublie")));
            Assert.Equal((status, where), (confirmed.StatusCode, confirmed.Headers.Location?.ToString()));
        }

        using var family = await ParentSession.EnterAsync(running.Portal.Address, new PortalLogin(email, Chosen));
        Assert.Contains("Nouvelle", (await family.PageAsync("/famille/dossier")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var again = (await family.PageAsync("/famille/informations")).QuerySelectorAll("section[aria-labelledby=textes] a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(2, again.Count);
        foreach (var text in again)
            Assert.StartsWith("/famille/informations", (await family.PageAsync(text)).QuerySelector(".back a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain(path.Split('/')[^1], running.Portal.Said, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R12_A_text_that_begins_is_accepted_before_any_page_of_the_file_opens_again()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        await using var texts = await PublishedTexts.PublishAsync(running, 2);

        using (var sent = await phone.GetAsync("/famille/factures?annee=2026"))
            Assert.Equal((HttpStatusCode.SeeOther, "/compte/accord?retour=%2Ffamille%2Ffactures%3Fannee%3D2026"), (sent.StatusCode, sent.Headers.Location?.ToString()));
        using (var posted = await phone.PostAsync("/famille/planning", ("geste", "x")))
            Assert.Equal((HttpStatusCode.SeeOther, "/compte/accord?retour=%2Ffamille%2Fplanning&perdu=true"), (posted.StatusCode, posted.Headers.Location?.ToString()));
        // No paper, document or photo of the file either: each is asked for again from its page.
        foreach (var paper in new[] { "releve/pdf", "guide/pdf", $"factures/{Guid.NewGuid()}/pdf", $"documents/{Guid.NewGuid()}/fichier", $"dossier/enfants/{Guid.NewGuid()}/photo/image", $"telechargements/{Guid.NewGuid()}/fichier" })
        {
            using var kept = await phone.GetAsync($"/famille/{paper}");
            Assert.Equal((HttpStatusCode.Redirect, "/compte/accord?retour=%2F"), (kept.StatusCode, kept.Headers.Location?.ToString()));
        }
        Assert.Contains("Ce que vous veniez d’envoyer n’est pas enregistré", (await phone.PageAsync("/compte/accord?retour=%2Ffamille%2Fplanning&perdu=true")).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var script = await phone.ScriptAsync("/famille/planning?semaines=2", "voeux", "x");
        Assert.StartsWith("Un texte est à accepter", script.GetProperty("sentence").GetString()!, StringComparison.Ordinal);
        Assert.Equal("/compte/accord?retour=%2Ffamille%2Fplanning%3Fsemaines%3D2", script.GetProperty("remedy").GetProperty("address").GetString());
        var page = await phone.PageAsync("/compte/accord?retour=%2Ffamille%2Ffactures");
        var asked = page.QuerySelectorAll("input[name=texte]").Select(i => i.GetAttribute("value")!).ToArray();
        Assert.Equal(2, asked.Length);
        foreach (var wrong in new[] { [], asked[..1], ["<script>"], [Guid.NewGuid().ToString()], [new string('9', 100_000)] })
        {
            using var refused = await phone.PostAsync("/compte/accord", [.. wrong.Select(w => ("texte", w))]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.StartsWith("Lisez, puis acceptez", await ParentSession.RefusalAsync(refused), StringComparison.Ordinal);
        }
        using (var accepted = await phone.PostAsync("/compte/accord", [.. asked.Select(a => ("texte", a)), ("retour", "/famille/factures")]))
            Assert.Equal((HttpStatusCode.SeeOther, "/famille/factures"), (accepted.StatusCode, accepted.Headers.Location?.ToString()));

        using (var paper = await phone.GetAsync("/famille/guide/pdf"))
            Assert.Equal(HttpStatusCode.OK, paper.StatusCode);
        using (var opened = await phone.GetAsync("/famille/factures"))
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        using (var local = await phone.GetAsync("/compte/accord?retour=%2F%2Fmal.example"))
            Assert.Equal((HttpStatusCode.Redirect, "/"), (local.StatusCode, local.Headers.Location?.ToString()));
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using var desk = await staff.GetAsync("/mairie");
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
    }

    [Fact]
    public async Task R13_G10_A_known_and_an_unknown_address_are_answered_word_for_word_the_same()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var stranger = new ParentSession(running.Portal.Address);
        var form = await stranger.PageAsync($"{Page}?lieu=33220");

        var answers = new List<string>();
        foreach (var email in new[] { home.Address, $"personne.{home.Id}@famille.example" })
        {
            using var asked = await PostAsync(stranger, form, Fields(form, email));
            answers.Add($"{asked.StatusCode} {asked.Headers.Location} {await asked.Content.ReadAsStringAsync(Stop)} {string.Join(' ', asked.Headers.Select(h => h.Key).Order(StringComparer.Ordinal))}");
        }

        Assert.Equal(answers[0], answers[1]);
        await using var database = running.Portal.Database();
        Assert.Equal("AccountExists", await database.AskAsync<string>("select string_agg(name, ' ') from outbox_letter where address = $1", home.Address));
    }

    [Fact]
    public async Task R8_R9_Whatever_is_asked_or_posted_is_answered_by_a_sentence_what_was_typed_is_kept_and_nothing_is_written()
    {
        const string Written = "select (select count(*) from family) || ' ' || (select count(*) from outbox_letter)";
        using var stranger = new ParentSession(running.Portal.Address);
        await using var database = running.Portal.Database();
        foreach (var wrong in new[] { "99999", "x", "%", "<script>", new string('3', 4_000) })
        {
            using var nowhere = await stranger.GetAsync($"{Page}?lieu={Uri.EscapeDataString(wrong)}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
            Assert.StartsWith("Aucune structure", await ParentSession.RefusalAsync(nowhere), StringComparison.Ordinal);
        }
        var form = await stranger.PageAsync($"{Page}?lieu=33220");
        var before = await database.AskAsync<string>(Written);

        foreach (var (field, sentence, value) in new[]
                 {
                     ("prenom", "prénom", ""), ("prenom", "prénom", new string('z', 100_000)), ("nom", "Écrivez votre nom", ""), ("adresse", "comme nom@exemple.fr", "zoe"),
                     ("adresse", "comme nom@exemple.fr", "<script>alert(1)</script>"), ("nouveau", "moins de 12", "trop court"), ("nouveau", "Écrivez", ""), ("encore", "différents", "autre chose"),
                 })
        {
            var fields = Fields(form, "zoe@famille.example").Where(f => f.Name != field && !(field == "nouveau" && f.Name == "encore")).Append((field, value)).ToList();
            if (field == "nouveau")
                fields.Add(("encore", value));
            using var refused = await PostAsync(stranger, form, [.. fields]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await ParentSession.ReadAsync(refused);
            Assert.Contains(sentence, page.GetElementById($"{field}-erreur")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(field == "nom" ? value : "Nouvelle", page.GetElementById("nom")!.GetAttribute("value"));
            Assert.All(page.QuerySelectorAll("input[type=password]"), input => Assert.Equal("", ((IHtmlInputElement)input).Value));
            Assert.Empty(page.QuerySelectorAll("main script"));
        }
        foreach (var wrong in new[] { "", "x", Guid.NewGuid().ToString(), new string('1', 100_000) })
        {
            using var closed = await PostAsync(stranger, form, [.. Fields(form, "zoe@famille.example").Where(f => f.Name != "structure"), ("structure", wrong)]);
            Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        }
        using (var unreadable = await PostAsync(stranger, form, [.. Fields(form, "zoe@famille.example\0")]))
            await ParentSession.UnreadableAsync(unreadable);
        foreach (var wrong in new[] { $"{Guid.Empty}/x", $"{Guid.Empty}/{new string('A', 43)}", $"{Guid.Empty}/{new string('a', 4_000)}" })
        {
            using var over = await stranger.GetAsync($"{Page}/{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
        }
        Assert.Equal(before, await database.AskAsync<string>(Written));
    }

    [Fact]
    public async Task R7_R12_The_pages_of_a_new_account_are_for_everyone()
    {
        var home = await AccountHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var (stranger, family) = (await phone.WindowAsync(running.Portal.Address), await phone.WindowAsync(running.Portal.Address));
        await BrowserPhone.SignInAsync(family, home.Login);
        await using var texts = await PublishedTexts.PublishAsync(running, 3);
        List<string> wrong = [];
        foreach (var address in new[] { Page, $"{Page}?lieu=33220", $"{Page}?envoye=true", "/connexion?ouvert=true", $"/conditions/{texts.Commune}/rules" })
            wrong.AddRange(await PageJudge.JudgeAsync(stranger, address));
        wrong.AddRange(await PageJudge.JudgeAsync(family, "/compte/accord"));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }

    private static List<(string Name, string Value)> Fields(IHtmlDocument form, string email) =>
    [
        ("structure", form.QuerySelector("input[name=structure]")!.GetAttribute("value")!), ("prenom", "Zoé"), ("nom", "Nouvelle"), ("adresse", email), ("nouveau", Chosen), ("encore", Chosen),
        .. form.QuerySelectorAll("input[name=texte]").Select(i => ("texte", i.GetAttribute("value")!)),
    ];

    private static Task<HttpResponseMessage> PostAsync(ParentSession session, IHtmlDocument form, IReadOnlyList<(string Name, string Value)> fields) =>
        session.PostWithAsync(Page, ParentSession.TokenOf(form), [.. fields]);

    private async Task<string> LinkAsync(string email)
    {
        using var http = new HttpClient { BaseAddress = running.Portal.Address };
        string? text = null;
        await Eventually.HoldsAsync("the letter arrives", async () =>
        {
            using var messages = JsonDocument.Parse(await http.GetStringAsync(new Uri("/boite-aux-lettres/messages.json", UriKind.Relative), Stop));
            text = messages.RootElement.EnumerateArray().Where(m => m.GetProperty("recipients").EnumerateArray().Any(r => r.GetString() == email)).Select(m => m.GetProperty("text").GetString()).FirstOrDefault();
            return text is not null;
        });
        return new Uri(text!.Split('\n', StringSplitOptions.TrimEntries).First(line => line.Contains("/inscription/", StringComparison.Ordinal))).AbsolutePath;
    }
}
