using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Stories;

/// <summary>What a family does in a week, on a phone, with and without script: buys, ticks, changes its mind, eats, and reads it all back.</summary>
[Collection(nameof(PortalStories))]
public sealed class AWeekOfCanteen(PortalRunning running)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalProcess Portal => running.Portal;

    [Theory]
    [InlineData(true, "demo-parent", "Cantine, Cantine élémentaire", "Julia", "Louis")]
    [InlineData(false, "demo-parent-2", "Cantine", "Lou", null)]
    public async Task R64_R90_R106_R111_R120_R179_A_family_buys_ticks_eats_and_reads_one_line_per_ticket(bool script, string userName, string ticket, string child, string? sibling)
    {
        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(Portal.Address, script);
        await BrowserPhone.SignInAsync(page, new PortalLogin(userName, PortalLogin.Parent.Password));
        await using var database = Portal.Database();

        var number = await BuyAsync(page, sibling is null ? ticket : $"{ticket}, pour {child}");
        await ReceivedAsync(number);
        var (first, second) = await TickAsync(page, child);
        await UntickAsync(page, first);
        await page.ReloadAsync();
        await Expect(page.Locator($"#{first}")).ToHaveAttributeAsync("data-state", "Free");
        await Expect(page.Locator($"#{second}")).ToHaveAttributeAsync("data-state", "Ticked");
        await BrowserPhone.FitsAsync(page);

        string[] eaters = sibling is null ? [child] : [child, sibling];
        var day = await EatYesterdayAsync(database, eaters);
        await CloseAsync(await phone.WindowAsync(Portal.Address, script), day, eaters.Length);

        await ReadStatementAsync(page, ticket, day, eaters);
        Assert.Empty(await database.ViolationsAsync());
        var (exit, said, _) = await Portal.RunAsync("audit");
        Assert.True(exit == 0, said);
        Assert.Empty(phone.Complaints);
    }

    private static async Task<string> BuyAsync(IPage page, string ticket)
    {
        await BrowserPhone.ChooseAsync(page, ticket, 5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Payer par carte" }).ClickAsync();
        await Expect(page.Locator(".status")).ToHaveTextAsync("Payé");
        await BrowserPhone.FitsAsync(page);
        var number = await page.Locator("main a[href^='/famille/factures/']").InnerTextAsync();
        Assert.Matches(@"^Q\d{4}-\d{6}$", number.Trim());
        return number.Trim();
    }

    /// <summary>The receipt arrives by mail, within a few turns of the postman.</summary>
    private async Task ReceivedAsync(string number)
    {
        using var http = new HttpClient { BaseAddress = Portal.Address };
        await Eventually.HoldsAsync($"the receipt {number} in the mailbox", async () =>
        {
            var letters = await http.GetFromJsonAsync<JsonElement>("/boite-aux-lettres/messages.json", Stop);
            return letters.EnumerateArray().Count(l => l.GetProperty("text").GetString()!.Contains(number, StringComparison.Ordinal)) == 1;
        });
    }

    /// <summary>Ticks two days of the first week where two are still free.</summary>
    private static async Task<(string First, string Second)> TickAsync(IPage page, string child)
    {
        await page.GotoAsync("/famille/planning");
        var free = page.Locator("section.child").Filter(new() { Has = page.Locator("h2", new() { HasText = child }) })
            .Locator("tr.week-row").Filter(new() { HasText = "Cantine" }).Locator("button.ticket[data-state=Free]");
        for (var week = 0; await free.CountAsync() < 2; week++)
        {
            Assert.True(week < 20, $"No week of the next twenty has two free days for {child}: {page.Url} shows {await page.Locator("button.ticket").CountAsync()} tickets.");
            var shown = page.Url;
            await page.Locator("a[rel=next]").ClickAsync();
            await Expect(page).Not.ToHaveURLAsync(shown);
            await Expect(page.GetByRole(AriaRole.Contentinfo)).ToBeVisibleAsync();
        }
        var ids = new[] { await free.Nth(0).GetAttributeAsync("id"), await free.Nth(1).GetAttributeAsync("id") };
        foreach (var id in ids)
        {
            await page.Locator($"#{id}").ClickAsync();
            await Expect(page.Locator($"#{id}")).ToHaveAttributeAsync("data-state", "Ticked");
        }
        // A page left while a click is on its way takes the click with it.
        await Expect(page.Locator("button[data-busy]")).ToHaveCountAsync(0);
        var told = await page.Locator(".carnets").InnerTextAsync();
        // The server's own word: what a fresh page shows.
        await page.ReloadAsync();
        foreach (var id in ids)
            await Expect(page.Locator($"#{id}")).ToHaveAttributeAsync("data-state", "Ticked");
        Assert.Equal(told, await page.Locator(".carnets").InnerTextAsync());
        return (ids[0]!, ids[1]!);
    }

    private static async Task UntickAsync(IPage page, string cell)
    {
        await page.Locator($"#{cell}").ClickAsync();
        await Expect(page.Locator($"#{cell}")).ToHaveAttributeAsync("data-state", "Free");
        await Expect(page.Locator($"#{cell}[data-busy]")).ToHaveCountAsync(0);
    }

    /// <summary>Children who came to the canteen yesterday without being ticked: the mairie writes them in afterwards.</summary>
    private async Task<DateOnly> EatYesterdayAsync(PortalDatabase database, IEnumerable<string> eaters)
    {
        var yesterday = TimeProvider.System.Today().AddDays(-1);
        await using var verbs = database.Verbs(Portal);
        var (commune, canteen) = (await database.CommuneAsync(), await database.ActivityAsync("Cantine"));
        var limit = ParisTime.StartOf(yesterday);
        await verbs.GetRequiredService<OpenDays>().DeclareAsync(commune, canteen, yesterday, yesterday, [new(yesterday, limit, limit)], "", Stop);
        foreach (var name in eaters)
        {
            var child = await database.ChildAsync(name);
            var family = new FamilyId(await database.AskAsync<Guid>("select family_id from family_child where child_id = $1", child.Value));
            var answers = await verbs.GetRequiredService<Bookings>().SetAsync(
                new(commune, family, Guid.NewGuid(), "mairie", ChangeOrigin.Staff, [new(child, canteen, yesterday, true)]), Stop);
            Assert.Equal([Verdict.Held], answers.Select(a => a.Verdict));
        }
        return yesterday;
    }

    private static async Task CloseAsync(IPage page, DateOnly day, int eaten)
    {
        await BrowserPhone.SignInAsync(page, PortalLogin.Staff);
        await page.GotoAsync("/mairie/cloture");
        await BrowserPhone.FitsAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Cantine, {French.Day(day)}" }).ClickAsync();
        var done = page.GetByRole(AriaRole.Status);
        await Expect(done).ToContainTextAsync("Journée clôturée");
        await Expect(done).ToContainTextAsync(French.Tickets(eaten));
    }

    private static async Task ReadStatementAsync(IPage page, string ticket, DateOnly day, IEnumerable<string> eaters)
    {
        await page.GotoAsync("/famille/planning");
        await page.Locator(".carnet").Filter(new() { HasText = ticket.Split(", ")[^1] }).Locator("a[href*=releve]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^Relevé") })).ToBeVisibleAsync();
        foreach (var name in eaters)
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = name }).Filter(new() { HasText = French.NumericDay(day) })).ToHaveCountAsync(1);
        await BrowserPhone.FitsAsync(page);
    }
}
