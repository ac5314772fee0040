using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Web.Display;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>« Mon planning » over one, two or four weeks: one page, and the way back and forth.</summary>
[Collection(nameof(PortalStories))]
public sealed class SeveralWeeksTests(PortalRunning running)
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task R65_All_children_and_services_of_several_weeks_are_one_page(int weeks)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var monday = await MondayAsync();

        var page = await parent.PageAsync($"/famille/planning?semaine={monday.AddDays(2):yyyy-MM-dd}&semaines={weeks}");

        var children = page.QuerySelectorAll("section.child");
        Assert.Equal(["Julia", "Louis", "Margot"], children.Select(c => c.QuerySelector("h2")!.TextContent.Trim().Split(' ')[0]));
        Assert.All(children, child => Assert.Equal(
            Enumerable.Range(0, weeks).Select(i => $"Semaine du {French.ShortDay(monday.AddDays(7 * i))} au {French.ShortDay(monday.AddDays((7 * i) + 6))}"),
            child.QuerySelectorAll("caption").Select(c => c.TextContent.Trim().Split(", ")[1])));
        Assert.Equal([2 * weeks, 2 * weeks, weeks], children.Select(c => c.QuerySelectorAll("tr.week-row[id]").Length));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task R66_Weeks_go_back_and_forth_and_say_from_when_to_when(int weeks)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var monday = await MondayAsync();
        string At(DateOnly day, int many) => $"/famille/planning?semaine={day:yyyy-MM-dd}" + (many == 1 ? "" : $"&semaines={many}");

        var page = await parent.PageAsync(At(monday, weeks));

        Assert.Contains($"u {French.ShortDay(monday)} au {French.ShortDay(monday.AddDays((7 * weeks) - 1))}", page.QuerySelector(".week-title")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            (At(monday.AddDays(-7 * weeks), weeks), At(monday.AddDays(7 * weeks), weeks)),
            (page.QuerySelector("a[rel=prev]")!.GetAttribute("href"), page.QuerySelector("a[rel=next]")!.GetAttribute("href")));
        Assert.Equal(
            [("1 semaine", At(monday, 1), weeks == 1), ("2 semaines", At(monday, 2), weeks == 2), ("4 semaines", At(monday, 4), weeks == 4)],
            page.QuerySelectorAll("ul[aria-label^=Semaines] a").Select(a => (a.TextContent.Trim(), a.GetAttribute("href"), a.GetAttribute("aria-current") == "true")));
        Assert.Equal(At(monday, weeks), page.QuerySelector("form[data-planning]")!.GetAttribute("action"));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("04")]
    [InlineData("999")]
    [InlineData("")]
    [InlineData("<script>")]
    public async Task R65_Any_other_number_is_one_week_and_nothing_is_said_of_it(string weeks)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        var page = await parent.PageAsync($"/famille/planning?semaine={await MondayAsync():yyyy-MM-dd}&semaines={weeks}");

        Assert.All(page.QuerySelectorAll("section.child"), c => Assert.Single(c.QuerySelectorAll("table")));
        Assert.StartsWith("Semaine du", page.QuerySelector(".week-title")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".errors"));
    }

    [Fact]
    public async Task R65_A_click_without_script_comes_back_to_the_weeks_it_was_made_on()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var (julia, canteen) = (await database.ChildAsync("Julia"), await database.ActivityAsync("Cantine"));
        var monday = await MondayAsync();
        var weeks = $"/famille/planning?semaine={monday:yyyy-MM-dd}&semaines=4";
        var page = await parent.PageAsync(weeks);
        var cell = (IHtmlButtonElement)page.QuerySelectorAll("section.child")[0].QuerySelectorAll("button.ticket[data-state=Free]")[^1];

        using var ticked = await parent.PostAsync(weeks, ("voeux", cell.Value));
        using var elsewhere = await parent.PostAsync("/famille/planning?semaine=2026-01-05&semaines=2", ("voeux", WishCode.Write([new DayWish(julia, canteen, monday, false)])));

        Assert.Equal(HttpStatusCode.SeeOther, ticked.StatusCode);
        Assert.Equal($"{weeks}&clic={cell.Value[..32]}#{cell.Id}", ticked.Headers.Location!.OriginalString);
        Assert.StartsWith($"/famille/planning?semaine={monday:yyyy-MM-dd}&semaines=2&clic=", elsewhere.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var after = await parent.PageAsync(weeks);
        var untick = (IHtmlButtonElement)after.GetElementById(cell.Id!)!;
        Assert.Equal("Ticked", untick.GetAttribute("data-state"));
        using var unticked = await parent.PostAsync(weeks, ("voeux", untick.Value));
        Assert.Equal(HttpStatusCode.SeeOther, unticked.StatusCode);
    }

    /// <summary>The Monday of a week where the canteen may still be ticked.</summary>
    private async Task<DateOnly> MondayAsync()
    {
        await using var database = running.Portal.Database();
        return WeekPlan.MondayOf(await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'"));
    }
}
