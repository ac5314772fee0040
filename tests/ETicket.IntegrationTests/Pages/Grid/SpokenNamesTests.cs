using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>Whoever hears the page: each button of it has a name of its own.</summary>
[Collection(nameof(PortalStories))]
public sealed class SpokenNamesTests(PortalRunning running)
{
    [Fact]
    public async Task R91_No_two_buttons_of_four_weeks_have_the_same_accessible_name()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var day = await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");

        var page = await parent.PageAsync($"/famille/planning?semaine={day:yyyy-MM-dd}&semaines=4");

        var names = page.QuerySelectorAll("form[data-planning] button:not([hidden])").Select(b => b.GetAttribute("aria-label") ?? b.TextContent.Trim()).ToList();
        Assert.NotEmpty(names);
        Assert.Empty(names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
        var tables = page.QuerySelectorAll("caption").Select(c => c.TextContent).ToList();
        Assert.Equal(tables.Count, tables.Distinct(StringComparer.Ordinal).Count());
    }
}
