using ETicket.IntegrationTests.Schedule;
using ETicket.IntegrationTests.World;
using ETicket.Web.Schedule;

namespace ETicket.IntegrationTests.Planning.Standing;

/// <summary>The duty that ticks the days of abonnements: each night once, missed nights made up for, and one damaged family alone.</summary>
public sealed class TickingNightsTests(Cluster cluster)
{
    [Fact]
    public async Task E2_R79_Eight_nodes_that_ring_at_once_tick_each_day_of_an_abonnement_once()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await SubscribedAsync(town, desk, "Martin");
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:50");

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(node => Task.Run(() => night.RingAsync(Timetable.TickStanding, $"N{node}"))));
        // And beside the timetable, all at once.
        var beside = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.Night()));

        Assert.Equal((1, 0), (made.Sum(), beside.Sum(r => r.Ticked)));
        Assert.Equal([town.Days[0], town.Days[3], town.Days[5], town.Days[8]], await desk.Held(martin));
        Assert.Equal(4, (await desk.History()).Length);
        Assert.Equal("""{"ticked": 4, "waiting": 0}""", await books.AskAsync<string>("select did::text from job_run where name = $1 and outcome = 'Done'", Timetable.TickStanding));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_Eight_rounds_at_once_tick_each_day_once()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await SubscribedAsync(town, desk, "Martin");

        var rounds = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Night())));

        Assert.Equal((4, 0), (rounds.Sum(r => r.Ticked), rounds.Sum(r => r.Waiting)));
        Assert.Equal((4, 4), ((await desk.History()).Length, (await martin.Wallet("BUS")).Held));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E4_R79_Nights_that_were_missed_are_made_up_for_by_one()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await SubscribedAsync(town, desk, "Martin");
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Days[2], "09:12");

        var (made, again) = (await night.RingAsync(Timetable.TickStanding), await night.RingAsync(Timetable.TickStanding, "B"));

        Assert.Equal((1, 0), (made, again));
        // Monday went by unticked; Wednesday at nine, up to Wednesday in two weeks.
        Assert.Equal([town.Days[3], town.Days[5], town.Days[8], town.Days[10]], await desk.Held(martin));
        Assert.Equal(["2026-09-08 Done"], (await night.RanAsync(Timetable.TickStanding)).Select(r => r[..15]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_One_family_whose_days_cannot_be_written_stops_no_other_and_the_night_says_so()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await SubscribedAsync(town, desk, "Martin");
        var petit = await SubscribedAsync(town, desk, "Petit");
        await PlantAsync(books, $"alter table booking add constraint broken check (child_id <> '{martin.Children[0]}') not valid");
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:50");

        await Assert.ThrowsAnyAsync<Exception>(() => night.RingAsync(Timetable.TickStanding));
        var broken = ((await desk.Held(martin)).Count, (await desk.Held(petit)).Count);
        await PlantAsync(books, "alter table booking drop constraint broken");
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "01:05");
        await night.RingAsync(Timetable.TickStanding);

        Assert.Equal((0, 4), broken);
        Assert.Equal((4, 4), ((await desk.Held(martin)).Count, (await desk.Held(petit)).Count));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Twenty tickets, and the bus every Monday and Thursday.</summary>
    private static async Task<FamilyFile> SubscribedAsync(Town town, StandingDesk desk, string name)
    {
        var family = await town.OpensAFile(name);
        await family.Buys(20, "BUS");
        await desk.Foresight.Subscribes(family, "car", [1, 4]);
        return family;
    }

    private static async Task PlantAsync(Books books, string sql)
    {
        await using var command = books.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
