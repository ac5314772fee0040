using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Usual;

namespace ETicket.IntegrationTests.Planning.Usual;

/// <summary>« Recopier pour un autre enfant » — the weeks of one child become those of another, by the click of the planning.</summary>
public sealed class CopiesTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R104_The_second_child_gets_the_weeks_of_the_first_ticked_and_unticked_and_nothing_is_left_to_copy()
    {
        var (books, town, _) = await ForesightDesk.OpenAsync(cluster);
        await using var owned = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0], town.Days[3], town.Days[6]);
        await martin.SetAsync(martin.Children[1], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0], town.Days[4]);
        await martin.SetAsync(martin.Children[0], "car", wanted: true, ChangeOrigin.Parent, town.Days[1]);

        var plan = await PlanAsync(martin, 2);
        Assert.Equal(["cantine", "car"], plan.Services.Select(s => s.Activity.Name).Order(StringComparer.Ordinal));
        var canteen = plan.Services.Single(s => s.Activity.Name == "cantine");
        Assert.Equal([town.Days[3], town.Days[6]], canteen.Ticked);
        Assert.Equal([town.Days[4]], canteen.Unticked);
        Assert.Empty(canteen.Locked);

        var answers = await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, plan.Wishes);
        Assert.All(answers, a => Assert.True(a.Accepted));
        Assert.Empty((await PlanAsync(martin, 2)).Services);
        Assert.Equal(BookingState.Held, await martin.Cell(martin.Children[1], "car", town.Days[1]));
        Assert.Equal(BookingState.Released, await martin.Cell(martin.Children[1], "cantine", town.Days[4]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R104_What_is_too_late_closed_or_not_of_the_second_child_is_left_alone_and_told()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var owned = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0], town.Days[1], town.Days[2], town.Days[3]);
        await using (var leaves = books.Owner.CreateCommand("update enrolment set ends_on = $1 where child_id = $2"))
        {
            leaves.Parameters.Add(new() { Value = town.Days[2] });
            leaves.Parameters.Add(new() { Value = martin.Children[1].Value });
            await leaves.ExecuteNonQueryAsync(Stop);
        }
        await desk.Closes("cantine", town.Days[1]);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), "11:00");

        var service = Assert.Single((await PlanAsync(martin, 1)).Services);

        Assert.Equal([town.Days[2]], service.Ticked);
        Assert.Empty(service.Unticked);
        Assert.Equal([town.Days[0]], service.Locked);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<CopyPlan> PlanAsync(FamilyFile family, int weeks)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return await CopyPlan.OfAsync(work, family.Id, family.Children[0], family.Children[1], family.Town.Days[2], weeks, Stop);
    }
}
