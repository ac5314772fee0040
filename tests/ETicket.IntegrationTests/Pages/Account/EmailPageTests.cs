using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access.Links;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Changer mon adresse électronique » : from the page to the letter, from the letter to the file.</summary>
[Collection(nameof(PortalStories))]
public sealed class EmailPageTests(PortalRunning running)
{
    private const string Page = "/compte/adresse";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R10_R17_A_family_changes_its_address_by_the_link_of_the_letter_once()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var chosen = $"nouvelle.{home.Address}";
        Assert.Contains(home.Address, (await phone.PageAsync(Page)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using (var asked = await phone.PostAsync(Page, ("adresse", chosen), ("actuel", AccountHome.Password)))
            Assert.Equal((HttpStatusCode.SeeOther, $"{Page}?envoye=true"), (asked.StatusCode, asked.Headers.Location?.ToString()));
        Assert.Contains("d’ici là, rien ne change", (await phone.PageAsync($"{Page}?envoye=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("1", await home.LettersAsync("EmailConfirm"));
        var link = await LinkAsync(home, chosen);
        foreach (var _ in new[] { "a program looks", "then a person" })
        {
            using var form = await phone.GetAsync(link);
            Assert.Equal((HttpStatusCode.OK, "no-referrer", "no-store"), (form.StatusCode, Assert.Single(form.Headers.GetValues("Referrer-Policy")), form.Headers.CacheControl?.ToString()));
            Assert.Null((await ParentSession.ReadAsync(form)).GetElementById("actuel"));
        }
        using (var confirmed = await phone.PostAsync(link))
            Assert.Equal((HttpStatusCode.SeeOther, "/compte?adresse=true"), (confirmed.StatusCode, confirmed.Headers.Location?.ToString()));

        var account = await phone.PageAsync("/compte?adresse=true");
        Assert.Contains("Votre adresse est changée.", account.QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(chosen, account.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("1", await home.LettersAsync("CredentialsChanged"));
        using var over = await phone.GetAsync(link);
        Assert.Equal((HttpStatusCode.NotFound, "no-referrer"), (over.StatusCode, Assert.Single(over.Headers.GetValues("Referrer-Policy"))));
        Assert.DoesNotContain(link.Split('/')[^1], running.Portal.Said, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R17_Whoever_is_not_signed_in_as_that_login_writes_its_password()
    {
        var (home, neighbour) = (await AccountHome.WelcomeAsync(running), await AccountHome.WelcomeAsync(running));
        var link = await LinkAsync(home, $"nouvelle.{home.Address}");
        using var stranger = new ParentSession(running.Portal.Address);
        using var theirs = await neighbour.EnterAsync();
        var before = await home.WrittenAsync();

        foreach (var session in new[] { stranger, theirs })
        {
            foreach (var (typed, sentence) in new[] { ("", "Écrivez votre mot de passe."), ("deviné au hasard", "Ce n’est pas votre mot de passe actuel.") })
            {
                using var refused = await ConfirmAsync(session, link, typed);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
                var page = await ParentSession.ReadAsync(refused);
                Assert.Contains(sentence, page.GetElementById("actuel-erreur")!.TextContent, StringComparison.Ordinal);
                Assert.Equal("", ((IHtmlInputElement)page.GetElementById("actuel")!).Value);
                // The page names nobody: the letter may have reached a stranger.
                Assert.All(new[] { home.Login.UserName, "Camille", "Aubry", home.Address[..20] }, word => Assert.DoesNotContain(word, page.QuerySelector("main")!.TextContent.Replace($"nouvelle.{home.Address}", "", StringComparison.Ordinal), StringComparison.Ordinal));
            }
        }
        Assert.Equal(before, await home.WrittenAsync());

        using var confirmed = await ConfirmAsync(stranger, link, AccountHome.Password);
        Assert.Equal((HttpStatusCode.SeeOther, "/connexion?adresse=true"), (confirmed.StatusCode, confirmed.Headers.Location?.ToString()));
        Assert.Contains("Votre adresse est changée.", (await stranger.PageAsync("/connexion?adresse=true")).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R17_Whatever_is_posted_is_answered_by_a_sentence_and_nothing_is_written()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var before = await home.WrittenAsync();

        foreach (var wrong in new[] { null, "", "camille", "a@b@c", "<script>alert(1)</script>", "camille@\u202Efamille .example", new string('a', 100_000) })
            await RefusedAsync(phone, "adresse", "comme nom@exemple.fr", wrong, AccountHome.Password);
        await RefusedAsync(phone, "adresse", "C’est déjà votre adresse", home.Address.ToUpperInvariant(), AccountHome.Password);
        await RefusedAsync(phone, "actuel", "Écrivez votre mot de passe actuel.", "n@famille.example", null);
        foreach (var wrong in new[] { "un autre mot de passe", new string('m', 100_000) })
            await RefusedAsync(phone, "actuel", "Ce n’est pas votre mot de passe actuel.", "n@famille.example", wrong);
        using (var unreadable = await phone.PostAsync(Page, ("adresse", "n@famille.example\0"), ("actuel", AccountHome.Password)))
            await ParentSession.UnreadableAsync(unreadable);
        using (var foreign = await phone.PostWithAsync(Page, "CfDJ8foreign", ("adresse", "n@famille.example"), ("actuel", AccountHome.Password)))
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        foreach (var wrong in new[] { "x", new string('A', 43), new string('-', 43), "%3Cscript%3E", new string('a', 4_000) })
        {
            using var over = await phone.GetAsync($"/adresse/{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
            Assert.Contains("Demandez-en un autre.", (await ParentSession.ReadAsync(over)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(before, await home.WrittenAsync());
    }

    [Fact]
    public async Task R17_A_login_of_the_mairie_is_told_whom_to_ask()
    {
        var staff = await running.SessionAsync(PortalLogin.Staff);

        Assert.Contains("demandez à votre mairie", (await staff.PageAsync(Page)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await staff.PageAsync("/compte")).QuerySelectorAll("a[href='/compte/adresse']"));
    }

    [Fact]
    public async Task R14_R17_A_login_that_is_nobody_s_in_a_file_of_two_adults_is_led_to_an_access_of_its_own()
    {
        var home = await AccountHome.WelcomeAsync(running, withAddress: false);
        await home.JoinedByAsync("Alix");
        using var phone = await home.EnterAsync();

        var page = await phone.PageAsync(Page);
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.Equal(["/compte/deuxieme-acces", "/famille/informations"], page.QuerySelectorAll("main p:not(.back) a").Select(a => a.GetAttribute("href")));
        Assert.Equal(["Alix", "Camille"], (await phone.PageAsync("/compte/deuxieme-acces")).QuerySelectorAll("#adulte option").Select(o => o.TextContent));
    }

    private static async Task<HttpResponseMessage> ConfirmAsync(ParentSession session, string link, string current) =>
        await session.PostWithAsync(link, ParentSession.TokenOf(await session.PageAsync("/mot-de-passe-oublie")), ("actuel", current));

    private static async Task RefusedAsync(ParentSession session, string field, string sentence, string? typed, string? current)
    {
        using var answer = await session.PostAsync(Page, [.. new[] { ("adresse", typed), ("actuel", current) }.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await ParentSession.ReadAsync(answer);
        Assert.Contains(sentence, page.GetElementById($"{field}-erreur")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(typed ?? "", page.GetElementById("adresse")!.GetAttribute("value"));
        Assert.Equal("", ((IHtmlInputElement)page.GetElementById("actuel")!).Value);
        Assert.Empty(page.QuerySelectorAll("main script"));
    }

    private async Task<string> LinkAsync(AccountHome home, string chosen)
    {
        await using var database = running.Portal.Database();
        await using var work = await database.Books.BeginAsync(await database.CommuneAsync(), Stop);
        var link = await LoginLinks.MakeForEmailAsync(work, home.Id, chosen, Stop);
        await work.CommitAsync(Stop);
        return $"/adresse/{link!.Value.Token}";
    }
}
