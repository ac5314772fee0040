using System.Net;
using AngleSharp.Html.Dom;
using ETicket.Access;
using ETicket.IntegrationTests.World;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>« Changer mon mot de passe » : whoever knows the present one chooses the next, here, and nowhere else stays signed in.</summary>
[Collection(nameof(PortalStories))]
public sealed class PasswordPageTests(PortalRunning running)
{
    private const string Page = "/compte/mot-de-passe";
    private const string Chosen = "quatre vélos sous la pluie";

    [Fact]
    public async Task R10_Whoever_changes_the_password_stays_here_and_is_signed_out_elsewhere()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        using var library = await home.EnterAsync();

        using var changed = await ChangeAsync(phone, AccountHome.Password, Chosen, Chosen);

        Assert.Equal((HttpStatusCode.SeeOther, "/compte?change=true"), (changed.StatusCode, changed.Headers.Location?.ToString()));
        var account = await phone.PageAsync("/compte?change=true");
        Assert.Contains("Votre mot de passe est changé.", account.QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(home.Address, account.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        using var elsewhere = await library.GetAsync("/famille/planning");
        Assert.Equal(HttpStatusCode.Redirect, elsewhere.StatusCode);
        Assert.Equal((422, 303), (await home.TriedAsync(AccountHome.Password), await home.TriedAsync(Chosen)));
        Assert.Equal("1", await home.LettersAsync("CredentialsChanged"));
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R10_A_wrong_present_password_changes_nothing_and_pauses_like_a_wrong_sign_in()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var before = await home.WrittenAsync();

        for (var i = 0; i < Tries.BeforePause; i++)
            await RefusedAsync(phone, "actuel", "Ce n’est pas votre mot de passe actuel.", "un autre mot de passe", Chosen, Chosen);

        await RefusedAsync(phone, "actuel", "Ce n’est pas votre mot de passe actuel.", AccountHome.Password, Chosen, Chosen);
        Assert.Equal(422, await home.TriedAsync(AccountHome.Password));
        Assert.Equal(before, await home.WrittenAsync());
    }

    [Fact]
    public async Task R9_The_rules_are_shown_before_the_password_is_typed_and_a_refusal_names_the_one_broken()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var before = await home.WrittenAsync();

        var form = await phone.PageAsync(Page);
        var hint = form.GetElementById(form.GetElementById("nouveau")!.GetAttribute("aria-describedby")!)!;
        Assert.StartsWith("12 caractères au moins.", hint.TextContent, StringComparison.Ordinal);
        foreach (var (chosen, sentence) in new[]
                 {
                     ("trop court", "moins de 12 caractères"), (new string('x', 129), "plus de 128 caractères"), ("azerty123456", "qu’une suite ou une répétition"),
                     ("Mot de passe 2026", "trop connu"), ($"{home.Login.UserName}-2026", "votre identifiant"), (home.Address.Split('@')[0], "votre adresse"),
                     ("Port-Sainte-Foy-et-Ponchapt", "votre commune"), (AccountHome.Password, "déjà votre mot de passe"),
                 })
        {
            await RefusedAsync(phone, "nouveau", sentence, AccountHome.Password, chosen, chosen);
        }
        await RefusedAsync(phone, "encore", "différents", AccountHome.Password, Chosen, Chosen + " !");
        Assert.Equal(before, await home.WrittenAsync());
    }

    [Fact]
    public async Task R10_Whatever_is_posted_is_answered_by_a_sentence_and_nothing_is_written()
    {
        var home = await AccountHome.WelcomeAsync(running);
        using var phone = await home.EnterAsync();
        var before = await home.WrittenAsync();
        var huge = new string('m', 100_000);

        await RefusedAsync(phone, "actuel", "actuel", null, Chosen, Chosen);
        await RefusedAsync(phone, "nouveau", "nouveau", AccountHome.Password, null, null);
        await RefusedAsync(phone, "encore", "différents", AccountHome.Password, Chosen, null);
        await RefusedAsync(phone, "nouveau", "plus de 128 caractères", AccountHome.Password, huge, huge);
        foreach (var wrong in new[] { huge, "<script>alert(1)</script>" })
            await RefusedAsync(phone, "actuel", "actuel", wrong, Chosen, Chosen);
        using (var unreadable = await ChangeAsync(phone, AccountHome.Password, "un mot\0de passe", "un mot\0de passe"))
            await ParentSession.UnreadableAsync(unreadable);
        using var foreign = await phone.PostWithAsync(Page, "CfDJ8foreign", ("actuel", AccountHome.Password), ("nouveau", Chosen), ("encore", Chosen));

        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal(before, await home.WrittenAsync());
    }

    [Fact]
    public async Task R10_A_login_of_the_mairie_changes_its_password_too_and_one_of_several_files_before_it_chose()
    {
        var home = await AccountHome.WelcomeAsync(running);
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        var commune = await database.CommuneAsync();
        var (staff, both) = (new PortalLogin($"guichet-{home.Id}", AccountHome.Password), new PortalLogin($"deux-{home.Id}", AccountHome.Password));
        var stop = TestContext.Current.CancellationToken;
        await verbs.GetRequiredService<Logins>().CreateAsync(staff.UserName, "guichet@mairie.example", staff.Password, [(commune, Role.Counter, null)], stop);
        await verbs.GetRequiredService<Logins>().CreateAsync(both.UserName, null, both.Password, [(commune, Role.Counter, null), (commune, Role.Agent, null)], stop);
        var letters = await database.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'");

        foreach (var login in new[] { staff, both })
        {
            using var session = await ParentSession.EnterAsync(running.Portal.Address, login);
            Assert.Contains(login.UserName, (await session.PageAsync("/compte")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
            using var changed = await ChangeAsync(session, login.Password, Chosen, Chosen);
            Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
            using var again = await ParentSession.EnterAsync(running.Portal.Address, login with { Password = Chosen });
        }
        Assert.Equal(letters, await database.AskAsync<long>("select count(*) from outbox_letter where name = 'CredentialsChanged'"));
    }

    private static Task<HttpResponseMessage> ChangeAsync(ParentSession session, string? current, string? chosen, string? again) => session.PostAsync(
        Page, [.. new[] { ("actuel", current), ("nouveau", chosen), ("encore", again) }.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!))]);

    /// <summary>The page again: the sentence at its top and beside the field, and no password written back.</summary>
    private static async Task RefusedAsync(ParentSession session, string field, string sentence, string? current, string? chosen, string? again)
    {
        using var answer = await ChangeAsync(session, current, chosen, again);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await ParentSession.ReadAsync(answer);
        Assert.Contains(sentence, page.GetElementById($"{field}-erreur")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"#{field}", page.QuerySelector(".errors a")!.GetAttribute("href"));
        Assert.Contains($"{field}-erreur", page.GetElementById(field)!.GetAttribute("aria-describedby")!, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("input[type=password]"), input => Assert.Equal("", ((IHtmlInputElement)input).Value));
    }
}
