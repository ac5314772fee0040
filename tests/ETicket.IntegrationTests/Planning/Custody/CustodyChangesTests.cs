using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Custody;

namespace ETicket.IntegrationTests.Planning.Custody;

/// <summary>A rule of custody changes while days are ticked: what would move is said first, then moves, and nothing is lost.</summary>
public sealed class CustodyChangesTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R101_Days_ticked_move_to_the_home_they_are_of_as_far_as_its_tickets_go_and_the_others_stay_and_are_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { CanteenFloor = 0 });
        var (mother, father) = await town.TwoHomes();
        await mother.Buys(10, "CANT-B");
        await father.Buys(3, "CANT-B");
        await mother.Ticks("cantine", [.. town.Days.Take(10)]);
        var before = await mother.Holders();

        var seen = await mother.WouldRule(mother.OddWeeks());
        Assert.Equal((before.Count, (10, 2500, 10), (3, 750, 0)), ((await mother.Holders()).Count(h => h.EndsWith("Martin", StringComparison.Ordinal)), await mother.Wallet("CANT-B"), await father.Wallet("CANT-B")));
        Assert.Empty((await mother.Custody()).Rules);
        var done = await mother.Rules(mother.OddWeeks());

        Assert.Equal(seen.Moves, done.Moves);
        Assert.Equal([Verdict.Held, Verdict.Held, Verdict.Held, Verdict.NoTicket, Verdict.NoTicket], done.Moves.Select(m => m.Verdict));
        Assert.Equal([.. town.Days.Skip(5).Take(5)], done.Moves.Select(m => m.Day));
        Assert.Equal([mother.Id, father.Id, mother.Id], new[] { done.Ahead[7].Home, done.Ahead[14].Home, done.Ahead[21].Home }.Select(h => h!.Value));
        string[] expected = [.. town.Days.Take(10).Select((d, i) => CustodyDesk.Held(d, i is 5 or 6 or 7 ? "Petit" : "Martin"))];
        Assert.Equal(expected, await mother.Holders());
        Assert.Equal(((10, 2500, 7), (3, 750, 3)), (await mother.Wallet("CANT-B"), await father.Wallet("CANT-B")));
        Assert.Equal(2, (await mother.Custody()).Left.Count);
        // What her ticket holds stays hers to untick; what moved is his.
        Assert.Equal([CellState.OtherHome, CellState.Ticked], await mother.States(town.Days[5], town.Days[8]));
        Assert.Equal([CellState.Ticked, CellState.OtherHome], await father.States(town.Days[5], town.Days[10]));

        // She ticked, he did not: each reads the days as they are, in the letter of that evening.
        Assert.Equal(2, await new TellingDesk(town).Evening(town.Plan.FirstDay.AddDays(-3)));

        await father.Buys(2, "CANT-B");
        Assert.Equal([true, true], (await mother.Moves(1)).Moves.Select(m => m.Moved));
        Assert.Equal((5, 5), ((await mother.Wallet("CANT-B")).Held, (await father.Wallet("CANT-B")).Held));
        Assert.Empty((await mother.Custody()).Left);
        await town.ClosesTheDay(town.Days[9]);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R101_Two_homes_that_swap_their_weeks_need_no_ticket_more_and_today_is_eaten_on_the_ticket_it_holds()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { CanteenFloor = 0 });
        var (mother, father) = await town.TwoHomes();
        await mother.Buys(2, "CANT-B");
        await father.Buys(1, "CANT-B");
        await mother.Rules(mother.OddWeeks());
        await mother.Ticks("cantine", town.Days[0], town.Days[1]);
        await father.Ticks("cantine", town.Days[5]);
        await town.SetsTheClock(town.Days[0], "07:00");

        var swapped = await mother.Rules(CustodyWish.OneWeekInTwo(town.Days[0], father.Id, odd: true), 1);

        Assert.Equal([(town.Days[1], true), (town.Days[5], true)], swapped.Moves.Select(m => (m.Day, m.Moved)));
        Assert.Equal([CustodyDesk.Held(town.Days[0], "Martin"), CustodyDesk.Held(town.Days[1], "Petit"), CustodyDesk.Held(town.Days[5], "Martin")], await mother.Holders());
        Assert.Single((await mother.Custody()).Rules);
        // Lifted, nothing moves: each day stays with whoever ticked it.
        Assert.Empty((await mother.Rules(CustodyWish.Lifted(town.Days[0]), 2)).Moves);
        Assert.Equal(Verdict.Released, Assert.Single(await father.Unticks("cantine", town.Days[1])).Verdict);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R101_Holidays_and_single_days_speak_before_the_usual_rule_and_whoever_changes_what_was_changed_is_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        var monday = town.Plan.FirstDay;
        await mother.Rules(mother.OddWeeks());
        await mother.Rules(CustodyWish.Between(monday.AddDays(7), monday.AddDays(20), mother.Id, "Vacances"), 1);
        await mother.Rules(CustodyWish.Between(monday.AddDays(9), monday.AddDays(9), father.Id), 2);
        await mother.Rules(new CustodyWish(monday.AddDays(28), null, father.Id, [1, 3], [5]), 3);

        Assert.Equal(
            [mother.Id, mother.Id, father.Id, mother.Id, father.Id, father.Id, mother.Id],
            await HomesAsync(mother, monday, monday.AddDays(8), monday.AddDays(9), monday.AddDays(20), monday.AddDays(21), monday.AddDays(28), monday.AddDays(29)));
        Assert.Equal([mother.Id, father.Id], await HomesAsync(mother, monday.AddDays(35), monday.AddDays(39)));

        var told = await Assert.ThrowsAsync<CustodyChangedMeanwhile>(() => mother.Rules(CustodyWish.Lifted(monday), 3));
        Assert.Contains("dominique", told.Sentence, StringComparison.Ordinal);
        var single = (await mother.Custody()).Rules.Single(r => r.FirstDay == r.LastDay).Id;
        await mother.Withdraws(single, 4);
        Assert.Equal([mother.Id], await HomesAsync(mother, monday.AddDays(9)));
        await Assert.ThrowsAsync<UnknownCustodyRule>(() => mother.Withdraws(single, 5));

        var stranger = await town.OpensAFile("Autre");
        await Assert.ThrowsAsync<NotOfTwoHomes>(() => mother.Rules(CustodyWish.OneWeekInTwo(monday, stranger.Id, true), 5));
        await Assert.ThrowsAsync<NotOfTwoHomes>(() => stranger.Rules(stranger.OddWeeks()));
        await Assert.ThrowsAsync<CustodyDaysBackwards>(() => mother.Rules(CustodyWish.Between(monday, monday.AddDays(-1), mother.Id), 5));
        await Assert.ThrowsAsync<CustodyTooFar>(() => mother.Rules(CustodyWish.Lifted(monday.AddYears(6)), 5));
        await Assert.ThrowsAsync<UnreadableWish>(() => mother.Rules(new CustodyWish(monday, null, mother.Id, [8], []), 5));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R101_A_click_that_waits_for_a_change_of_rule_is_judged_by_the_new_one()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, _) = await town.TwoHomes();
        await mother.Rules(CustodyWish.Between(town.Days[20], town.Days[20], mother.Id));

        Task<IReadOnlyList<DayAnswer>> hers;
        await using (var mairie = await books.Database.BeginAsync(town.Structure, Stop))
        {
            await using (var rule = mairie.Command(
                """
                insert into custody_rule (structure_id, child_id, first_day, last_day, family_id, other_family_id, odd, even, set_at, set_by)
                select structure_id, child_id, $2, null, other_family_id, family_id, odd, even, set_at, set_by from custody_rule where child_id = $1
                """, mother.Children[0].Value, town.Days[0]))
                await rule.ExecuteNonQueryAsync(Stop);
            await using (var move = mairie.Command("select planning_move_custody($1, $2, 'dominique')", town.Structure.Value, mother.Children[0].Value))
                await move.ExecuteScalarAsync(Stop);
            hers = Task.Run(() => mother.Ticks("cantine", town.Days[0]));
            while (!await books.AskAsync<bool>("select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"))
                await Task.Yield();
            await mairie.CommitAsync(Stop);
        }

        Assert.Equal(Verdict.OtherHome, Assert.Single(await hers).Verdict);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<FamilyId?>> HomesAsync(FamilyFile family, params DateOnly[] days)
    {
        var homes = new List<FamilyId?>();
        foreach (var day in days)
            homes.Add(new(await family.Town.Books.AskAsync<Guid>("select family_id from planning_custody($1, $2, $3)", family.Town.Structure.Value, family.Children[0].Value, day)));
        return homes;
    }
}
