using System.Net;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>« Annuler le dernier clic » on a phone, with and without script, with the keyboard alone; and what nobody may undo.</summary>
[Collection(nameof(PortalStories))]
public sealed class UndoOnThePageTests(PortalRunning running)
{
    private const string Undo = "Annuler le dernier clic";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R100_The_last_click_is_undone_on_a_phone_with_and_without_script(bool script)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);
        await page.GotoAsync($"/famille/planning?semaine={await FreeDayAsync():yyyy-MM-dd}&semaines=2");
        var undo = page.GetByRole(AriaRole.Button, new() { Name = Undo });
        await Expect(undo).ToHaveCountAsync(0);
        var cell = page.Locator($"#{await page.Locator("button.ticket[data-state=Free]").First.GetAttributeAsync("id")}");
        var carnets = await page.Locator(".carnets").InnerTextAsync();

        await cell.ClickAsync();
        await Expect(cell).ToHaveAttributeAsync("data-state", "Ticked");
        await Expect(page.Locator("#annuler")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("C’est enregistré\\. Modifiable jusqu’à [a-z]{3}\\. [0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}\\."));
        await BrowserPhone.FitsAsync(page);
        await undo.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#annuler")).ToContainTextAsync("Le dernier clic est annulé.");
        await Expect(cell).ToHaveAttributeAsync("data-state", "Free");
        await Expect(undo).ToHaveCountAsync(0);
        Assert.Equal(carnets, await page.Locator(".carnets").InnerTextAsync());
        await BrowserPhone.FitsAsync(page);
        Assert.Empty(phone.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R100_A_whole_week_ticked_with_one_button_is_undone_with_one(bool script)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, PortalLogin.OtherParent);
        await page.GotoAsync($"/famille/planning?semaine={await FreeDayAsync():yyyy-MM-dd}");
        var before = await StatesAsync(page);

        await page.Locator("tbody button.whole:visible").First.ClickAsync();
        await Expect(page.Locator("#annuler")).ToContainTextAsync("C’est enregistré.");
        Assert.NotEqual(before, await StatesAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = Undo }).ClickAsync();

        await Expect(page.Locator("#annuler")).ToContainTextAsync("Le dernier clic est annulé.");
        Assert.Equal(before, await StatesAsync(page));
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task R100_A_key_that_is_no_click_of_this_person_undoes_nothing_and_says_so()
    {
        var (parent, other) = (await running.SessionAsync(PortalLogin.Parent), await running.SessionAsync(PortalLogin.OtherParent));
        await using var database = running.Portal.Database();
        var week = $"/famille/planning?semaine={await FreeDayAsync():yyyy-MM-dd}";
        var cell = (await other.PageAsync(week)).QuerySelector("button.ticket[data-state=Free]")!.GetAttribute("value")!;
        using var ticked = await other.PostAsync(week, ("voeux", cell));
        Assert.Equal(HttpStatusCode.SeeOther, ticked.StatusCode);
        var before = await database.AskAsync<long>("select count(*) from booking_change");

        foreach (var key in new[] { cell[..32], Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString(), "", "n'importe quoi", new string('a', 100_000) })
        {
            using var refused = await parent.PostAsync(week, ("annuler", key));
            var script = await parent.ScriptAsync(week, "annuler", key);
            var shown = await parent.PageAsync($"{week}&clic={(key.Length > 1000 ? "" : Uri.EscapeDataString(key))}");

            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.NotEmpty(await ParentSession.RefusalAsync(refused));
            Assert.NotEmpty(script.GetProperty("sentence").GetString()!);
            Assert.True(shown.QuerySelector("#annuler")!.HasAttribute("hidden"));
        }
        Assert.Equal(before, await database.AskAsync<long>("select count(*) from booking_change"));
        using var undone = await other.PostAsync(week, ("annuler", cell[..32]));
        Assert.Equal(ticked.Headers.Location, undone.Headers.Location);
        Assert.Equal(before + 1, await database.AskAsync<long>("select count(*) from booking_change"));
    }

    private static async Task<string> StatesAsync(IPage page)
    {
        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        return string.Join(' ', await page.Locator(".ticket[id]").EvaluateAllAsync<string[]>("cells => cells.map(c => c.dataset.state)"));
    }

    /// <summary>A day of the canteen that may still be ticked for weeks.</summary>
    private async Task<DateOnly> FreeDayAsync()
    {
        await using var database = running.Portal.Database();
        return await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");
    }
}
