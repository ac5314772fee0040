using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>A tick refused for want of tickets says how many are missing, and leads to a basket that holds them.</summary>
[Collection(nameof(PortalStories))]
public sealed class RemedyOnThePageTests(PortalRunning running)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R94_What_is_missing_can_be_bought_on_the_spot(bool script)
    {
        const int left = 2;
        var home = await SubscriberHome.WelcomeAsync(running, left);
        using var parent = await home.EnterAsync();
        var week = $"/famille/planning?semaine={WeekPlan.MondayOf(SubscriberHome.Today.AddDays(7)):yyyy-MM-dd}";
        var free = Free(await parent.PageAsync(week));
        await parent.ScriptAsync(week, "voeux", WishCode.Write([.. free.Take(left).Select(WishOf)]));

        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, home.Login);
        await page.GotoAsync(week);
        await page.Locator($"#{free[left].Id}").ClickAsync();

        var remedy = page.Locator(".week-no p.no a");
        await Expect(remedy).ToHaveTextAsync("Il manque 1\u00a0ticket\u00a0: acheter");
        await Expect(remedy).ToHaveAttributeAsync("href", $"/famille/tickets?{BasketLink.FieldOf(home.Ticket)}=1");
        await Expect(page.Locator($"#{free[left].Id}")).ToHaveAttributeAsync("data-state", "Free");
        await BrowserPhone.FitsAsync(page);
        await remedy.ClickAsync();
        await Expect(page.Locator($"[name^='{BasketLink.FieldOf(home.Ticket)}']").First).ToHaveValueAsync("1");
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R97_A_click_that_comes_too_late_leads_to_the_absence_of_that_child_on_that_day()
    {
        var home = await SubscriberHome.WelcomeAsync(running, tickets: 5);
        using var parent = await home.EnterAsync();
        var day = SubscriberHome.Today.AddDays(8);
        var week = $"/famille/planning?semaine={WeekPlan.MondayOf(day):yyyy-MM-dd}";
        DayWish ticked = new(home.Child, home.Activity, day, true), untouched = ticked with { Day = day.AddDays(1) };
        await parent.ScriptAsync(week, "voeux", WishCode.Write([ticked]));
        await LimitPassesAsync(home, day, day.AddDays(1));

        var told = await parent.ScriptAsync(week, "voeux", WishCode.Write([ticked with { Wanted = false }]));
        using var page = await parent.PostAsync(week, ("voeux", WishCode.Write([ticked with { Wanted = false }])));
        var link = (await ParentSession.ReadAsync(page)).QuerySelector(".week-no p.no a")!;
        using var free = await parent.PostAsync(week, ("voeux", WishCode.Write([untouched])));
        var absence = await parent.PageAsync(link.GetAttribute("href")!);

        Assert.Contains("/famille/absence?", told.ToString(), StringComparison.Ordinal);
        Assert.Equal("trop tard\u00a0: signaler une absence", link.TextContent);
        Assert.Equal(home.Child.Value.ToString("N"), ((IHtmlSelectElement)absence.QuerySelector("#enfant")!).Value);
        Assert.Equal(($"{day:yyyy-MM-dd}", $"{day:yyyy-MM-dd}"), (absence.QuerySelector("#du")!.GetAttribute("value"), absence.QuerySelector("#au")!.GetAttribute("value")));
        // Nothing was promised on a day that is not ticked: there is no absence to tell.
        Assert.Null((await ParentSession.ReadAsync(free)).QuerySelector(".week-no p.no a"));
    }

    /// <summary>The mairie brings forward the limit of those days: it is over.</summary>
    private async Task LimitPassesAsync(SubscriberHome home, DateOnly first, DateOnly last)
    {
        var over = ParisTime.StartOf(SubscriberHome.Today).AddDays(-1);
        await using var database = running.Portal.Database();
        await using var verbs = database.Verbs(running.Portal);
        DeclaredDay[] days = [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(d => new DeclaredDay(d, over, over))];
        await verbs.GetRequiredService<OpenDays>().DeclareAsync(await database.CommuneAsync(), home.Activity, first, last, days, "", TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<IHtmlButtonElement> Free(IHtmlDocument page) => [.. page.QuerySelectorAll("button.ticket[data-state=Free]").Cast<IHtmlButtonElement>()];

    private static DayWish WishOf(IHtmlButtonElement cell) => WishCode.Read(cell.Value)!.Value.Wishes[0];
}
