using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Families;
using ETicket.IntegrationTests.Families;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Web.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Care;

/// <summary>« Fiche sanitaire » as a parent meets it: without a script, on a phone, alone or with somebody else who writes at the same time; and what no browser sends.</summary>
[Collection(nameof(PortalStories))]
public sealed class HealthPageTests(PortalRunning running)
{
    private const string Secret = "CANARY-SANTE-4815";

    private static readonly string Endless = new('é', 100_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R33_A_parent_fills_the_card_on_a_phone_without_a_script_by_the_keyboard_alone()
    {
        var home = await CareHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync(home.Card);
        await Expect(page.GetByText("Cette fiche n’a pas encore été remplie")).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);

        await page.GetByLabel("Allergies connues").FocusAsync();
        await page.Keyboard.TypeAsync("Arachide");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Trousse chez la directrice");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Asthme à l’effort");
        await page.GetByRole(AriaRole.Button, new() { Name = "Je valide mes modifications" }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("La fiche est enregistrée.");
        await BrowserPhone.FitsAsync(page);
        await page.GotoAsync(home.Card);
        await Expect(page.GetByLabel("Allergies connues")).ToHaveValueAsync("Arachide");
        await Expect(page.GetByLabel("PAI")).ToHaveValueAsync("Trousse chez la directrice");
        await Expect(page.GetByLabel("Traitement médical en cours")).Not.ToBeCheckedAsync();
        await Expect(page.GetByLabel("Vaccins à jour")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Observations médicales")).ToHaveValueAsync("Asthme à l’effort");
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task R33_Nothing_of_a_card_is_on_another_page_in_a_log_in_a_letter_or_readable_in_the_database()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        using (var saved = await parent.PostAsync(home.Card, Fields(("allergies", Secret), ("pai", Secret), ("observations", $"{Secret} 'quote"))))
            Assert.Equal((HttpStatusCode.SeeOther, $"{home.Card}?fait=true"), (saved.StatusCode, saved.Headers.Location!.ToString()));
        // What is refused is no more told than what is kept.
        using (var refused = await parent.PostAsync(home.Card, Fields(("allergies", Secret + Endless))))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (var cut = await parent.PostAsync(home.Card, ("allergies", Secret)))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, cut.StatusCode);

        foreach (var path in new[]
                 {
                     "/famille/planning", "/famille/abonnements", "/famille/recopier", "/famille/tickets", "/famille/tickets/alerte", "/famille/factures", "/famille/dossier", "/famille/informations", "/famille/guide",
                     "/compte", "/compte/connexions", "/dossiers",
                 })
        {
            using var answer = await parent.GetAsync(path);
            Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
        Assert.Contains(Secret, (await parent.PageAsync(home.Card)).Source.Text, StringComparison.Ordinal);

        await using var database = running.Portal.Database();
        Assert.Empty(await Canary.TablesThatHoldAsync(database.Logins.Owner, Secret));
        Assert.DoesNotContain(Secret, running.Portal.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(Path.Combine(running.Portal.Settings["Data:Folder"]!, "postgres", "postgres.log"), Stop), StringComparison.Ordinal);
        Assert.Equal(4L, await home.AskAsync<long>("select count(*) from health_read where child_id = $1 and login_id is not null and read_by = $2", home.Children[0].Value, home.Login.UserName));
    }

    [Fact]
    public async Task R33_The_key_of_the_vault_is_made_at_the_first_start_for_its_owner_s_eyes_alone()
    {
        var key = Path.Combine(running.Portal.Settings["Data:Folder"]!, DevelopmentKey.FileName);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(key).UnixFileMode);
        Assert.Equal(32, Convert.FromBase64String((await File.ReadAllTextAsync(key, Stop)).Trim()).Length);
    }

    [Fact]
    public async Task R33_The_last_writer_is_told_what_the_other_wrote_and_loses_nothing()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var first = await home.EnterAsync();
        using var second = await home.EnterAsync();
        var version = VersionOf(await second.PageAsync(home.Card));
        using (await first.PostAsync(home.Card, Fields(("allergies", "Lait"), ("vaccins", "oui"))))
            Assert.NotEqual("", VersionOf(await first.PageAsync(home.Card)));

