using System.Net;
using ETicket.IntegrationTests.Access;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Account.SecondAccounts;

/// <summary>« Un accès pour un autre responsable » : from the page of one adult to the desk of the mairie, and from its yes to the page of the link.</summary>
[Collection(nameof(PortalStories))]
public sealed class SecondAccessPagesTests(PortalRunning running)
{
    private const string Page = "/compte/deuxieme-acces";
    private const string Desk = "/mairie/acces";
    private const string Chosen = "trois vélos sous la neige";


    [Fact]
    public async Task R14_R16_An_access_is_asked_for_accepted_and_opened_without_a_script_by_the_keyboard_alone()
    {
        var home = await AccountHome.WelcomeAsync(running);
        var (alix, address) = (await home.JoinedByAsync("Alix"), $"alix.{home.Id}@famille.example");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync("/compte");
        await page.GetByRole(AriaRole.Link, new() { Name = "Un accès pour un autre responsable" }).PressAsync("Enter");
        await TypeAsync(page, "Son adresse électronique", "alix");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("comme nom@exemple.fr");
        await page.GetByLabel("Son adresse électronique", new() { Exact = true }).FillAsync("");
        await TypeAsync(page, "Son adresse électronique", address);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("C’est demandé.");
        await BrowserPhone.FitsAsync(page);

        var staff = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(staff, PortalLogin.Staff);
        await staff.GotoAsync(Desk);
        var sheet = staff.Locator("section.sheet", new() { HasText = address });
        await Expect(sheet).ToContainTextAsync($"par l’identifiant {home.Login.UserName}");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Refuser" }).PressAsync("Enter");
        await Expect(staff.GetByRole(AriaRole.Alert)).ToContainTextAsync("Écrivez le motif du refus");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).PressAsync("Enter");
        await Expect(staff.GetByRole(AriaRole.Status)).ToContainTextAsync("L’accès est accepté");
        await BrowserPhone.FitsAsync(staff);

        var link = await Invited.LinkAsync(running, address);
        var other = await phone.WindowAsync(running.Portal.Address, script: false);
        await other.GotoAsync(link);
        await BrowserPhone.FitsAsync(other);
        await TypeAsync(other, "Nouveau mot de passe", Chosen, Chosen);
        await Expect(other).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/connexion\\?acces=true$"));
        await BrowserPhone.SignInAsync(other, new PortalLogin(address, Chosen));
        await other.GotoAsync($"/famille/dossier/adultes/{alix}");
        await Expect(other.GetByRole(AriaRole.Main)).ToContainTextAsync("Changez-la dans Mon compte.");
        await other.GotoAsync(link);
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Ce lien n’ouvre plus rien" })).ToBeVisibleAsync();
        Assert.DoesNotContain(link.Split('/')[^1], running.Portal.Said, StringComparison.Ordinal);
        await using var database = running.Portal.Database();
        Assert.Empty(await database.ViolationsAsync());
    }

    [Fact]
    public async Task R14_The_pages_of_a_second_access_are_for_everyone_and_for_nobody_else()
    {
        var home = await AccountHome.WelcomeAsync(running);
        var (alix, address) = (await home.JoinedByAsync("Marie-Constance-Élisabeth"), $"alix.de-la-rochefoucauld.{home.Id}@famille.example");
        using var parent = await home.EnterAsync();
        using (await parent.PostAsync(Page, ("adulte", alix.ToString()), ("adresse", address)))
            Assert.Contains(address, (await parent.PageAsync(Page)).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        foreach (var (adult, typed, field) in new[] { ("x", address, "adulte"), (home.Guardian.ToString(), address, "adulte"), (alix.ToString(), home.Address, "adresse"), (alix.ToString(), new string('a', 100_000), "adresse") })
        {
            using var refused = await parent.PostAsync(Page, ("adulte", adult), ("adresse", typed));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.NotNull((await ParentSession.ReadAsync(refused)).GetElementById($"{field}-erreur"));
        }
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using (var none = await staff.GetAsync(Page))
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        await using var phone = await BrowserPhone.OpenAsync();
        var (family, mairie, stranger) = (await phone.WindowAsync(running.Portal.Address), await phone.WindowAsync(running.Portal.Address), await phone.WindowAsync(running.Portal.Address));
        await BrowserPhone.SignInAsync(family, home.Login);
        await BrowserPhone.SignInAsync(mairie, PortalLogin.Staff);

        List<string> wrong = [.. await PageJudge.JudgeAsync(family, $"{Page}?demande=true"), .. await PageJudge.JudgeAsync(family, "/compte"), .. await PageJudge.JudgeAsync(mairie, Desk)];
        await using var database = running.Portal.Database();
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        var id = await FactorDesk.ReadOwnAsync(owner, $"select id::text from second_account where email = '{address}'");
        using (var accepted = await staff.PostAsync(Desk, ("geste", "accepter"), ("demande", id)))
            Assert.Equal($"{Desk}?fait=accepter", accepted.Headers.Location?.ToString());
        var link = await Invited.LinkAsync(running, address);
        wrong.AddRange([.. await PageJudge.JudgeAsync(mairie, $"{Desk}?fait=accepter"), .. await PageJudge.JudgeAsync(stranger, link), .. await PageJudge.JudgeAsync(stranger, $"{link}?compte=true"), .. await PageJudge.JudgeAsync(stranger, "/inscription?demande=true")]);

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task R16_Where_the_structure_asks_for_an_address_the_pages_of_a_family_open_once_it_is_given()
    {
        var (without, with) = (await AccountHome.WelcomeAsync(running, withAddress: false), await AccountHome.WelcomeAsync(running));
        using var phone = await without.EnterAsync();
        using var other = await with.EnterAsync();
        var staff = await running.SessionAsync(PortalLogin.Staff);
        using (var asked = await staff.PostAsync(Desk, ("geste", "regle"), ("exigee", "true")))
            Assert.Equal($"{Desk}?fait=regle", asked.Headers.Location?.ToString());
        try
        {
            using (var sent = await phone.GetAsync("/famille/factures"))
                Assert.Equal((HttpStatusCode.SeeOther, "/compte/adresse?retour=%2Ffamille%2Ffactures"), (sent.StatusCode, sent.Headers.Location?.ToString()));
            Assert.Contains("demande une adresse électronique avant d’ouvrir", (await phone.PageAsync("/compte/adresse?retour=%2Ffamille%2Ffactures")).QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
            using (var opened = await other.GetAsync("/famille/factures"))
                Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        }
        finally
        {
            using var ended = await staff.PostAsync(Desk, ("geste", "regle"));
        }
        using var free = await phone.GetAsync("/famille/factures");
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    /// <summary>From one field to the next by Tab; Enter in the last one sends.</summary>
    private static async Task TypeAsync(IPage page, string first, params string[] texts)
    {
        await page.GetByLabel(first, new() { Exact = true }).FocusAsync();
        foreach (var (text, i) in texts.Select((text, i) => (text, i)))
        {
            if (i > 0)
                await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.InsertTextAsync(text);
        }
        await page.Keyboard.PressAsync("Enter");
    }
}
