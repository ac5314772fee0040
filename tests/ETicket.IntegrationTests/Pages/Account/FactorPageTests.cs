using System.Net;
using ETicket.Access.Factor;
using ETicket.IntegrationTests.Access;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Code à la connexion » : set with the phone, asked for after the password, ended by whoever holds both.</summary>
[Collection(nameof(PortalStories))]
public sealed class FactorPageTests(PortalRunning running)
{
    private const string Page = "/compte/deuxieme-facteur";
    private const string Door = "/connexion/code";

    [Fact]
    public async Task R21_A_second_factor_is_asked_after_the_password_and_leads_to_the_page_asked_for()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var (secret, recovery) = await SetAsync(phone);
        Assert.Contains("Il vous reste 10 codes de secours", (await phone.PageAsync(Page)).QuerySelector("main")!.TextContent.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Equal("1", await home.LettersAsync("CredentialsChanged"));

        using var library = new ParentSession(running.Portal.Address);
        using (var entered = await PasswordAsync(library, home, "/famille/factures?annee=2026"))
            Assert.Equal((HttpStatusCode.SeeOther, Door), (entered.StatusCode, entered.Headers.Location?.ToString()));
        // The password alone opens nothing, and three cookies are all there are.
        using (var closed = await library.GetAsync("/famille/planning"))
            Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
        Assert.Equal(["eticket-etape", "eticket-formulaire"], library.Cookies.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(library.Cookies, c => Assert.True(c.HttpOnly));
        foreach (var (wrong, sentence) in new[] { ("", "Écrivez le code."), ("000000", "Code incorrect."), (Totp.CodeOf(secret, 1), "Code incorrect."), ("<script>", "Code incorrect."), (new string('1', 100_000), "Code incorrect.") })
        {
            using var refused = await CodeAsync(library, wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(sentence, (await ParentSession.ReadAsync(refused)).GetElementById("code-erreur")!.TextContent, StringComparison.Ordinal);
        }
        using (var opened = await CodeAsync(library, recovery[0]))
            Assert.Equal((HttpStatusCode.SeeOther, "/famille/factures?annee=2026"), (opened.StatusCode, opened.Headers.Location?.ToString()));
        Assert.Equal(["eticket", "eticket-formulaire"], library.Cookies.Select(c => c.Name).Order(StringComparer.Ordinal));
        using (var planning = await library.GetAsync("/famille/planning"))
            Assert.Equal(HttpStatusCode.OK, planning.StatusCode);

        using var again = new ParentSession(running.Portal.Address);
        using var proved = await PasswordAsync(again, home, "//mal.example/");
        using (var used = await CodeAsync(again, recovery[0]))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, used.StatusCode);
        // G13: elsewhere is nowhere.
        using var local = await CodeAsync(again, Base32.InFours(recovery[1]));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (local.StatusCode, local.Headers.Location?.ToString()));
        // G30: nothing of it is on the console.
        Assert.All([.. recovery, AccountHome.Password, Convert.ToBase64String(secret)], word => Assert.DoesNotContain(word, running.Portal.Said, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task R21_G7_Without_a_right_password_just_now_there_is_nothing_at_the_door_of_codes()
    {
        using var stranger = new ParentSession(running.Portal.Address);
        using (var asked = await stranger.GetAsync(Door))
            Assert.Equal((HttpStatusCode.Redirect, "/connexion"), (asked.StatusCode, asked.Headers.Location?.ToString()));
        using (var posted = await CodeAsync(stranger, "123456"))
            Assert.Equal((HttpStatusCode.SeeOther, "/connexion"), (posted.StatusCode, posted.Headers.Location?.ToString()));
        stranger.Http.DefaultRequestHeaders.Add("Cookie", $"eticket-etape={new string('A', 3_000)}");
        using var forged = await stranger.GetAsync(Door);
        Assert.Equal(HttpStatusCode.Redirect, forged.StatusCode);
    }

    [Fact]
    public async Task R21_It_is_ended_by_the_password_and_a_code_and_whatever_else_is_posted_changes_nothing()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        await RefusedAsync(phone, "actuel", "Écrivez votre mot de passe actuel.", ("geste", "commencer"));
        await RefusedAsync(phone, "actuel", "Ce n’est pas votre mot de passe actuel.", ("geste", "commencer"), ("actuel", "un autre mot de passe"));
        using (var nothing = await phone.PostAsync(Page, ("geste", "poser")))
            Assert.Equal("Écrivez le code.", await ParentSession.RefusalAsync(nothing));
        using (var early = await phone.PostAsync(Page, ("geste", "poser"), ("code", "123456")))
            Assert.StartsWith("Cette clé n’est plus bonne", await ParentSession.RefusalAsync(early), StringComparison.Ordinal);
        var (_, recovery) = await SetAsync(phone);
        var before = await home.WrittenAsync();

        await RefusedAsync(phone, "actuel", "Ce n’est pas votre mot de passe actuel.", ("geste", "finir"), ("actuel", "un autre mot de passe"), ("code", recovery[0]));
        await RefusedAsync(phone, "code", "Code incorrect.", ("geste", "finir"), ("actuel", AccountHome.Password), ("code", "000000"));
        foreach (var act in new[] { "", "<script>", new string('g', 100_000) })
        {
            using var unknown = await phone.PostAsync(Page, ("geste", act), ("actuel", AccountHome.Password), ("code", recovery[0]));
            Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        }
        using (var twice = await phone.PostAsync(Page, ("geste", "commencer"), ("actuel", AccountHome.Password)))
            Assert.StartsWith("Un code est déjà demandé", await ParentSession.RefusalAsync(twice), StringComparison.Ordinal);
        using (var unreadable = await phone.PostAsync(Page, ("geste", "finir"), ("actuel", AccountHome.Password), ("code", "1\0")))
            await ParentSession.UnreadableAsync(unreadable);
        using (var foreign = await phone.PostWithAsync(Page, "CfDJ8foreign", ("geste", "finir"), ("actuel", AccountHome.Password), ("code", recovery[0])))
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal(before, await home.WrittenAsync());

        using (var ended = await phone.PostAsync(Page, ("geste", "finir"), ("actuel", AccountHome.Password), ("code", recovery[1])))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?fini=true"), (ended.StatusCode, ended.Headers.Location?.ToString()));
        Assert.Equal(303, await home.TriedAsync(AccountHome.Password));
        using var library = await home.EnterAsync();
        using var planning = await library.GetAsync("/famille/planning");
        Assert.Equal(HttpStatusCode.OK, planning.StatusCode);
    }

    [Fact]
    public async Task R21_R23_Whoever_lost_phone_and_codes_enters_again_once_the_operator_forgot_the_code_and_ended_the_sessions()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        await SetAsync(phone);

        foreach (var (words, said) in new (string[] Words, string Said)[]
                 {
                     (["forget-code", home.Login.UserName], "Aucun code n’est plus demandé"), (["forget-code", home.Login.UserName.ToUpperInvariant()], "Aucun code n’était demandé"),
                     (["sign-out", home.Login.UserName], "Connexions terminées"),
                 })
        {
            var (exit, told, complaints) = await running.Portal.RunAsync(words);
            Assert.True(exit == 0, complaints);
            Assert.StartsWith(said, told.Split('\n')[^1], StringComparison.Ordinal);
        }

        using (var ended = await phone.GetAsync("/famille/planning"))
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        using var again = await home.EnterAsync();
        using var planning = await again.GetAsync("/famille/planning");
        Assert.Equal((HttpStatusCode.OK, "2"), (planning.StatusCode, await home.LettersAsync("CredentialsChanged")));
    }

    /// <summary>Sets it as a person does: the key is read in the page and given to the phone.</summary>
    private static async Task<(byte[] Secret, string[] Recovery)> SetAsync(ParentSession session)
    {
        using (var begun = await session.PostAsync(Page, ("geste", "commencer"), ("actuel", AccountHome.Password)))
            Assert.Equal((HttpStatusCode.SeeOther, Page), (begun.StatusCode, begun.Headers.Location?.ToString()));
        var page = await session.PageAsync(Page);
        var key = page.QuerySelector("strong code")!.TextContent;
        Assert.Matches("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$", key);
        var link = page.QuerySelector("a[href^='otpauth:']")!.GetAttribute("href")!;
        Assert.Contains($"secret={key.Replace(" ", "", StringComparison.Ordinal)}&issuer=eTicket", link, StringComparison.Ordinal);
        var secret = FactorDesk.Read(key);
        using var set = await session.PostAsync(Page, ("geste", "poser"), ("code", Totp.CodeOf(secret, Totp.StepOf(TimeProvider.System.GetUtcNow()))));
        Assert.Equal((HttpStatusCode.OK, "no-store"), (set.StatusCode, set.Headers.CacheControl?.ToString()));
        var recovery = (await ParentSession.ReadAsync(set)).QuerySelectorAll(".codes code").Select(c => c.TextContent.Replace(" ", "", StringComparison.Ordinal)).ToArray();
        Assert.Equal(SecondFactors.RecoveryCodes, recovery.Length);
        // Shown once: neither the key nor a code is there any more.
        var later = (await session.PageAsync(Page)).DocumentElement.OuterHtml.Replace(" ", "", StringComparison.Ordinal);
        Assert.All([.. recovery, key.Replace(" ", "", StringComparison.Ordinal)], shown => Assert.DoesNotContain(shown, later, StringComparison.Ordinal));
        return (secret, recovery);
    }

    private static Task<HttpResponseMessage> PasswordAsync(ParentSession session, AccountHome home, string back) =>
        session.PostAsync("/connexion", ("identifiant", home.Login.UserName), ("motdepasse", home.Login.Password), ("retour", back));

    private static async Task<HttpResponseMessage> CodeAsync(ParentSession session, string code) =>
        await session.PostWithAsync(Door, ParentSession.TokenOf(await session.PageAsync("/mot-de-passe-oublie")), ("code", code));

    private static async Task RefusedAsync(ParentSession session, string field, string sentence, params (string Name, string Value)[] fields)
    {
        using var answer = await session.PostAsync(Page, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, (await ParentSession.ReadAsync(answer)).GetElementById($"{field}-erreur")!.TextContent, StringComparison.Ordinal);
    }
}
