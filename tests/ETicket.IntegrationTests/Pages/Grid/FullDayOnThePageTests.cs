using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;
using Npgsql;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>« Complet » on the page: a word and a shape, and a tick from a page that is too old is refused where it was made.</summary>
[Collection(nameof(PortalStories))]
public sealed class FullDayOnThePageTests(PortalRunning running)
{
    [Fact]
    public async Task R74_R92_A_full_day_has_a_word_and_a_shape_and_a_late_tick_is_refused_beside_it()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var day = await database.AskAsync<DateOnly>(
            """
            select min(d.day) from open_day d join activity a on a.id = d.activity_id
            where a.name = 'Cantine' and d.add_until > eticket_now() + interval '7 days' and not exists (select from booking b where b.activity_id = d.activity_id and b.day = d.day and b.state = 'Held')
            """);
        var week = $"/famille/planning?semaine={day:yyyy-MM-dd}";
        try
        {
            await PlacesAsync(database, 1);
            var before = await parent.PageAsync(week);
            var (julia, louis) = (Cell(before, 0, day), Cell(before, 1, day));
            Assert.Equal(("Free", "Free"), (julia.GetAttribute("data-state"), louis.GetAttribute("data-state")));

            using var ticked = await parent.PostAsync(week, ("voeux", julia.Value));
            using var late = await parent.PostAsync(week, ("voeux", louis.Value));
            var told = await parent.ScriptAsync(week, "voeux", louis.Value);
            var after = await parent.PageAsync(week);

            Assert.Equal(HttpStatusCode.SeeOther, ticked.StatusCode);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
            var refused = await ParentSession.ReadAsync(late);
            Assert.StartsWith("Il n’y a plus de place le ", refused.GetElementById(louis.Closest("tr")!.Id + "r")!.QuerySelector(".no")!.TextContent.Trim(), StringComparison.Ordinal);
            Assert.Equal("Full", told.GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("id").GetString() == louis.Id).GetProperty("state").GetString());
            var full = after.GetElementById(louis.Id!)!;
            Assert.Equal(("Full", "#t-Full"), (full.GetAttribute("data-state"), full.QuerySelector("use")!.GetAttribute("href")));
            Assert.EndsWith("complet. Se mettre en attente", full.QuerySelector(".vh")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("complet", after.GetElementById("t-Full")!.QuerySelector("text")!.TextContent);
            using var unticked = await parent.PostAsync(week, ("voeux", ((IHtmlButtonElement)after.GetElementById(julia.Id!)!).Value));
            Assert.Equal(HttpStatusCode.SeeOther, unticked.StatusCode);
        }
        finally
        {
            await PlacesAsync(database, null);
        }
        Assert.Empty(await database.ViolationsAsync());
    }

    /// <summary>The canteen's button of a child, by its place on the page.</summary>
    private static IHtmlButtonElement Cell(IDocument page, int child, DateOnly day) =>
        page.QuerySelectorAll("section.child")[child].QuerySelectorAll("button.ticket").Cast<IHtmlButtonElement>()
            .Single(c => c.Id!.EndsWith($"{day:MMdd}", StringComparison.Ordinal) && c.Closest("tr")!.TextContent.Contains("Cantine", StringComparison.Ordinal));

    private static async Task PlacesAsync(PortalDatabase database, int? places)
    {
        await using var owner = NpgsqlDataSource.Create(database.Logins.Owner);
        await using var limits = owner.CreateCommand("update activity set capacity = $1 where name = 'Cantine'");
        limits.Parameters.Add(new() { Value = places ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        await limits.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
