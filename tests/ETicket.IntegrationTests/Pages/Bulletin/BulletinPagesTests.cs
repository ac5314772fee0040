using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.Bulletin.Menus;
using ETicket.IntegrationTests.Pages.Care;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.UnitTests.Families;
using ETicket.Web.Display.Bulletin;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Bulletin;

/// <summary>The mairie writes, every family reads, without a script; what is wrong is told beside its field, what was typed stays, and nothing is written.</summary>
[Collection(nameof(PortalStories))]
public sealed class BulletinPagesTests(PortalRunning running)
{
    private const string News = "/mairie/informations";
    private const string Shelf = "/mairie/telechargements";
    private const string Menus = "/mairie/menus";
    private const string Questions = "/famille/questions";

    private static readonly string Endless = new('é', 100_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R181_An_information_is_written_kept_as_a_draft_published_and_two_writers_lose_nothing()
    {
        var (staff, parent) = (await running.SessionAsync(PortalLogin.Staff), await running.SessionAsync(PortalLogin.Parent));
        var (id, today) = (Guid.NewGuid().ToString(), TimeProvider.System.Today());
        (string, string)[] Form(string version, string title, string day) => [("cle", id), ("lu", version), ("titre", title), ("message", "Une ligne\n<b>et une autre</b>"), ("date", day)];
        async Task<string> ReadAsync() => (await parent.PageAsync("/famille/informations")).QuerySelector("main")!.TextContent;

        using (var draft = await staff.PostAsync(News, Form("0", "Titre gardé", "")))
            Assert.Equal($"{News}?fait=brouillon", draft.Headers.Location!.ToString());
        Assert.DoesNotContain("Titre gardé", await ReadAsync(), StringComparison.Ordinal);
        var edited = await staff.PageAsync($"{News}?modifier={id}");
        Assert.Equal(("Titre gardé", "1"), (Input(edited, "titre"), edited.QuerySelector("input[name=lu]")!.GetAttribute("value")));
        using (var published = await staff.PostAsync(News, Form("1", "Titre publié", $"{today:yyyy-MM-dd}")))
            Assert.Equal($"{News}?fait=publie", published.Headers.Location!.ToString());
        Assert.Contains("<b>et une autre</b>", await ReadAsync(), StringComparison.Ordinal);
        using var late = await staff.PostAsync(News, Form("1", "Titre d’un autre", $"{today:yyyy-MM-dd}"));
        var page = await ParentSession.ReadAsync(late);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Equal(("Titre d’un autre", "2"), (Input(page, "titre"), page.QuerySelector("input[name=lu]")!.GetAttribute("value")));
        Assert.Contains("Titre publié", page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        using (var hidden = await staff.PostAsync(News, Form("2", "Titre publié", "")))
            Assert.Equal(HttpStatusCode.SeeOther, hidden.StatusCode);
        Assert.DoesNotContain("Titre publié", await ReadAsync(), StringComparison.Ordinal);

        var before = await AskAsync<long>("select count(*) from news_item");
        foreach (var (field, value) in new[] { ("titre", ""), ("titre", Endless), ("titre", "a\u202Eb"), ("message", " "), ("message", Endless), ("date", "hier"), ("date", "2190-01-01"), ("date", Endless), ("cle", "x"), ("lu", "-1") })
        {
            using var answer = await staff.PostAsync(News, Last(("cle", Guid.NewGuid().ToString()), ("lu", "0"), ("titre", "Titre"), ("message", "Mot"), ("date", ""), (field, value)));
            await RefusedAsync(answer, field is "cle" or "lu" ? null : field);
        }
        Assert.Equal(before, await AskAsync<long>("select count(*) from news_item"));
    }

    [Fact]
    public async Task R182_A_document_is_judged_by_its_content_found_by_every_family_and_saved_never_shown()
    {
        var (staff, parent) = (await running.SessionAsync(PortalLogin.Staff), await running.SessionAsync(PortalLogin.Parent));
        var before = await AskAsync<long>("select count(*) from download");
        foreach (var (name, content, fields, field) in new (string, byte[], (string, string)[], string?)[]
                 {
                     ("page.pdf", Corpus.Html, [], "fichier"), ("vide.pdf", [], [], "fichier"), ("coupe.pdf", Corpus.Pdf[..30], [], "fichier"), ("a.pdf", Corpus.Pdf, [("titre", Endless)], "titre"),
                     ("a.pdf", Corpus.Pdf, [("titre", "")], "titre"), ("a.pdf", Corpus.Pdf, [("categorie", "\u202E")], "categorie"), ("a.pdf", Corpus.Pdf, [("cle", "")], null), ("a.pdf", Corpus.Pdf, [("geste", "")], null),
                 })
        {
            using var answer = await SendAsync(staff, Shelf, name, content, [("geste", "ajouter"), ("cle", Guid.NewGuid().ToString()), ("titre", "Règlement"), ("categorie", "Cantine"), .. fields]);
            await RefusedAsync(answer, field);
        }
        Assert.Equal(before, await AskAsync<long>("select count(*) from download"));

        using (var sent = await SendAsync(staff, Shelf, "../Tarifs; x=.pdf", Corpus.ScriptedPdf, ("geste", "ajouter"), ("cle", Guid.NewGuid().ToString()), ("titre", "<script>Tarifs"), ("categorie", "Tarifs")))
            Assert.Equal($"{Shelf}?fait=ajoute", sent.Headers.Location!.ToString());
        var link = (await parent.PageAsync("/famille/telechargements")).QuerySelectorAll("main a").Single(a => a.TextContent == "<script>Tarifs").GetAttribute("href")!;
        using (var file = await parent.GetAsync(link))
        {
            Assert.Equal((HttpStatusCode.OK, "application/pdf", "attachment", "Tarifs x.pdf"), (file.StatusCode, file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentDisposition.FileNameStar));
            Assert.Equal(("nosniff", "no-store"), (string.Join(' ', file.Headers.GetValues("X-Content-Type-Options")), file.Headers.CacheControl!.ToString()));
            Assert.StartsWith("sandbox; default-src 'none'", string.Join(' ', file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal(Corpus.ScriptedPdf, await file.Content.ReadAsByteArrayAsync(Stop));
        }
        using (var gone = await staff.PostAsync(Shelf, ("geste", "retirer"), ("id", link.Split('/')[3])))
            Assert.Equal($"{Shelf}?fait=retire", gone.Headers.Location!.ToString());
        using var missing = await parent.GetAsync(link);
        using var nonsense = await staff.PostAsync(Shelf, ("geste", "retirer"), ("id", "tout"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (missing.StatusCode, nonsense.StatusCode));
    }

    [Fact]
    public async Task R260_A_week_of_menus_is_written_on_one_page_read_with_its_allergens_and_a_wrong_word_or_file_writes_nothing()
    {
        var (staff, parent) = (await running.SessionAsync(PortalLogin.Staff), await running.SessionAsync(PortalLogin.Parent));
        var monday = MenuWeek.MondayOf(TimeProvider.System.Today()).AddDays(70);
        var canteen = await AskAsync<Guid>("select id from activity where name = 'Cantine'");
        var address = $"{Menus}?semaine={monday:yyyy-MM-dd}&service={canteen}";
        var (soup, with, pie) = (MenuForm.NameOf(monday, Course.Starter, MenuField.Name), MenuForm.NameOf(monday, Course.Starter, MenuField.Allergens), MenuForm.NameOf(monday, Course.Dessert, MenuField.Name));
        async Task<(string, string)[]> FormAsync(params (string, string)[] typed)
        {
            var page = await staff.PageAsync(address);
            return [.. page.QuerySelectorAll(".week-form input[type=hidden]").Where(i => i.GetAttribute("name") != ParentSession.Token).Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!)), ("geste", "enregistrer"), .. typed];
        }
        async Task<string> ReadAsync() => (await parent.PageAsync($"/famille/menus?semaine={monday.AddDays(3):yyyy-MM-dd}")).QuerySelector("main")!.TextContent;

        var first = await FormAsync((soup, "Soupe <b>verte</b>"), (with, "céleri, 7"), (pie, "Tarte"));
        using (var saved = await staff.PostAsync(Menus, first))
            Assert.EndsWith("fait=enregistre", saved.Headers.Location!.ToString(), StringComparison.Ordinal);
        var read = await ReadAsync();
        Assert.All(["Soupe <b>verte</b>", "Allergènes\u00A0: lait, céleri.", "Tarte", "Allergènes non renseignés"], words => Assert.Contains(words, read, StringComparison.Ordinal));
        Assert.Equal("lait, céleri", Input(await staff.PageAsync(address), with));

        foreach (var (field, value) in new[] { (with, "beurre"), (with, Endless), (with, "aucun, lait"), (soup, Endless), (soup, "a\u202Eb"), (soup, "") })
        {
            using var wrong = await staff.PostAsync(Menus, [.. await FormAsync((pie, "Tarte gardée")), .. new[] { (soup, "Soupe"), (with, "lait") }.Where(f => f.Item1 != field), (field, value)]);
            Assert.Equal("Tarte gardée", Input(await RefusedAsync(wrong, value.Length == 0 ? soup : field), pie));
        }
        using (var crossed = await staff.PostAsync(Menus, [.. first.Where(f => f.Item1 != pie), (pie, "Sous l’ancienne")]))
            Assert.Contains("Soupe <b>verte</b>", (await RefusedAsync(crossed, null)).QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        using (var strange = await staff.PostAsync(Menus, ("geste", "enregistrer"), ("semaine", Endless), ("service", "x")))
            await RefusedAsync(strange, null);

        var (week, head) = (("semaine", $"{monday:yyyy-MM-dd}"), "jour;service;rang;plat;allergenes\n");
        using (var none = await SendAsync(staff, Menus, "", [], ("geste", "importer"), week))
            await RefusedAsync(none, "fichier");
        using (var bad = await SendAsync(staff, Menus, "menus.csv", Encoding.UTF8.GetBytes($"{head}{French.NumericDay(monday)};Cantine;plat;Riz;aucun\n{French.NumericDay(monday)};Cantine;dessert;Riz au lait;beurre\n"), ("geste", "importer"), week))
            Assert.Contains("Ligne 3, colonne «\u00A0allergenes\u00A0»", (await RefusedAsync(bad, "fichier")).QuerySelector("section.errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(read, await ReadAsync());
        using (var good = await SendAsync(staff, Menus, "menus.csv", Encoding.UTF8.GetBytes($"{head}{French.NumericDay(monday.AddDays(1))};Cantine;plat;Riz;aucun\n"), ("geste", "importer"), week))
            Assert.EndsWith("fait=importe&jours=1", good.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Aucun des quatorze allergènes.", await ReadAsync(), StringComparison.Ordinal);
        Assert.Contains("/famille/menus?semaine=", (await parent.PageAsync("/famille/planning")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R29_A_question_is_asked_answered_and_read_and_whoever_only_controls_money_opens_nothing()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        foreach (var (field, value) in new[] { ("question", ""), ("question", Endless), ("question", "a\u202Eb"), ("service", "x"), ("service", Guid.NewGuid().ToString()), ("cle", "") })
        {
            using var wrong = await parent.PostAsync(Questions, Last(("cle", Guid.NewGuid().ToString()), ("service", "autre"), ("question", "Ma question gardée"), (field, value)));
            var again = await RefusedAsync(wrong, field == "cle" ? null : field);
            Assert.Equal(field == "question", again.GetElementById("question")!.TextContent != "Ma question gardée");
        }
        Assert.Equal(0L, await home.AskAsync<long>("select count(*) from question where family_id = $1", home.Family.Value));
        var key = Guid.NewGuid().ToString();
        foreach (var _ in new[] { 1, 2 })
        {
            using var sent = await parent.PostAsync(Questions, ("cle", key), ("service", "autre"), ("question", "CANARY <i>santé</i>"));
            Assert.Equal($"{Questions}?fait=envoyee", sent.Headers.Location!.ToString());
        }
        var listed = await staff.PageAsync("/mairie/questions");
        Assert.DoesNotContain("CANARY", listed.Source.Text, StringComparison.Ordinal);
        var path = Assert.Single(listed.QuerySelectorAll("a.choice"), a => a.GetAttribute("href")!.EndsWith(key, StringComparison.Ordinal)).GetAttribute("href")!;
        Assert.Contains("CANARY <i>santé</i>", (await staff.PageAsync(path)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using (var mute = await staff.PostAsync(path, ("reponse", Endless)))
            await RefusedAsync(mute, "reponse");
        using (var answered = await staff.PostAsync(path, ("reponse", "Oui,\nbien sûr.")))
            Assert.Equal("/mairie/questions?fait=repondu", answered.Headers.Location!.ToString());
        using (var late = await staff.PostAsync(path, ("reponse", "Non.")))
            Assert.Contains("Oui,\nbien sûr.", (await RefusedAsync(late, null)).QuerySelector(".answered")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Oui,\nbien sûr.", (await parent.PageAsync(Questions)).QuerySelector(".answered .said")!.TextContent);
        Assert.DoesNotContain("CANARY", running.Portal.Said, StringComparison.Ordinal);

        var accountant = new PortalLogin($"comptable-{Guid.NewGuid():N}", "un mot de passe assez long");
        await using (var database = running.Portal.Database())
        await using (var verbs = database.Verbs(running.Portal))
            await verbs.GetRequiredService<Logins>().CreateAsync(accountant.UserName, null, accountant.Password, [(await database.CommuneAsync(), Role.Accountant, null)], Stop);
        using var control = await ParentSession.EnterAsync(running.Portal.Address, accountant);
        foreach (var page in new[] { News, Shelf, Menus, "/mairie/questions", path })
        {
            using var asked = await control.GetAsync(page);
            using var posted = await control.PostAsync(page, ("reponse", "Non."), ("geste", "ajouter"));
            Assert.Equal((page, HttpStatusCode.Forbidden), (page, asked.StatusCode));
            Assert.NotEqual(HttpStatusCode.SeeOther, posted.StatusCode);
        }
        Assert.Equal(3L, await home.AskAsync<long>("select count(*) from question_read where question_id = $1::uuid", Guid.Parse(key)));
    }

    /// <summary>A page that says no: at its top, and beside the field it is about.</summary>
    private static async Task<IHtmlDocument> RefusedAsync(HttpResponseMessage answer, string? field)
    {
        var page = await ParentSession.ReadAsync(answer);
        Assert.Equal((field, HttpStatusCode.UnprocessableEntity), (field, answer.StatusCode));
        Assert.NotEmpty(page.QuerySelectorAll(".errors li"));
        if (field is not null)
            Assert.NotEqual("", page.GetElementById($"{field}-erreur")?.TextContent.Trim() ?? "");
        Assert.True(page.Source.Text.Length < 120_000);
        return page;
    }

    private static string Input(IHtmlDocument page, string field) => ((IHtmlInputElement)page.GetElementById(field)!).Value;

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var database = running.Portal.Database();
        return await database.AskAsync<T>(sql);
    }

    /// <summary>Of two fields of one name, the last.</summary>
    private static (string Name, string Value)[] Last(params (string Name, string Value)[] fields) => [.. fields.GroupBy(f => f.Name, StringComparer.Ordinal).Select(g => g.Last())];

    /// <summary>Posts a form with a file as a browser does.</summary>
    private static async Task<HttpResponseMessage> SendAsync(ParentSession session, string path, string name, byte[] content, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var field in Last(fields).Append((Name: ParentSession.Token, Value: ParentSession.TokenOf(await session.PageAsync(path)))))
            form.Add(new StringContent(field.Value), field.Name);
        if (name.Length > 0)
            form.Add(new ByteArrayContent(content), "fichier", name);
        return await session.Http.PostAsync(new Uri(path, UriKind.Relative), form, Stop);
    }
}
