using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>Several weeks are the same weeks, read in one go.</summary>
public sealed class GridPlanTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R65_Each_of_four_weeks_is_what_one_week_shows()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 3);
        await martin.Buys(5, "BUS");
        await martin.Ticks("cantine", town.Days[1], town.Days[7], town.Days[19]);
        await martin.SetAsync(martin.Children[2], "car", wanted: true, ChangeOrigin.Parent, town.Days[2], town.Days[12]);
        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), town.Days[7], town.Days[7], [], "neige", Stop);
        await town.SetsTheClock(town.Days[2], "12:00");
        await town.ClosesTheDay(town.Days[1]);

        await using var work = await books.Database.BeginAsync(town.Structure, Stop);
        var four = await GridPlan.LoadAsync(work, martin.Id, town.Days[3], 4, Stop);

        Assert.Equal((town.Days[0], town.Days[0].AddDays(27)), (four.Monday, four.Sunday));
        for (var week = 0; week < 4; week++)
        {
            var alone = await GridPlan.LoadAsync(work, martin.Id, town.Days[0].AddDays(7 * week), 1, Stop);
            Assert.Equal(Drawn(alone.Weeks[0]), Drawn(four.Weeks[week]));
        }
        Assert.Equal(
            [CellState.LockedFree, CellState.Consumed, CellState.LockedFree, CellState.LockedFree, CellState.Free, CellState.Closed, CellState.Closed], four.Weeks[0].Children[0].Rows[0].Cells.Select(c => c.State));
        Assert.Equal("neige", four.RowOf(martin.Children[0], town.Activity("cantine"), town.Days[7])!.Cells[2].ClosedFor);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R65_Four_weeks_are_read_with_the_statements_of_one()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 3);
        await using var work = await books.Database.BeginAsync(town.Structure, Stop);

        var one = await StatementsAsync(work, martin.Id, town.Days[0], 1);
        var four = await StatementsAsync(work, martin.Id, town.Days[0], 4);

        Assert.Equal((4, 4), (one, four));
    }

    [Fact]
    public async Task R65_A_child_has_a_row_only_in_the_weeks_it_is_enrolled()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await using (var ends = books.Owner.CreateCommand("update enrolment set ends_on = $1 where activity_id = $2"))
        {
            ends.Parameters.Add(new() { Value = town.Days[4] });
            ends.Parameters.Add(new() { Value = town.Activity("car").Value });
            Assert.Equal(1, await ends.ExecuteNonQueryAsync(Stop));
        }
        await using var work = await books.Database.BeginAsync(town.Structure, Stop);

        var grid = await GridPlan.LoadAsync(work, martin.Id, town.Days[0], 2, Stop);

        Assert.Equal(["cantine car", "cantine"], grid.Weeks.Select(w => string.Join(' ', Assert.Single(w.Children).Rows.Select(r => r.Activity.Name))));
    }

    private static IReadOnlyList<string> Drawn(WeekPlan week) =>
        [.. from child in week.Children from row in child.Rows from cell in row.Cells select $"{child.Child.FirstName} {row.Activity.Name} {row.Wallet?.Id} {cell}"];

    private static async Task<int> StatementsAsync(Work work, FamilyId family, DateOnly day, int weeks)
    {
        var asked = 0;
        using var reading = new Activity("reading").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = statement => Interlocked.Add(ref asked, statement.TraceId == reading.TraceId ? 1 : 0),
        };
        ActivitySource.AddActivityListener(listener);
        await GridPlan.LoadAsync(work, family, day, weeks, Stop);
        return asked;
    }
}
