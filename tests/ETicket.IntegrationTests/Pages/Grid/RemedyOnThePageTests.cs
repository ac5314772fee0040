using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.Pages.Days;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display;
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

    private static IReadOnlyList<IHtmlButtonElement> Free(IHtmlDocument page) => [.. page.QuerySelectorAll("button.ticket[data-state=Free]").Cast<IHtmlButtonElement>()];

    private static DayWish WishOf(IHtmlButtonElement cell) => WishCode.Read(cell.Value)!.Value.Wishes[0];
}