        using var told = await second.PostAsync(home.Card, Fields(("allergies", "Œufs"), ("observations", "Myope"), ("version", version)));
        var page = await ParentSession.ReadAsync(told);
        using var again = await second.PostAsync(home.Card, Fields(("allergies", "Lait, œufs"), ("observations", "Myope"), ("vaccins", "oui"), ("version", VersionOf(page))));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.StatusCode);
        Assert.StartsWith("Cette fiche a été modifiée pendant que vous l’écriviez.", page.QuerySelector(".errors li")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(("Œufs", "Myope"), (Written(page, "allergies"), Written(page, "observations")));
        Assert.Equal(["Enregistré entre-temps : Lait", "Enregistré entre-temps : coché", "Enregistré entre-temps : rien"], page.QuerySelectorAll(".care-other").Select(o => o.TextContent.Trim().Replace('\u00A0', ' ')));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal("Lait, œufs", Written(await first.PageAsync(home.Card), "allergies"));
    }

    [Fact]
    public async Task R33_Another_family_s_child_and_nobody_s_are_not_found_alike_and_nothing_is_noted()
    {
        var (mine, theirs) = (await CareHome.WelcomeAsync(running), await CareHome.WelcomeAsync(running, "Nathanaël-Barnabé"));
        using var parent = await mine.EnterAsync();
        var said = new List<string>();

        foreach (var path in new[] { theirs.Card, CareHome.CardOf(ChildId.New()), CareHome.CardOf(default), "/famille/dossier/enfants/1/sante", "/famille/dossier/enfants/..%2f..%2f/sante" })
        {
            using var asked = await parent.GetAsync(path);
            using var posted = await parent.PostAsync(path, Fields(("allergies", "rien")));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (asked.StatusCode, posted.StatusCode));
            said.Add((await ParentSession.ReadAsync(asked)).QuerySelector("main")!.TextContent);
        }

        Assert.Single(said.Distinct(StringComparer.Ordinal));
        Assert.Equal(0L, await mine.AskAsync<long>("select (select count(*) from health_read where child_id = $1) + (select count(*) from health_record where child_id = $1)", theirs.Children[0].Value));
    }

    [Fact]
    public async Task R33_What_is_missing_absurd_or_endless_is_refused_with_a_sentence_the_input_kept_and_nothing_written()
    {
        var home = await CareHome.WelcomeAsync(running);
        using var parent = await home.EnterAsync();
        foreach (var (fields, field) in new ((string, string)[], string?)[]
                 {
                     ([], null), ([("allergies", "Lait")], null), ([.. Fields().Where(f => f.Name != "version")], null), ([.. Fields(), ("pai", "deux fois")], null),
                     (Fields(("allergies", Endless)), "allergies"), (Fields(("pai", new string('x', 501))), "pai"), (Fields(("observations", Endless)), "observations"),
                     (Fields(("allergies", "abc \u202E cba")), "allergies"), (Fields(("observations", "cloche \u0007")), "observations"),
                     (Fields(("allergies", "Lait"), ("version", "12345")), null), (Fields(("allergies", "Lait"), ("version", Endless)), null),
                 })
        {
            using var answer = await parent.PostAsync(home.Card, fields);
            var page = await ParentSession.ReadAsync(answer);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.NotEmpty(page.QuerySelectorAll(".errors li"));
            Assert.True(page.Source.Text.Length < 60_000);
            if (field is null)
                continue;
            Assert.Equal($"#{field}", page.QuerySelector(".errors a")!.GetAttribute("href"));
            Assert.Equal("true", page.GetElementById(field)!.GetAttribute("aria-invalid"));
            Assert.NotEmpty(Written(page, field));
        }
        using (var nul = await parent.PostAsync(home.Card, Fields(("allergies", "\0"))))
            await ParentSession.UnreadableAsync(nul);
        Assert.Equal(0L, await home.AskAsync<long>("select count(*) from health_record where child_id = $1", home.Children[0].Value));

        using (var script = await parent.PostAsync(home.Card, Fields(("allergies", "</textarea><script>alert(1)</script>"), ("family_id", Guid.NewGuid().ToString()), ("written_by", "mairie"), ("sealed", "x"))))
            Assert.Equal(HttpStatusCode.SeeOther, script.StatusCode);
        var shown = await parent.PageAsync(home.Card);
        Assert.Equal("</textarea><script>alert(1)</script>", Written(shown, "allergies"));
        Assert.Equal(["/offline.js"], shown.QuerySelectorAll("script").Select(s => s.GetAttribute("src")?.Split('?')[0]));
        Assert.Equal(home.Login.UserName, await home.AskAsync<string>("select written_by from health_record where child_id = $1", home.Children[0].Value));
    }

    [Fact]
    public async Task R33_The_card_can_be_read_and_used_by_everyone_empty_full_refused_and_while_the_mairie_reads_the_file()
    {
        var home = await CareHome.WelcomeAsync(running, "Maximilienne-Alexandrine-Élisabeth-Antoinette de La Rochefoucauld", "Lou");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        List<string> wrong = [.. await PageJudge.JudgeAsync(page, home.Card)];
        using (var parent = await home.EnterAsync())
        using (await parent.PostAsync(home.Card, Fields(("allergies", new string('W', 500)), ("observations", string.Join('\n', Enumerable.Repeat("Une ligne, puis une autre.", 40))), ("traitement", "oui"))))
            wrong.AddRange(await PageJudge.JudgeAsync(page, $"{home.Card}?fait=true"));
        await home.IsAsync(FileState.Sent);
        wrong.AddRange(await PageJudge.JudgeAsync(page, home.Card));
        await Expect(page.GetByText("il est en lecture seule")).ToBeVisibleAsync();

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }

    /// <summary>What the button sends of an empty card, but for the fields given.</summary>
    private static (string Name, string Value)[] Fields(params (string Name, string Value)[] given)
    {
        (string Name, string Value)[] usual = [("version", ""), ("allergies", ""), ("pai", ""), ("observations", "")];
        return [.. usual.Where(u => given.All(g => g.Name != u.Name)), .. given];
    }

    private static string VersionOf(IHtmlDocument page) => ((IHtmlInputElement)page.QuerySelector("input[name=version]")!).Value;

    private static string Written(IHtmlDocument page, string field) => ((IHtmlTextAreaElement)page.GetElementById(field)!).Value;
}
