using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>A week of the demonstration in which the canteen has one place a day and Julia has that of one day; given back at the end.</summary>
internal sealed class FullWeek : IAsyncDisposable
{
    private readonly PortalDatabase _database;
    private readonly ParentSession _parent;

    private FullWeek(PortalDatabase database, ParentSession parent, DateOnly day) => (_database, _parent, Day) = (database, parent, day);

    public DateOnly Day { get; }

    public string Week => $"/famille/planning?semaine={Day:yyyy-MM-dd}";

    /// <summary>The ids of the two cells of that day.</summary>
    public string Julia { get; private set; } = "";
    public string Louis { get; private set; } = "";

    public static async Task<FullWeek> OpenAsync(PortalDatabase database, ParentSession parent)
    {
        var day = await database.AskAsync<DateOnly>(
            """
            select min(d.day) from open_day d join activity a on a.id = d.activity_id
            where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days' and not exists (select from booking b where b.activity_id = d.activity_id and b.day = d.day and b.state = 'Held')
            """);
        var full = new FullWeek(database, parent, day);
        await PlacesAsync(database, 1);
        var page = await parent.PageAsync(full.Week);
        (full.Julia, full.Louis) = (full.Cell(page, 0).Id!, full.Cell(page, 1).Id!);
        await full.ClickAsync(full.Julia);
        return full;
    }

    public async ValueTask DisposeAsync()
    {
        await PlacesAsync(_database, null);
        foreach (var cell in new[] { Julia, Louis })
        {
            if ((await _parent.PageAsync(Week)).GetElementById(cell)?.GetAttribute("data-state") == "Ticked")
                await ClickAsync(cell);
        }
    }

    private async Task ClickAsync(string cell)
    {
        var button = (IHtmlButtonElement)(await _parent.PageAsync(Week)).GetElementById(cell)!;
        using var answer = await _parent.PostAsync(Week, (button.Name!, button.Value));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>The canteen's button of a child, by its place on the page.</summary>
    private IHtmlButtonElement Cell(IDocument page, int child) =>
        page.QuerySelectorAll("section.child")[child].QuerySelectorAll("button.ticket").Cast<IHtmlButtonElement>()
            .Single(c => c.Id!.EndsWith($"{Day:MMdd}", StringComparison.Ordinal) && c.Closest("tr")!.TextContent.Contains("Cantine", StringComparison.Ordinal));

    private static async Task PlacesAsync(PortalDatabase database, int? places)
    {
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var limits = owner.CreateCommand("update activity set capacity = $1 where name = 'Cantine'");
        limits.Parameters.Add(new() { Value = places ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        await limits.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
