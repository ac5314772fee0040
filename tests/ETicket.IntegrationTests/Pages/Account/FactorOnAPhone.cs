using ETicket.Access.Factor;
using ETicket.IntegrationTests.Access;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Account;

/// <summary>A code is asked for at the door, set and given on a phone: without a script, by the keyboard alone; each page of it is for everyone.</summary>
[Collection(nameof(PortalStories))]
public sealed class FactorOnAPhone(PortalRunning running)
{
    [Fact]
    public async Task R21_A_code_is_set_and_given_without_a_script_by_the_keyboard_alone()
    {
        var home = await AccountHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync("/compte");
        await page.GetByRole(AriaRole.Link, new() { Name = "Code à la connexion" }).PressAsync("Enter");
        await page.GetByLabel("Mot de passe actuel").FillAsync(AccountHome.Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Clé à photographier" })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        var secret = FactorDesk.Read(await page.Locator("strong code").InnerTextAsync());
        await page.GetByLabel("Code de votre téléphone").FillAsync("000000");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Code incorrect.");
        await BrowserPhone.FitsAsync(page);
        await page.GetByLabel("Code de votre téléphone").FillAsync(Totp.CodeOf(secret, Totp.StepOf(TimeProvider.System.GetUtcNow())));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Un code vous sera demandé");
        await BrowserPhone.FitsAsync(page);
        var recovery = await page.Locator(".codes code").First.InnerTextAsync();

        var library = await phone.WindowAsync(running.Portal.Address, script: false);
        await library.GotoAsync("/famille/factures");
        await library.GetByLabel("Identifiant").FillAsync(home.Login.UserName);
        await library.GetByLabel("Mot de passe", new() { Exact = true }).FillAsync(home.Login.Password);
        await library.Keyboard.PressAsync("Enter");
        await Expect(library.GetByRole(AriaRole.Heading, new() { Name = "Votre code" })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(library);
        await library.GetByLabel("Code de votre téléphone").FillAsync(recovery);
        await library.Keyboard.PressAsync("Enter");
        await Expect(library.GetByRole(AriaRole.Heading, new() { Name = "Mes factures", Exact = true })).ToBeVisibleAsync();
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R21_The_page_of_the_key_the_door_of_codes_and_the_page_once_set_are_for_everyone()
    {
        var home = await AccountHome.WelcomeAsync(running);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);
        List<string> wrong = [.. await PageJudge.JudgeAsync(page, "/compte/deuxieme-facteur"), .. await PageJudge.JudgeAsync(page, "/compte/fermer"), .. await PageJudge.JudgeAsync(page, "/famille/historique")];
        await page.GotoAsync("/compte/deuxieme-facteur");
        await page.GetByLabel("Mot de passe actuel").FillAsync(AccountHome.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("strong code")).ToBeVisibleAsync();
        wrong.AddRange(await PageJudge.JudgeAsync(page, "/compte/deuxieme-facteur"));
        var secret = FactorDesk.Read(await page.Locator("strong code").InnerTextAsync());
        await page.GetByLabel("Code de votre téléphone").FillAsync(Totp.CodeOf(secret, Totp.StepOf(TimeProvider.System.GetUtcNow())));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".codes code")).ToHaveCountAsync(SecondFactors.RecoveryCodes);
        wrong.AddRange(await PageJudge.JudgeAsync(page, "/compte/deuxieme-facteur"));

        var library = await phone.WindowAsync(running.Portal.Address);
        await library.GotoAsync("/connexion");
        await library.GetByLabel("Identifiant").FillAsync(home.Login.UserName);
        await library.GetByLabel("Mot de passe", new() { Exact = true }).FillAsync(home.Login.Password);
        await library.Keyboard.PressAsync("Enter");
        await Expect(library.GetByRole(AriaRole.Heading, new() { Name = "Votre code" })).ToBeVisibleAsync();
        wrong.AddRange(await PageJudge.JudgeAsync(library, "/connexion/code"));

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }
}
