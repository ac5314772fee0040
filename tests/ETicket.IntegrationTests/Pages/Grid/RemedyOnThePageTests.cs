using AngleSharp.Html.Dom;
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
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var (family, bus) = (await database.FamilyAsync("Devret"), await database.TicketTypeAsync("BUS"));
        var weeks = $"/famille/planning?semaine={await FullestAsync(database):yyyy-MM-dd}&semaines=4";
        var free = FreeBus(await parent.PageAsync(weeks));
        var left = await database.AskAsync<int>("select tickets - held from wallet where family_id = $1 and ticket_type_id = $2", family.Value, bus.Value);
        Assert.True(free.Count > left + 1, $"{free.Count} days are free for {left} tickets.");
        var all = free.Take(left).Select(WishOf).ToList();
        if (left > 0)
            await parent.ScriptAsync(weeks, "voeux", WishCode.Write(all));
        var basket = $"/famille/tickets?{BasketLink.FieldOf(bus)}=1";

        await using var phone = await BrowserPhone.OpenAsync();
        var page = await phone.WindowAsync(running.Portal.Address, script);
        await BrowserPhone.SignInAsync(page, PortalLogin.Parent);
        await page.GotoAsync(weeks);
        await page.Locator($"#{free[left].Id}").ClickAsync();

        var remedy = page.Locator(".week-no p.no a");
        await Expect(remedy).ToHaveTextAsync("Il manque 1\u00a0ticket\u00a0: acheter");
        await Expect(remedy).ToHaveAttributeAsync("href", basket);
        await Expect(page.Locator($"#{free[left].Id}")).ToHaveAttributeAsync("data-state", "Free");
        await BrowserPhone.FitsAsync(page);
        await remedy.ClickAsync();
        await Expect(page.Locator($"[name^='{BasketLink.FieldOf(bus)}']").First).ToHaveValueAsync("1");
        if (all.Count > 0)
            await parent.ScriptAsync(weeks, "voeux", WishCode.Write(all.Select(w => w with { Wanted = false })));
        Assert.DoesNotContain(phone.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    private static IReadOnlyList<IHtmlButtonElement> FreeBus(IHtmlDocument page) =>
    [
        .. page.QuerySelectorAll("button.ticket[data-state=Free]").Cast<IHtmlButtonElement>().Where(b => b.Closest("tr")!.TextContent.Contains("Ramassage", StringComparison.Ordinal)),
    ];

    private static DayWish WishOf(IHtmlButtonElement cell) => WishCode.Read(cell.Value)!.Value.Wishes[0];

    /// <summary>The Monday from which four weeks have the most days of bus to tick.</summary>
    private static Task<DateOnly> FullestAsync(PortalDatabase database) => database.AskAsync<DateOnly>(
        """
        with bus as (
          select d.day, date_trunc('week', d.day)::date as monday from open_day d join activity a on a.id = d.activity_id
          where a.kind = 'SchoolBus' and d.closed_for is null and d.add_until > eticket_now() + interval '7 days')
        select m.monday from (select distinct monday from bus) m join bus b on b.day between m.monday and m.monday + 27
        group by 1 order by count(*) desc, 1 limit 1
        """);
}
