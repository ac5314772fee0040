using ETicket.Access.Links;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>A password is changed, and replaced once forgotten, on a phone: without a script, by the keyboard alone.</summary>
[Collection(nameof(PortalStories))]
public sealed class AccountOnAPhone(PortalRunning running)
{
    private const string Chosen = "quatre vélos sous la pluie";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R10_A_password_is_changed_without_a_script_by_the_keyboard_alone()
    {
        var home = await AccountHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);

        await page.Locator(".account summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mon compte", Level = 1 })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Changer mon mot de passe" }).PressAsync("Enter");
        await TypeAsync(page, "Mot de passe actuel", "pas celui-là du tout", Chosen, Chosen);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ce n’est pas votre mot de passe actuel.");
        await BrowserPhone.FitsAsync(page);
        await TypeAsync(page, "Mot de passe actuel", AccountHome.Password, Chosen, Chosen);

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Votre mot de passe est changé.");
        await BrowserPhone.FitsAsync(page);
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R4_The_link_of_the_letter_opens_a_page_for_everyone_and_the_new_password_the_planning()
    {
        var home = await AccountHome.WelcomeAsync(running);
        var link = await LinkAsync(home);
        await using var phone = await BrowserPhone.OpenAsync();
        var judged = await phone.WindowAsync(running.Portal.Address);
        Assert.Empty(await PageJudge.JudgeAsync(judged, link));
        var page = await phone.WindowAsync(running.Portal.Address, script: false);

        await page.GotoAsync(link);
        await TypeAsync(page, "Nouveau mot de passe", Chosen, Chosen);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Entrez avec le nouveau.");
        await BrowserPhone.SignInAsync(page, home.Login with { Password = Chosen });

        await page.GotoAsync(link);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ce lien n’ouvre plus rien" })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
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

    private async Task<string> LinkAsync(AccountHome home)
    {
        await using var database = running.Portal.Database();
        await using var work = await database.Books.BeginAsync(await database.CommuneAsync(), Stop);
        var link = await LoginLinks.MakeAsync(work, home.Id, Stop);
        await work.CommitAsync(Stop);
        return $"/mot-de-passe/{link!.Value.Token}";
    }
}
