using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>A week of holidays says which holidays.</summary>
[Collection(nameof(PortalStories))]
public sealed class ClosedWeekTests(PortalRunning running)
{
    [Fact]
    public async Task R80_R72_A_week_of_school_holidays_is_named_on_its_rows_and_in_each_cell()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        const string Mondays = """
            from closed_day c join activity a on a.id = c.activity_id
            where a.name = 'Cantine' and c.reason = 'SchoolHoliday' and extract(isodow from c.day) = 1
              and not exists (select from closed_day o where o.activity_id = c.activity_id and o.day between c.day and c.day + 6 and o.label <> c.label)
              and (select count(*) from closed_day o where o.activity_id = c.activity_id and o.day between c.day and c.day + 6) = 7
            """;
        var monday = await database.AskAsync<DateOnly>($"select min(c.day) {Mondays}");
        var label = await database.AskAsync<string>($"select min(c.label) {Mondays} and c.day = $1", monday);

        var page = await parent.PageAsync($"/famille/planning?semaine={monday:yyyy-MM-dd}");

        var rows = page.QuerySelectorAll("section.child tr.week-row[id]");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal($"Pas ouvert cette semaine\u00a0: {label}", row.QuerySelector(".week-limit")!.TextContent));
        Assert.All(rows.SelectMany(r => r.QuerySelectorAll(".ticket")), cell => Assert.Equal(("Closed", $"Fermé\u00a0: {label}"), (cell.GetAttribute("data-state"), cell.TextContent.Trim())));
    }

    [Fact]
    public async Task R72_A_public_holiday_in_a_week_of_school_is_written_under_it()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        const string Holidays = """
            from closed_day c join activity a on a.id = c.activity_id
            where a.name = 'Cantine' and c.reason = 'PublicHoliday' and extract(isodow from c.day) <= 5
              and exists (select from open_day d where d.activity_id = c.activity_id and date_trunc('week', d.day) = date_trunc('week', c.day))
            """;
        var day = await database.AskAsync<DateOnly>($"select min(c.day) {Holidays}");
        var label = await database.AskAsync<string>($"select min(c.label) {Holidays} and c.day = $1", day);

        var page = await parent.PageAsync($"/famille/planning?semaine={day:yyyy-MM-dd}");

        Assert.All(
            page.QuerySelectorAll("section.child"),
            child => Assert.Contains($"Fermé le {ETicket.Kernel.French.ShortDay(day)}\u00a0: {label}", child.QuerySelectorAll(".week-closed li").Select(l => l.TextContent)));
    }
}
