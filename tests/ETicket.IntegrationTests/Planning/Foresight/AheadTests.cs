using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Foresight;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>What moves the day on which tickets run out, and what does not make the alert ready again.</summary>
public sealed class AheadTests(Cluster cluster)
{
    [Fact]
    public async Task An_abonnement_asks_for_days_beyond_the_ticked_ones_and_never_for_the_same_day_twice()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(8, "CANT-B");
        await martin.Ticks("cantine", [.. town.Days.Take(5)]);
        var ticked = await desk.ForecastOf(martin, "CANT-B", town.Days[^1]);

        // Tuesdays and Thursdays; those of the first week are ticked already.
        await desk.Subscribes(martin, "cantine", [2, 4]);
        var both = await desk.ForecastOf(martin, "CANT-B", town.Days[^1]);

        Assert.Equal((town.Days[4], null), (ticked.CoveredUntil, ticked.FirstUncovered));
        Assert.Equal((town.Days[11], town.Days[13]), (both.CoveredUntil, both.FirstUncovered));
        Assert.All(both.Days, d => Assert.Equal((1, 0), (d.Planned, d.Expected)));
        Assert.Equal(5 + 10, both.Days.Count);
        Assert.Equal(7, both.MissingUntil(town.Days[^1]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_day_eaten_or_unticked_counts_no_more_and_one_of_today_not_closed_yet_still_does()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(3, "CANT-B");
        await martin.Ticks("cantine", [.. town.Days.Take(4)]);
        await martin.Unticks("cantine", town.Days[3]);
        await town.SetsTheClock(town.Days[0], "20:30");
        await town.ClosesTheDay(town.Days[0], "cantine");
        await town.SetsTheClock(town.Days[1], "15:00");

        var forecast = await desk.ForecastOf(martin, "CANT-B", town.Days[5]);

        // The Monday after is what it usually ticks; the Thursday it unticked is not.
        Assert.Equal((2, town.Days[2], null), (forecast.Tickets, forecast.CoveredUntil, forecast.FirstUncovered));
        Assert.Equal([(town.Days[1], 1, 0), (town.Days[2], 1, 0), (town.Days[5], 0, 1)], forecast.Days.Select(d => (d.Day, d.Planned, d.Expected)));
        Assert.Equal(new RunningOut(town.Days[5], 2), forecast.RunsOut);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_closure_moves_the_day_and_what_it_gives_back_makes_no_new_alert()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(3, "CANT-B");
        await martin.WrittenIn("cantine", town.Days.Take(5));
        Assert.Equal(1, await desk.Tells());

        await town.SetsTheClock(town.Days[0], "20:30");
        await town.ClosesTheDay(town.Days[0], "cantine");
        var before = await desk.ForecastOf(martin, "CANT-B", town.Days[4]);
        await desk.Closes("cantine", town.Days[2]);
        var after = await desk.ForecastOf(martin, "CANT-B", town.Days[4]);
        await town.Recredits.GiveBackAsync(
            town.Structure, "D1", town.Days[0], Recredits.Closure, "mairie", ChangeOrigin.Staff, [await martin.Booking(martin.Children[0], "cantine", town.Days[0])], CancellationToken.None);
        var givenBack = await desk.ForecastOf(martin, "CANT-B", town.Days[4]);

        Assert.Equal([town.Days[3], town.Days[4], null], new[] { before, after, givenBack }.Select(f => f.FirstUncovered));
        Assert.Equal(0, await desk.TellsOn(town.Days[1]));
        Assert.Equal(0, await desk.TellsOn(town.Days[2]));
        Assert.Single(await desk.Letters());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_family_that_ticks_week_by_week_is_told_at_the_rhythm_of_its_last_week()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(7, "CANT-B");
        // Mondays and Thursdays: seven tickets are two for this week and five days of use to come.
        await martin.Ticks("cantine", town.Days[0], town.Days[3]);
        Assert.Equal(0, await desk.Tells());
        await town.SetsTheClock(town.Days[3], "20:30");
        await town.ClosesTheDay(town.Days[3], "cantine");

        Assert.Equal(1, await desk.TellsOn(town.Days[4]));

        var line = Assert.Single(Assert.Single(await desk.Letters()).Lines);
        Assert.Equal(new LineSeen("CANT-B", 5, null, null, 5, 8), line);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Who_unticked_the_days_to_come_or_ticked_none_for_a_month_is_left_alone()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster, new TownPlan { BusFloor = null, Weeks = 12 });
        await using var _ = books;
        var gone = await town.OpensAFile("Martin");
        await gone.Buys(5, "CANT-B");
        await gone.Ticks("cantine", town.Days[0], town.Days[1]);
        await town.SetsTheClock(town.Days[1], "20:30");
        await town.ClosesTheDay(town.Days[1], "cantine");
        var away = await town.OpensAFile("Petit");
        await away.Buys(2, "CANT-B");
        await away.Ticks("cantine", [.. town.Days.Skip(3)]);
        await away.Unticks("cantine", [.. town.Days.Skip(3)]);

        Assert.Equal(0, await desk.TellsOn(town.Days[1].AddDays(29)));
        Assert.Empty(await desk.Letters());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_day_without_ticket_further_than_eight_weeks_is_not_told_yet()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster, new TownPlan { BusFloor = null, Weeks = 16 });
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(1, "CANT-B");
        var far = town.Days[0].AddDays(LowBalanceAlerts.Farthest + 7);
        await martin.Ticks("cantine", town.Days[0], far);

        // Sunday's alert sees the Monday eight weeks and a day away, and waits.
        Assert.Equal(0, await desk.TellsOn(town.Days[0].AddDays(6)));
        Assert.Equal(1, await desk.TellsOn(far.AddDays(-LowBalanceAlerts.Farthest)));
        await books.ShouldBeHealthyAsync();
    }
}
