using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Mot de passe oublié » : from the page to the letter, from the letter to the new password, without a session.</summary>
[Collection(nameof(PortalStories))]
public sealed class ForgottenPageTests(PortalRunning running)
{
    private const string Page = "/mot-de-passe-oublie";
    private const string Chosen = "quatre vélos sous la pluie";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R4_G11_A_family_chooses_a_new_password_by_the_link_of_the_letter_once()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        using var library = new ParentSession(running.Portal.Address);
        Assert.Equal(Page, (await library.PageAsync("/connexion")).QuerySelector("a[href*=oublie]")!.GetAttribute("href"));

        using (var asked = await AskAsync(library, home.Address))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?envoye=true"), (asked.StatusCode, asked.Headers.Location?.ToString()));
        var link = await LinkAsync(home);
        foreach (var _ in new[] { "a program looks", "then a person" })
        {
            using var form = await library.GetAsync(link);
            Assert.Equal((HttpStatusCode.OK, "no-referrer", "no-store"), (form.StatusCode, Assert.Single(form.Headers.GetValues("Referrer-Policy")), form.Headers.CacheControl?.ToString()));
            Assert.Contains(home.Login.UserName, (await ParentSession.ReadAsync(form)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
        foreach (var (chosen, again, field, sentence) in new[] { ("trop court", "trop court", "nouveau", "moins de 12"), (Chosen, "", "encore", "différents"), ("", "", "nouveau", "Écrivez") })
        {
            using var refused = await ChooseAsync(library, link, chosen, again);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await ParentSession.ReadAsync(refused);
            Assert.Contains(sentence, page.GetElementById($"{field}-erreur")!.TextContent, StringComparison.Ordinal);
            Assert.All(page.QuerySelectorAll("input[type=password]"), input => Assert.Equal("", ((IHtmlInputElement)input).Value));
        }
        using (var unreadable = await ChooseAsync(library, link, "un mot\0de passe", "un mot\0de passe"))
            await ParentSession.UnreadableAsync(unreadable);
        using (var chosen = await ChooseAsync(library, link, Chosen, Chosen))
            Assert.Equal((HttpStatusCode.SeeOther, "/connexion?change=true"), (chosen.StatusCode, chosen.Headers.Location?.ToString()));

        Assert.Contains("Votre mot de passe est changé.", (await library.PageAsync("/connexion?change=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        using var elsewhere = await phone.GetAsync("/famille/planning");
        Assert.Equal(HttpStatusCode.Redirect, elsewhere.StatusCode);
        Assert.Equal((422, 303), (await home.TriedAsync(AccountHome.Password), await home.TriedAsync(Chosen)));
        await OverAsync(library, link);
        using var twice = await ChooseAsync(library, link, "encore un autre choix à moi", "encore un autre choix à moi");
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
        Assert.Equal(303, await home.TriedAsync(Chosen));
    }

    [Fact]
    public async Task R22_G10_A_known_and_an_unknown_address_are_answered_word_for_word_the_same()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var stranger = new ParentSession(running.Portal.Address);

        var answers = new List<string>();
        foreach (var address in new[] { home.Address, $"personne.{home.Id}@famille.example" })
        {
            using var asked = await AskAsync(stranger, address);
            answers.Add($"{asked.StatusCode} {asked.Headers.Location} {await asked.Content.ReadAsStringAsync(Stop)} {string.Join(' ', asked.Headers.Select(h => h.Key).Order(StringComparer.Ordinal))}");
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal("1", await home.LettersAsync("PasswordReset"));
        Assert.Contains("Si cette adresse est celle de votre dossier", (await stranger.PageAsync($"{Page}?envoye=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R22_What_is_no_address_and_what_is_no_link_is_answered_by_a_sentence_and_nothing_is_written()
    {
        const string Written = "select count(*) from outbox_letter where name = 'PasswordReset'";
        using var stranger = new ParentSession(running.Portal.Address);
        await using var database = running.Portal.Database();
        var before = await database.AskAsync<long>(Written);

        foreach (var wrong in new[] { null, "", "camille", "a@b@c", "<script>alert(1)</script>", "camille@\u202Efamille .example", new string('a', 100_000) })
        {
            using var refused = await AskAsync(stranger, wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await ParentSession.ReadAsync(refused);
            Assert.Contains("comme nom@exemple.fr", page.GetElementById("adresse-erreur")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(wrong ?? "", page.GetElementById("adresse")!.GetAttribute("value"));
            Assert.Empty(page.QuerySelectorAll("main script"));
        }
        using (var unreadable = await AskAsync(stranger, "camille@famille.example\0"))
            await ParentSession.UnreadableAsync(unreadable);
        foreach (var wrong in new[] { "x", new string('A', 43), new string('A', 42) + "=", new string('-', 43), "%3Cscript%3E", "..%2F..", new string('a', 4_000) })
            await OverAsync(stranger, $"/mot-de-passe/{wrong}");

        Assert.Equal(before, await database.AskAsync<long>(Written));
    }

    private static async Task<HttpResponseMessage> AskAsync(ParentSession session, string? address) => await session.PostWithAsync(
        Page, ParentSession.TokenOf(await session.PageAsync(Page)), address is null ? [] : [("adresse", address)]);

    private static async Task<HttpResponseMessage> ChooseAsync(ParentSession session, string link, string chosen, string again) => await session.PostWithAsync(
        link, ParentSession.TokenOf(await session.PageAsync(Page)), ("nouveau", chosen), ("encore", again));

    private static async Task OverAsync(ParentSession session, string link)
    {
        using var answer = await session.GetAsync(link);
        Assert.Equal((HttpStatusCode.NotFound, "no-referrer"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Referrer-Policy"))));
        Assert.Contains("Demandez-en un autre.", (await ParentSession.ReadAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The link of the letter that reached the file's address, and no other mailbox.</summary>
    private async Task<string> LinkAsync(AccountHome home)
    {
        using var http = new HttpClient { BaseAddress = running.Portal.Address };
        string? text = null;
        await Eventually.HoldsAsync("the letter arrives", async () =>
        {
            using var messages = JsonDocument.Parse(await http.GetStringAsync(new Uri("/boite-aux-lettres/messages.json", UriKind.Relative), Stop));
            text = messages.RootElement.EnumerateArray().Where(m => m.GetProperty("recipients").EnumerateArray().Any(r => r.GetString() == home.Address)).Select(m => m.GetProperty("text").GetString()).FirstOrDefault();
            return text is not null;
        });
        var link = new Uri(text!.Split('\n', StringSplitOptions.TrimEntries).First(line => line.Contains("/mot-de-passe/", StringComparison.Ordinal)));
        Assert.Equal(running.Portal.Address.Authority, link.Authority);
        return link.AbsolutePath;
    }
}
