using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Standing;

namespace ETicket.IntegrationTests.Planning.Standing;

/// <summary>« Je gère mes abonnements » — the days are ticked two weeks ahead, as their parent would have.</summary>
public sealed class TickingTests(Cluster cluster)
{
    [Fact]
    public async Task R79_The_days_of_an_abonnement_are_ticked_two_weeks_ahead_and_hold_no_more()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(20, "BUS");
        await desk.Foresight.Subscribes(martin, "car", [1, 4]);

        // Friday: up to Friday in two weeks.
        Assert.Equal((new StandingRound(4, 0), new StandingRound(0, 0)), (await desk.Night(), await desk.Night()));
        Assert.Equal([town.Days[0], town.Days[3], town.Days[5], town.Days[8]], await desk.Held(martin));
        Assert.Equal((20, 4), ((await martin.Wallet("BUS")).Tickets, (await martin.Wallet("BUS")).Held));
        Assert.Equal(new StandingRound(1, 0), await desk.NightOf(town.Days[0]));
        Assert.Equal(town.Days[10], (await desk.Held(martin))[^1]);
        Assert.Equal(["Held Standing", "Held Standing", "Held Standing", "Held Standing", "Held Standing"], await desk.History());
        Assert.Equal(5, await books.AskAsync<long>("select count(*) from booking where not by_staff"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_A_day_a_person_unticked_stays_unticked()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(20, "BUS");
        await martin.Ticks("car", town.Days[8]);
        await martin.Unticks("car", town.Days[8]);
        await desk.Foresight.Subscribes(martin, "car", [1, 4]);
        Assert.Equal(new StandingRound(3, 0), await desk.Night());
        await martin.Unticks("car", town.Days[3]);
        await martin.SetAsync(martin.Children[0], "car", wanted: false, ChangeOrigin.Staff, town.Days[5]);

        Assert.Equal(new StandingRound(0, 0), await desk.Night());
        // Were it asked while the person unticks, too.
        var asked = await martin.SetAsync(martin.Children[0], "car", wanted: true, ChangeOrigin.Standing, town.Days[3], town.Days[5], town.Days[8]);

        Assert.All(asked, a => Assert.Equal(Verdict.Unchanged, a.Verdict));
        Assert.Equal([town.Days[0]], await desk.Held(martin));
        Assert.Equal(1, (await martin.Wallet("BUS")).Held);
        Assert.Equal([StandingDayState.Ticked, StandingDayState.Unticked, StandingDayState.Unticked, StandingDayState.Unticked, StandingDayState.Later], Assert.Single((await desk.Shelf(martin)).Lines).Next.Take(5).Select(d => d.State));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_A_deadline_that_passed_is_not_jumped()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(20, "BUS");
        await desk.Foresight.Subscribes(martin, "car", [1, 2]);

        // Monday's limit is Sunday 11:00.
        Assert.Equal(new StandingRound(3, 0), await desk.NightOf(town.Plan.FirstDay.AddDays(-1), "11:00"));
        var asked = await martin.SetAsync(martin.Children[0], "car", wanted: true, ChangeOrigin.Standing, town.Days[0]);

        Assert.Equal([Verdict.TooLate], asked.Select(a => a.Verdict));
        Assert.Equal([town.Days[1], town.Days[5], town.Days[6]], await desk.Held(martin));
        Assert.Equal(StandingDayState.TooLate, Assert.Single((await desk.Shelf(martin)).Lines).Next[0].State);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_Without_tickets_a_day_waits_counts_in_the_forecast_and_is_ticked_the_night_after_a_purchase()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(2, "BUS");
        await desk.Foresight.Subscribes(martin, "car", [1, 4]);

        Assert.Equal((new StandingRound(2, 2), new StandingRound(0, 2)), (await desk.Night(), await desk.Night()));
        Assert.Equal([town.Days[0], town.Days[3]], await desk.Held(martin));
        Assert.Equal((2, 0), ((await martin.Wallet("BUS")).Held, 2 - (await martin.Wallet("BUS")).Tickets));
        Assert.Equal(town.Days[5], (await desk.Foresight.ForecastOf(martin, "BUS", town.Days[9])).FirstUncovered);
        Assert.Equal(2, Assert.Single((await desk.Shelf(martin)).Missing).Value);

        await martin.Buys(1, "BUS");
        Assert.Equal(1, Assert.Single((await desk.Shelf(martin)).Missing).Value);
        await martin.Buys(9, "BUS");
        Assert.Empty((await desk.Shelf(martin)).Missing);
        Assert.Equal(new StandingRound(2, 0), await desk.NightOf(town.Plan.FirstDay.AddDays(-2)));
        Assert.Equal([town.Days[0], town.Days[3], town.Days[5], town.Days[8]], await desk.Held(martin));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_Of_a_child_of_two_homes_the_first_abonnement_ticks_and_the_other_adds_nothing()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var mother = await town.OpensAFile("Martin");
        var father = await desk.Foresight.OtherHome(mother, "Petit");
        await mother.Buys(20, "BUS");
        await father.Buys(20, "BUS");
        await desk.Foresight.Subscribes(mother, "car", [1]);
        await desk.Foresight.Subscribes(father, "car", [1, 2], child: mother.Children[0]);

        var rounds = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Night()));

        Assert.Equal(4, rounds.Sum(r => r.Ticked));
        Assert.Equal([town.Days[0], town.Days[1], town.Days[5], town.Days[6]], await desk.Held(mother));
        Assert.Equal((2, 2), ((await mother.Wallet("BUS")).Held, (await father.Wallet("BUS")).Held));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_The_summary_of_the_evening_does_not_call_it_a_change_of_the_parent()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await desk.Foresight.Subscribes(martin, "cantine", [1, 4]);
        // The canteen has no floor: its days need no ticket.
        Assert.Equal(new StandingRound(4, 0), await desk.Night());

        Assert.Equal(0, await new TellingDesk(town).Evening(books.Clock.Today));
        await martin.Ticks("cantine", town.Days[1]);
        Assert.Equal(1, await new TellingDesk(town).Evening(town.Plan.FirstDay.AddDays(-2)));
        await books.ShouldBeHealthyAsync();
    }
}
