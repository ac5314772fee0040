using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>An abonnement is set on a phone without a script, by the keyboard alone; and its page can be read by everyone, full, with long names, and when it refuses.</summary>
[Collection(nameof(PortalStories))]
public sealed class StandingOnAPhone(PortalRunning running)
{
    [Fact]
    public async Task R79_An_abonnement_is_set_without_a_script_by_the_keyboard_alone()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3);
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script: false);
        await BrowserPhone.SignInAsync(page, home.Login);

        await page.GetByRole(AriaRole.Link, new() { Name = "Mes abonnements" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mes abonnements", Level = 1 })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choisissez au moins un jour");
        await BrowserPhone.FitsAsync(page);

        await page.GetByLabel("Enfant et service").FocusAsync();
        for (var weekday = 0; weekday < 7; weekday++)
        {
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Space");
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Enregistrer" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Votre abonnement est enregistré.");
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sauf ce jour") }).First.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Ce jour est laissé de côté.");
        await BrowserPhone.FitsAsync(page);

        Assert.EndsWith(":true 2 2", await home.WrittenAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R79_The_page_can_be_read_and_used_by_everyone_full_with_long_names_and_when_it_refuses()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 3, "Maximilienne-Alexandrine-Élisabeth-Antoinette de La Rochefoucauld", "Accueil périscolaire du soir et aide aux devoirs (site Jean-Jaurès)");
        using (var parent = await home.EnterAsync())
        {
            using var set = await parent.PostAsync(SubscriberHome.Page, [.. home.Wish()]);
            using var left = await parent.PostAsync(
                SubscriberHome.Page, ("geste", "sauf"), ("cle", Guid.NewGuid().ToString()), ("id", await home.RuleAsync()), ("jour", $"{SubscriberHome.Today.AddDays(40):yyyy-MM-dd}"));
        }
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, home.Login);

        var wrong = await PageJudge.JudgeAsync(page, $"{SubscriberHome.Page}?fait=sauf");

        Assert.Empty(wrong);
        Assert.Empty(phone.Complaints);
    }
}
