using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.IntegrationTests.World;
using ETicket.UnitTests.Families;
using ETicket.Web.Pages.Parents.Documents;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Care;

/// <summary>« Mes documents » as a parent meets it, without a script; and every file a stranger could send in a parent's name (reliability rows F9 to F17).</summary>
[Collection(nameof(PortalStories))]
public sealed class DocumentPageTests(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Each with the words that refuse it.</summary>
    private static readonly (string Name, Func<byte[]> Made, string Said)[] Strange =
    [
        ("vide.pdf", () => [], "Ce fichier est vide."), ("lourd.pdf", () => [.. Corpus.Pdf, .. new byte[IncomingFile.MostBytes]], "dépasse 10 Mo"), ("photo.png", () => Corpus.Svg, "Envoyez un PDF"),
        ("programme.pdf", () => Corpus.Executable, "Envoyez un PDF"), ("image.jpg", () => Corpus.Gifar, "Envoyez un PDF"), ("bombe.zip", () => Corpus.ZipBomb(16), "Envoyez un PDF"),
        ("bombe.pdf", () => Corpus.ZipBomb(16), "Envoyez un PDF"), ("page.html", () => Corpus.Html, "Envoyez un PDF"), ("page.pdf", () => [.. Corpus.Html, .. Corpus.Pdf], "Envoyez un PDF"),
        ("coupe.pdf", () => Corpus.Pdf[..30], "abîmé"), ("grand.png", () => Corpus.Png(30_000, 30_000), "bien trop grande"),
    ];

    public static TheoryData<string> Hostile => [.. Strange.Select(s => s.Name)];

    [Fact]
    public async Task R52_R53_R55_A_parent_sends_a_paper_reads_it_and_withdraws_it_on_a_phone_without_a_script()
    {
        var home = await CareHome.WelcomeAsync(running, "Lou", "Zoé");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync("/famille/dossier");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mes documents" }).PressAsync("Enter");
        await Expect(page.GetByText("Vous n’avez encore rien envoyé.")).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);

        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Envoyer\\s: Assurance scolaire\\s: Zoé$") }).PressAsync("Enter");
        await Expect(page.GetByLabel("À quoi sert-il ?")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex($"{home.Children[1].Value:N}$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choisissez un fichier à envoyer.");
        await BrowserPhone.FitsAsync(page);
        await page.GetByLabel("Fichier").SetInputFilesAsync(new FilePayload { Name = "Assurance Zoé.pdf", MimeType = "application/pdf", Buffer = Corpus.Pdf });
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C’est envoyé.");
        await Expect(page.Locator(".care-item", new() { HasTextString = "Assurance scolaire : Zoé" }).First).ToContainTextAsync("reçu");
        await Expect(page.Locator(".care-item", new() { HasTextString = "Assurance scolaire : Lou" }).First).ToContainTextAsync("à envoyer");
        await BrowserPhone.FitsAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Assurance Zoé.pdf") }).PressAsync("Enter"));
        Assert.Equal("Assurance Zoé.pdf", download.SuggestedFilename);
        Assert.Equal(Corpus.Pdf, await File.ReadAllBytesAsync(await download.PathAsync(), Stop));

        await page.GetByText("Retirer").First.PressAsync("Enter");
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Oui, retirer ce document") }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Ce document est retiré");
        await Expect(page.GetByText("Vous n’avez encore rien envoyé.")).ToBeVisibleAsync();
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task F9_F10_F11_F12_A_hostile_file_is_refused_beside_its_field_the_input_kept_and_nothing_written(string name)
    {
        var (_, made, sentence) = Strange.Single(s => s.Name == name);
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();

        using var answer = await SendAsync(parent, name, made(), ("pour", DocumentForm.Free), ("titre", "Papiers de Lou"), ("jusquau", "2030-01-31"));

        var page = await ParentSession.ReadAsync(answer);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, page.GetElementById("fichier-erreur")!.TextContent.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Equal("#fichier", page.QuerySelector(".errors a")!.GetAttribute("href"));
        Assert.Equal(("Papiers de Lou", "2030-01-31"), (Field(page, "titre"), Field(page, "jusquau")));
        Assert.Equal(0L, await home.AskAsync<long>("select count(*) from family_document where family_id = $1", home.Family.Value));
    }

    [Fact]
    public async Task F11_F13_F14_F17_What_is_taken_is_saved_under_a_clean_name_without_its_place_and_never_shown_in_our_place()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        foreach (var (name, content, shown, type) in new[]
                 {
                     ("../../etc/\u202Egpj.exe", Corpus.Jpeg(Corpus.Exif(6), Corpus.Comment(Corpus.Place)), "gpj.exe.jpg", "image/jpeg"), ("jugement; x=.pdf", Corpus.ScriptedPdf, "jugement x.pdf", "application/pdf"),
                     (new string('é', 300), Corpus.Png(8, 8), $"{new string('é', 80)}.png", "image/png"),
                 })
        {
            using (var sent = await SendAsync(parent, name, content, ("pour", DocumentForm.Free), ("titre", "<script>alert(1)</script>")))
                Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
            var page = await parent.PageAsync("/famille/documents");
            Assert.Equal(["/offline.js"], page.QuerySelectorAll("script").Select(s => s.GetAttribute("src")?.Split('?')[0]));
            using var file = await parent.GetAsync(page.QuerySelector("a[href$=fichier]")!.GetAttribute("href")!);
            var saved = await file.Content.ReadAsByteArrayAsync(Stop);

            Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
            var disposition = file.Content.Headers.ContentDisposition!;
            Assert.Equal(("attachment", shown), (disposition.DispositionType, disposition.FileNameStar));
            Assert.Equal("nosniff", string.Join(' ', file.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith("sandbox; default-src 'none'", string.Join(' ', file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal(("no-store", "same-origin"), (file.Headers.CacheControl!.ToString(), string.Join(' ', file.Headers.GetValues("Cross-Origin-Resource-Policy"))));
            Assert.DoesNotContain(Corpus.Place, Encoding.Latin1.GetString(saved), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(Corpus.Place, running.Portal.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F10_A_hundred_megabytes_are_turned_away_before_they_are_read_and_nothing_stays_on_the_disk()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        // It asks before it sends (RFC 9110 §10.1.1), so that the answer is heard.
        parent.Http.DefaultRequestHeaders.ExpectContinue = true;
        var status = HttpStatusCode.Unused;
        var before = Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*");
        try
        {
            using var answer = await SendAsync(parent, "cent.pdf", new byte[100 * IncomingFile.MegaByte], ("pour", DocumentForm.Free), ("titre", "Lourd"));
            status = answer.StatusCode;
            Assert.Contains("Cet envoi est trop lourd", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            // Turned away while it was still speaking.
            status = HttpStatusCode.RequestEntityTooLarge;
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal(0L, await home.AskAsync<long>("select count(*) from family_document where family_id = $1", home.Family.Value));
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "ASPNETCORE_*").Except(before, StringComparer.Ordinal));
        parent.Http.DefaultRequestHeaders.ExpectContinue = false;
        await parent.PageAsync("/famille/documents");
    }

    [Fact]
    public async Task R55_Another_family_finds_nothing_whatever_it_asks_and_the_mairie_reads_by_its_own_door()
    {
        var (mine, theirs) = (await CareHome.WelcomeAsync(running), await CareHome.WelcomeAsync(running, "Nathanaël-Barnabé"));
        using var owner = await theirs.EnterAsync();
        using (await SendAsync(owner, "CANARY-PIECE.pdf", Corpus.Pdf, ("pour", DocumentForm.Free), ("titre", "CANARY-TITRE")))
        using (var stranger = await mine.EnterAsync())
        {
            var id = await mine.AskAsync<Guid>("select id from family_document where family_id = $1", theirs.Family.Value);
            foreach (var path in new[] { $"/famille/documents/{id}/fichier", $"/famille/documents/{Guid.NewGuid()}/fichier", "/famille/documents/1/fichier", "/famille/documents/..%2f..%2fvault.key/fichier" })
            {
                using var asked = await stranger.GetAsync(path);
                Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
                Assert.DoesNotContain("CANARY", await asked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            }
            using var withdrawn = await stranger.PostAsync("/famille/documents", ("geste", "retirer"), ("id", id.ToString()));
            using var nonsense = await stranger.PostAsync("/famille/documents", ("geste", "retirer"), ("id", "tout"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (withdrawn.StatusCode, nonsense.StatusCode));
            var place = await mine.AskAsync<Guid>("select id from document_kind where label = 'Assurance scolaire'");
            using var another = await SendAsync(stranger, "a.pdf", Corpus.Pdf, ("pour", $"{place:N}.{theirs.Children[0].Value:N}"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, another.StatusCode);
            Assert.DoesNotContain("Barnabé", await another.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

            var staff = await running.SessionAsync(PortalLogin.Staff);
            using var read = await staff.GetAsync($"/mairie/documents/{id}/fichier");
            Assert.Equal(Corpus.Pdf, await read.Content.ReadAsByteArrayAsync(Stop));
            Assert.Equal([PortalLogin.Staff.UserName], await mine.AskAsync<string[]>("select array_agg(read_by) from document_read where document_id = $1", id));
        }
    }

    [Fact]
    public async Task R55_What_is_missing_absurd_or_endless_is_refused_with_a_sentence_and_writes_nothing()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        var endless = new string('é', 100_000);
        foreach (var (fields, field) in new ((string, string)[], string)[]
                 {
                     ([("geste", "effacer")], ""), ([("cle", "")], ""), ([("cle", Guid.Empty.ToString())], ""), ([("cle", endless)], ""), ([("pour", "")], "pour"), ([("pour", endless)], "pour"), ([("pour", "a.b.c")], "pour"),
                     ([("pour", $"{Guid.NewGuid():N}")], "pour"), ([("titre", "")], "titre"), ([("titre", endless)], "titre"), ([("titre", "a\u202Eb")], "titre"), ([("jusquau", "hier")], "jusquau"), ([("jusquau", endless)], "jusquau"),
                     ([("jusquau", "2001-01-01")], "jusquau"), ([("jusquau", "2199-01-01")], "jusquau"),
                 })
        {
            using var answer = await SendAsync(parent, "a.pdf", Corpus.Pdf, [("pour", DocumentForm.Free), ("titre", "Titre"), .. fields]);
            var page = await ParentSession.ReadAsync(answer);
            Assert.Equal((field, HttpStatusCode.UnprocessableEntity), (field, answer.StatusCode));
            Assert.Equal(field.Length == 0 ? null : $"#{field}", page.QuerySelector(".errors a")?.GetAttribute("href"));
            Assert.NotEmpty(page.QuerySelectorAll(".errors li"));
            Assert.True(page.Source.Text.Length < 60_000);
        }
        // A form of the other kind carries no file.
        using var without = await parent.PostAsync("/famille/documents", ("geste", "envoyer"), ("cle", Guid.NewGuid().ToString()), ("pour", DocumentForm.Free), ("titre", "Titre"), ("fichier", "a.pdf"));
        Assert.Equal("Choisissez un fichier à envoyer.", await ParentSession.RefusalAsync(without));

        Assert.Equal(0L, await home.AskAsync<long>("select count(*) from family_document where family_id = $1", home.Family.Value));
    }

    [Fact]
    public async Task R55_The_page_can_be_read_and_used_by_everyone_empty_full_with_long_names_and_while_the_mairie_reads_the_file()
    {
        var home = await CareHome.WelcomeAsync(running, "Maximilienne-Alexandrine-Élisabeth-Antoinette de La Rochefoucauld", "Lou");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        List<string> wrong = [.. await PageJudge.JudgeAsync(page, "/famille/documents")];
        using (var parent = await home.EnterAsync())
        {
            using var sent = await SendAsync(parent, new string('W', 200), Corpus.Pdf, ("pour", DocumentForm.Free), ("titre", new string('M', 100)), ("jusquau", "2030-01-31"));
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        }
        wrong.AddRange(await PageJudge.JudgeAsync(page, "/famille/documents?fait=envoye"));
        await home.IsAsync(FileState.Sent);
        wrong.AddRange(await PageJudge.JudgeAsync(page, "/famille/documents"));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }

    /// <summary>Posts the form as a browser does, with a file; a field given replaces the usual one of its name.</summary>
    private static async Task<HttpResponseMessage> SendAsync(ParentSession parent, string name, byte[] content, params (string Name, string Value)[] given)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["geste"] = "envoyer", ["cle"] = Guid.NewGuid().ToString(), [ParentSession.Token] = ParentSession.TokenOf(await parent.PageAsync("/famille/documents")) };
        foreach (var (field, value) in given)
            fields[field] = value;
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        form.Add(new ByteArrayContent(content), DocumentForm.FileField, name.Length == 0 ? "sans-nom" : name);
        return await parent.Http.PostAsync(new Uri("/famille/documents", UriKind.Relative), form, Stop);
    }

    private static string Field(IHtmlDocument page, string field) => ((IHtmlInputElement)page.GetElementById(field)!).Value;
}
