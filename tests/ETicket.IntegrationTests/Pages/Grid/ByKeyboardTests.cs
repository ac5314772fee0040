using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>A parent without a mouse: from the identifiant to a day ticked, with Tab, Space and Enter.</summary>
[Collection(nameof(PortalStories))]
public sealed class ByKeyboardTests(PortalRunning running)
{
    private const int MostTabs = 150;

    [Fact]
    public async Task A_parent_signs_in_ticks_a_day_and_unticks_it_by_keyboard_alone()
    {
        await using var database = running.Portal.Database();
        var day = await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);

        await page.GotoAsync($"/famille/planning?semaine={day:yyyy-MM-dd}");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Aller au contenu" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByLabel("Identifiant"));
        await page.Keyboard.TypeAsync(PortalLogin.Parent.UserName);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(PortalLogin.Parent.Password);
        await page.Keyboard.PressAsync("Enter");
        var cell = page.Locator($"#{await page.Locator("button.ticket[data-state=Free]").First.GetAttributeAsync("id")}");
        await TabToAsync(page, cell);
        await page.Keyboard.PressAsync("Space");
        await SettledAsync(page, cell, "Ticked");
        await Expect(cell).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await SettledAsync(page, cell, "Free");

        Assert.Empty(phone.Complaints);
    }

    private static async Task TabToAsync(IPage page, ILocator control)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await control.EvaluateAsync<bool>("e => e === document.activeElement"))
                return;
        }
        Assert.Fail($"{MostTabs} Tabs do not reach {control} on {page.Url}.");
    }

    private static async Task SettledAsync(IPage page, ILocator cell, string state)
    {
        await Expect(cell).ToHaveAttributeAsync("data-state", state);
        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        await Expect(cell).ToHaveAttributeAsync("data-state", state);
    }
}
