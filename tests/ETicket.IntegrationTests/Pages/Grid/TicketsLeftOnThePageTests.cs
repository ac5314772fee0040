using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>The tickets left stand beside each service, and the script is told them after each click.</summary>
[Collection(nameof(PortalStories))]
public sealed class TicketsLeftOnThePageTests(PortalRunning running)
{
    [Fact]
    public async Task R113_The_tickets_left_and_the_day_they_run_out_stand_beside_the_service()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var day = await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days'");
        var weeks = $"/famille/planning?semaine={day:yyyy-MM-dd}&semaines=2";
        var page = await parent.PageAsync(weeks);
        Assert.Equal([2, 2, 1], page.QuerySelectorAll("section.child").Select(c => c.QuerySelectorAll(".week-left").Length));
        Assert.All(page.QuerySelectorAll(".week-left"), left => Assert.Matches("^(Il reste|Plus de ticket|Il manque)", left.TextContent));
        Assert.All(page.QuerySelectorAll("section.child").SkipLast(1).Select(c => c.QuerySelector(".week-left")!), left => Assert.Contains(" pour Julia et Louis", left.TextContent, StringComparison.Ordinal));
        var cells = page.QuerySelectorAll("section.child")[0].QuerySelectorAll("button.ticket[data-state=Free]").Cast<IHtmlButtonElement>().Where(c => c.Closest("tr")!.TextContent.Contains("Cantine", StringComparison.Ordinal)).Take(2).ToList();

        foreach (var cell in cells)
        {
            var told = await parent.ScriptAsync(weeks, "voeux", cell.Value);
            var after = await parent.PageAsync(weeks);

            var notes = told.GetProperty("notes").EnumerateArray().ToDictionary(n => n.GetProperty("id").GetString()!, n => n.GetProperty("text").GetString()!, StringComparer.Ordinal);
            Assert.All(after.QuerySelectorAll(".week-left"), left => Assert.Equal(left.TextContent, notes[left.Id!]));
            await parent.ScriptAsync(weeks, "voeux", ((IHtmlButtonElement)after.GetElementById(cell.Id!)!).Value);
        }
        Assert.NotEmpty(cells);
    }
}
