using ETicket.IntegrationTests.Planning.Standing;
using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.Planning.Waiting;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Custody;
using ETicket.Planning.Usual;

namespace ETicket.IntegrationTests.Planning.Custody;

/// <summary>« Garde alternée » — a day is of one home, by the rule the mairie entered; every way to tick a day obeys it.</summary>
public sealed class CustodyTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R101_A_day_is_ticked_by_its_home_and_the_staff_ticks_it_with_the_ticket_of_that_home()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        var (odd, even) = (town.Days[0], town.Days[5]);
        await father.Ticks("cantine", town.Days[1]);
        await mother.Rules(CustodyWish.Between(odd, odd, mother.Id));
        await mother.Rules(mother.OddWeeks() with { FirstDay = town.Days[2] }, 1);

        Assert.Equal([Verdict.Held, Verdict.Held, Verdict.OtherHome], (await mother.Ticks("cantine", odd, town.Days[2], even)).Select(a => a.Verdict));
        var his = await father.Ticks("cantine", odd, town.Days[3], even);
        Assert.Equal([Verdict.Unchanged, Verdict.OtherHome, Verdict.Held], his.Select(a => a.Verdict));
        Assert.Contains("chez son autre foyer", his[1].Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Equal([CellState.Ticked, CellState.Free, CellState.OtherHome, CellState.OtherHome], await mother.States(odd, town.Days[3], even, town.Days[6]));
        Assert.Equal([true, false], (await mother.Sees(even, town.Days[6])).Select(c => c.TickedThere));
        // Before the rule begins the day is of the home that ticked it first, and of it alone to untick.
        Assert.Equal([CellState.Ticked], await father.States(town.Days[1]));
        Assert.Equal(Verdict.HeldByOther, Assert.Single(await mother.Unticks("cantine", even)).Verdict);

        // From her file, as from his.
        var staff = await mother.SetAsync(mother.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[4], town.Days[6]);
        Assert.All(staff, a => Assert.Equal(Verdict.Held, a.Verdict));
        Assert.Equal((3, 3), ((await mother.Wallet("CANT-B")).Held, (await father.Wallet("CANT-B")).Held));
        Assert.Equal(Verdict.Released, Assert.Single(await mother.SetAsync(mother.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, even)).Verdict);
        Assert.Equal(2, (await father.Wallet("CANT-B")).Held);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R101_Abonnements_usual_weeks_copies_forecasts_queues_and_reminders_obey_the_rule()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var mother = await town.OpensAFile("Martin", children: 2);
        var father = new FamilyFile(town, (await desk.Foresight.OtherHome(mother, "Petit")).Id, mother.Children);
        await mother.Rules(mother.OddWeeks());
        var (odd, even) = (town.Days[0], town.Days[5]);

        // Every Monday: hers are those of odd weeks, his of even ones.
        await desk.Foresight.Subscribes(mother, "cantine", [1]);
        await desk.Foresight.Subscribes(father, "cantine", [1]);
        await desk.NightOf(town.Plan.FirstDay.AddDays(-3));
        Assert.Equal([CustodyDesk.Held(odd, "Martin"), CustodyDesk.Held(even, "Petit")], await mother.Holders());
        var (hers, his) = (await desk.Foresight.ForecastOf(mother, "CANT-B", town.Days[29]), await desk.Foresight.ForecastOf(father, "CANT-B", town.Days[29]));
        Assert.Equal([odd, town.Days[10], town.Days[20]], hers.Days.Select(d => d.Day));
        Assert.Equal([even, town.Days[15], town.Days[25]], his.Days.Select(d => d.Day));

        await new ModelWeeks(books.Database).SaveAsync(town.Structure, mother.Id, mother.Children[0], "parent", [new(town.Activity("cantine"), [2], [2])], Stop);
        await using (var work = await books.Database.BeginAsync(town.Structure, Stop))
        {
            Assert.Equal([town.Days[1]], (await UsualPlan.OfAsync(work, mother.Id, odd, 2, Stop)).Wishes.Select(w => w.Day));
            // Of a sibling who is always here: the days this one spends elsewhere are no days to untick.
            await mother.SetAsync(mother.Children[1], "cantine", wanted: true, ChangeOrigin.Parent, odd, even, town.Days[6]);
            Assert.Empty((await CopyPlan.OfAsync(work, mother.Id, mother.Children[0], mother.Children[1], odd, 2, Stop)).Wishes);
            Assert.Empty((await CopyPlan.OfAsync(work, mother.Id, mother.Children[1], mother.Children[0], odd, 2, Stop)).Wishes);
        }

        await town.LimitsPlaces("cantine", 1);
        Assert.Equal(Verdict.OtherHome, (await mother.Waits("cantine", town.Days[6])).Verdict);
        Assert.Equal(Verdict.Waiting, (await father.Waits("cantine", town.Days[6])).Verdict);
        await mother.Rules(CustodyWish.Between(town.Days[6], town.Days[6], mother.Id), 1);
        Assert.Equal(["Martin Waiting"], await town.Queue("cantine", town.Days[6]));

        // Taken out of her file once her tickets hold none of the child's days: she waits no more, and rules that name her speak no more.
        var (homes, child) = (new Homes(books.Database), mother.Children[0]);
        await Assert.ThrowsAsync<HomeHoldsDays>(() => homes.LeaveAsync(town.Structure, child, mother.Id, Stop));
        await mother.Unticks("cantine", odd);
        await homes.LeaveAsync(town.Structure, child, mother.Id, Stop);
        Assert.Equal(["Martin Left"], await town.Queue("cantine", town.Days[6]));
        Assert.Equal(Verdict.NotEnrolled, Assert.Single(await mother.Ticks("cantine", odd)).Verdict);
        Assert.Equal(Verdict.Held, Assert.Single(await father.Ticks("cantine", town.Days[10])).Verdict);
        await Assert.ThrowsAsync<NotOfTwoHomes>(() => homes.LeaveAsync(town.Structure, child, father.Id, Stop));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R101_R102_A_week_at_the_other_home_is_no_empty_week()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var (mother, father) = await town.TwoHomes();
        await mother.Rules(mother.OddWeeks());
        await mother.Ticks("cantine", town.Days[0], town.Days[10]);
        await father.Ticks("cantine", town.Days[5], town.Days[15]);

        // The eve of the limit of an odd week, then of an even one: each time the home it is of, and that one alone.
        Assert.Equal(1, await desk.Morning(town.Days[20].AddDays(-2)));
        // Before her letter leaves, that week becomes his: nothing is asked of her.
        await mother.Rules(CustodyWish.Between(town.Days[20], town.Days[24], father.Id), 1);
        await desk.Leave();
        Assert.Equal("dropped: not true any more", await books.AskAsync<string>("select state || ': ' || last_error from outbox_letter where name = 'EmptyWeek'"));
        Assert.Equal(1, await desk.Morning(town.Days[25].AddDays(-2)));
        Assert.Equal("Martin Petit", await books.AskAsync<string>("select string_agg(f.name, ' ' order by o.id) from outbox_letter o join family f on f.id = o.family_id where o.name = 'EmptyWeek'"));
        await books.ShouldBeHealthyAsync();
    }
}
