using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Purchase;

/// <summary>Nobody pays without having seen the total: a script counts it as one types; without one, the basket shows it first.</summary>
[Collection(nameof(PortalStories))]
public sealed class TotalFirstTests(PortalRunning running)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R133_The_total_is_read_before_the_payment_with_and_without_a_script(bool script)
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 0);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync("/famille/tickets");
        await page.Locator(".stall input[data-cents]").FillAsync("3");
        await page.Locator("#courriel").FillAsync("camille.sagan@famille.example");
        if (script)
            await Expect(page.Locator("[data-total] output")).ToHaveTextAsync("6,00\u00a0€");
        await page.Locator("button[name=moyen]").First.ClickAsync();

        if (!script)
        {
            await Expect(page.Locator("h1")).ToHaveTextAsync("Votre panier");
            await Expect(page.Locator(".part-sum .money")).ToHaveTextAsync("6,00\u00a0€");
            // What judges a page is itself a script: the same basket is judged in a window that runs them.
            var judged = await phone.WindowAsync(running.Portal.Address);
            await BrowserPhone.SignInAsync(judged, home.Login);
            Assert.Empty(await PageJudge.JudgeAsync(judged, new Uri(page.Url).PathAndQuery));
            await page.Locator("button[name=moyen]").First.ClickAsync();
        }
        Assert.Equal(running.Portal.Tresor.Authority, new Uri(page.Url).Authority);
    }
}
