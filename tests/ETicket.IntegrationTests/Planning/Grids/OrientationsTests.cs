using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Web.Display;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>By child or by service, the planning is the same: only its order changes.</summary>
public sealed class OrientationsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R67_By_service_each_child_has_the_very_cells_it_has_by_child()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 6);
        await town.OpensAService(martin, "garderie", "7:30 – 8:30", null, "Garderie", child: 2, position: -1);
        await martin.Buys(5, "BUS");
        await martin.Ticks("cantine", town.Days[1], town.Days[7]);
        await martin.SetAsync(martin.Children[5], "car", wanted: true, ChangeOrigin.Parent, town.Days[2], town.Days[12]);
        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), town.Days[7], town.Days[7], [], "neige", Stop);
        await town.SetsTheClock(town.Days[2], "12:00");

        var (byChild, byService) = (await martin.Looks(4), await martin.Looks(4, byService: true));

        Assert.Equal(Cells(byChild), Cells(byService));
        Assert.Equal(["garderie", "cantine", "car"], byService.Blocks.Select(b => b.Name));
        Assert.Equal(["7:30 – 8:30", null, null], byService.Blocks.Select(b => b.Beside));
        Assert.Equal(["Martin 3"], byService.Blocks[0].Weeks[3].Rows.Select(r => r.Name));
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"Martin {i}"), byService.Blocks[1].Weeks[0].Rows.Select(r => r.Name));
        Assert.Equal(["Fermé le mer. 16/09 : neige"], byService.Blocks[1].Weeks[1].Closures.Select(c => c.Replace('\u00a0', ' ')));
        Assert.Empty(byService.Blocks[2].Weeks[1].Closures);
        Assert.Equal(Rows(byChild), Rows(byService));
        var labels = byService.Rows.SelectMany(r => r.Cells).Where(c => c.Value is not null).Select(c => c.Label).Concat(byService.Actions.Where(a => a.Value is not null).Select(a => a.Label)).ToList();
        Assert.Equal(labels.Count, labels.Distinct(StringComparer.Ordinal).Count());
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("11 h 30", "12 h 30", "Jaurès", "Pergaud", "11 h 30", "12 h 30")]
    [InlineData("12 h", "12 h", "Jaurès", "Pergaud", "12 h, Jaurès", "12 h, Pergaud")]
    [InlineData(null, null, null, null, "Maternelle", "Élémentaire")]
    public async Task R67_R91_Services_of_one_name_that_different_children_have_are_told_apart(string? hours, string? otherHours, string? site, string? otherSite, string told, string otherTold)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        await town.OpensAService(martin, "Midi", hours, site, "Maternelle", child: 0, position: 1);
        await town.OpensAService(martin, "midi ", otherHours, otherSite, "Élémentaire", child: 1, position: 2);

        var blocks = (await martin.Looks(byService: true)).Blocks.Where(b => b.Name.Trim().Equals("midi", StringComparison.OrdinalIgnoreCase)).ToList();

        Assert.Equal([told, otherTold], blocks.Select(b => b.Beside));
        Assert.Equal(["Martin 1", "Martin 2"], blocks.Select(b => Assert.Single(b.Weeks[0].Rows).Name));
        var named = blocks.SelectMany(b => b.Weeks[0].Actions).Where(a => a.Value is not null).Select(a => a.Label).ToList();
        Assert.Equal(10, named.Distinct(StringComparer.Ordinal).Count());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R67_A_child_of_no_service_is_named_and_all_children_of_a_day_are_ticked_in_one_act()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 3);
        await using (var leaves = books.Owner.CreateCommand("delete from enrolment where child_id = $1"))
        {
            leaves.Parameters.Add(new() { Value = martin.Children[2].Value });
            Assert.Equal(2, await leaves.ExecuteNonQueryAsync(Stop));
        }
        var grid = await martin.Looks(byService: true);
        var thursday = grid.Blocks[0].Weeks[0].Actions[3];

        Assert.Equal(["Martin 3"], grid.Without);
        Assert.Equal("tous", thursday.Text);
        var (key, wishes) = WishCode.Read(thursday.Value)!.Value;
        Assert.All(await martin.SetAsync(key, ChangeOrigin.Parent, wishes), a => Assert.Equal(Verdict.Held, a.Verdict));

        Assert.Equal([BookingState.Held, BookingState.Held], new[] { await martin.Cell(martin.Children[0], "cantine", town.Days[3]), await martin.Cell(martin.Children[1], "cantine", town.Days[3]) });
        Assert.Equal(("aucun", false), ((await martin.Looks(byService: true)).Blocks[0].Weeks[0].Actions[3].Text, (await martin.Looks(byService: true)).Blocks[0].Weeks[0].Actions[3].Wanted));
        await books.ShouldBeHealthyAsync();
    }

    private static IEnumerable<string> Cells(GridView grid) =>
        grid.Rows.SelectMany(r => r.Cells).Select(c => $"{c.Id} {c.State} {c.Label} {c.Title} {c.Field} {c.Value?[32..]}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Rows(GridView grid) =>
        grid.Rows.Select(r => $"{r.Id} {r.FullName} {r.Limit} {r.Tickets} {r.Whole.Label} {r.Whole.Text} {r.Whole.Value?[32..]}").Order(StringComparer.Ordinal);
}
