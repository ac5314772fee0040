using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>« Mon planning » by service: one calendar for each, with its hours, and the children in it.</summary>
[Collection(nameof(PortalStories))]
public sealed class ByServiceTests(PortalRunning running)
{
    [Fact]
    public async Task R67_By_service_each_child_has_its_circle_and_the_hours_are_said()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var week = await WeekAsync();

        var (byChild, page) = (await parent.PageAsync(week), await parent.PageAsync($"{week}&vue=service"));

        var services = page.QuerySelectorAll("section.child");
        Assert.NotEmpty(services);
        Assert.Contains(services, s => s.QuerySelector("h2")!.TextContent.StartsWith("Cantine", StringComparison.Ordinal) && s.QuerySelector("h2 .grade")!.TextContent.Trim().Length > 0);
        Assert.All(services, s => Assert.Equal("Enfant", s.QuerySelector("thead th .vh")!.TextContent));
        Assert.All(services, s => Assert.Empty(s.QuerySelectorAll("tbody .week-activity").Select(c => c.TextContent).Except(["Julia", "Louis", "Margot"])));
        Assert.Equal(Cells(byChild), Cells(page));
        Assert.Equal(["par enfant", "par service"], byChild.QuerySelectorAll("ul[aria-label=Présentation] a").Select(a => a.TextContent));
        Assert.Equal("par service", page.QuerySelector("ul[aria-label=Présentation] a[aria-current=true]")!.TextContent);
    }

    [Fact]
    public async Task R74_Each_state_has_a_word_and_a_shape_of_its_own()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        var page = await parent.PageAsync(await WeekAsync());

        var legend = page.QuerySelectorAll(".legend li");
        Assert.Equal(legend.Length, legend.Select(l => l.TextContent.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Count());
        var shapes = page.QuerySelectorAll(".legend use").Select(u => page.QuerySelector($"symbol{u.GetAttribute("href")}")!.InnerHtml.Trim()).ToList();
        Assert.Equal((7, 7), (shapes.Count, shapes.Distinct(StringComparer.Ordinal).Count()));
        Assert.All(page.QuerySelectorAll("section.child .ticket"), cell => Assert.NotEmpty(cell.TextContent.Trim()));
    }

    [Fact]
    public async Task R67_The_view_is_kept_from_week_to_week_and_by_a_click()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var week = await WeekAsync();

        var page = await parent.PageAsync($"{week}&semaines=2&vue=service");

        var kept = page.QuerySelectorAll("a[rel], ul[aria-label^=Semaines] a").Select(a => a.GetAttribute("href")!).Append(page.QuerySelector("form[data-planning]")!.GetAttribute("action")!).ToList();
        Assert.Equal(6, kept.Count);
        Assert.All(kept, address => Assert.EndsWith("&vue=service", address, StringComparison.Ordinal));
        Assert.Equal([false, true], page.QuerySelectorAll("ul[aria-label=Présentation] a").Select(a => a.GetAttribute("href")!.Contains("vue=", StringComparison.Ordinal)));
        var cell = (IHtmlButtonElement)page.QuerySelector("button.ticket[data-state=Free]")!;
        using var ticked = await parent.PostAsync($"{week}&semaines=2&vue=service", ("voeux", cell.Value));
        Assert.Contains("&semaines=2&vue=service&clic=", ticked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.EndsWith($"#{cell.Id}", ticked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var told = await parent.ScriptAsync($"{week}&semaines=2&vue=service", "annuler", cell.Value[..32]);
        var days = told.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("id").GetString()!).ToList();
        Assert.All(page.QuerySelectorAll("tfoot button"), day => Assert.Contains(day.Id!, days));
        foreach (var other in new[] { "enfant", "Service", "", "<script>", new string('s', 5000) })
            Assert.Equal("par enfant", (await parent.PageAsync($"{week}&vue={other}")).QuerySelector("ul[aria-label=Présentation] a[aria-current=true]")!.TextContent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R67_R76_All_children_of_a_day_are_ticked_on_a_phone_by_the_keyboard_with_and_without_script(bool script)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);
        await page.GotoAsync(await WeekAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "par service" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Cantine") })).ToBeVisibleAsync();
        await BrowserPhone.FitsAsync(page);
        var before = await StatesAsync(page);

        var all = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Cocher tous les enfants.: Cantine") }).First;
        await all.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#annuler")).ToContainTextAsync("C’est enregistré.");
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Aucun enfant, tous décochés") }).First).ToBeVisibleAsync();
        Assert.NotEqual(before, await StatesAsync(page));
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Annuler le dernier clic" }).PressAsync("Enter");
        await Expect(page.Locator("#annuler")).ToContainTextAsync("Le dernier clic est annulé.");
        Assert.Equal(before, await StatesAsync(page));
        Assert.Contains("vue=service", page.Url, StringComparison.Ordinal);
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task R67_The_view_by_service_can_be_read_and_used_by_everyone()
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address);
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);

        Assert.Empty(await PageJudge.JudgeAsync(page, $"{await WeekAsync()}&semaines=2&vue=service"));
        Assert.Empty(phone.Complaints);
    }

    private static IEnumerable<string> Cells(IParentNode page) =>
        page.QuerySelectorAll("section.child .ticket[id]").Select(c => $"{c.Id} {c.GetAttribute("data-state")} {c.GetAttribute("title")} {c.TextContent.Trim()}").Order(StringComparer.Ordinal);

    private static async Task<string> StatesAsync(IPage page)
    {
        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        return string.Join(' ', await page.Locator(".ticket[id]").EvaluateAllAsync<string[]>("cells => cells.map(c => c.dataset.state)"));
    }

    /// <summary>A week where the canteen may still be ticked.</summary>
    private async Task<string> WeekAsync()
    {
        await using var database = running.Portal.Database();
        var day = await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");
        return $"/famille/planning?semaine={day:yyyy-MM-dd}";
    }
}
