using ETicket.IntegrationTests.Planning.Grids;
using ETicket.IntegrationTests.World;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning.Waiting;

/// <summary>An activity that takes so many children a day, and not one more.</summary>
public sealed class FullDaysTests(Cluster cluster)
{
    [Fact]
    public async Task R92_The_last_place_goes_to_one_of_twenty_and_the_others_read_that_it_is_full()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 3);
        var days = town.Days.Skip(1).Take(10).ToArray();
        var there = await town.OpensAFile("Déjà", children: 2);
        foreach (var child in there.Children)
            await there.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, days);
        List<FamilyFile> files = [];
        for (var i = 0; i < 20; i++)
            files.Add(await town.OpensAFile($"Famille {i}"));

        foreach (var day in days)
        {
            var answers = (await Task.WhenAll(files.Select(f => Task.Run(() => f.Ticks("cantine", day))))).Select(a => Assert.Single(a)).ToList();

            Assert.Equal((1, 19), (answers.Count(a => a.Verdict is Verdict.Held), answers.Count(a => a.Verdict is Verdict.Full)));
            Assert.Equal(3, await town.Expected("cantine", day));
            Assert.All(answers.Where(a => a.Verdict is Verdict.Full), a => Assert.StartsWith("Il n’y a plus de place le ", a.Refusal!.Sentence, StringComparison.Ordinal));
        }
        Assert.Equal(3L * days.Length, await books.AskAsync<long>("select sum(held) from wallet"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_Whole_weeks_ticked_at_once_in_any_order_never_pass_the_number_of_places()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 4);
        await town.LimitsPlaces("car", 2);
        List<FamilyFile> files = [];
        for (var i = 0; i < 12; i++)
        {
            var file = await town.OpensAFile($"Famille {i}");
            await file.Buys(5, "BUS");
            files.Add(file);
        }

        var answers = await Task.WhenAll(files.SelectMany((file, i) => Enumerable.Range(0, 2).Select(_ => Task.Run(() => file.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, Wishes(file, i))))));

        foreach (var day in town.Days.Take(5))
            Assert.Equal((4, 2), (await town.Expected("cantine", day), await town.Expected("car", day)));
        Assert.Equal(5 * (4 + 2), answers.SelectMany(a => a).Count(a => a.Verdict is Verdict.Held));
        Assert.All(answers.SelectMany(a => a), a => Assert.True(a.Verdict is Verdict.Held or Verdict.Unchanged or Verdict.Full));
        await books.ShouldBeHealthyAsync();

        DayWish[] Wishes(FamilyFile file, int i)
        {
            DayWish[] wishes = [.. from day in town.Days.Take(5) from activity in town.Activities.Values select new DayWish(file.Children[0], activity, day, true)];
            new Random(i).Shuffle(wishes);
            return wishes;
        }
    }

    [Fact]
    public async Task R92_Unticking_a_full_day_is_never_refused_and_its_place_is_free_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 1);
        var martin = await town.OpensAFile("Martin");
        var petit = await town.OpensAFile("Petit");
        await martin.Ticks("cantine", town.Days[1]);

        var refused = Assert.Single(await petit.Ticks("cantine", town.Days[1]));
        var again = Assert.Single(await martin.Ticks("cantine", town.Days[1]));
        var unticked = Assert.Single(await martin.Unticks("cantine", town.Days[1]));
        var taken = Assert.Single(await petit.Ticks("cantine", town.Days[1]));

        Assert.Equal((Verdict.Full, Verdict.Unchanged, Verdict.Released, Verdict.Held), (refused.Verdict, again.Verdict, unticked.Verdict, taken.Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_A_place_given_up_in_a_command_can_be_taken_by_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 1);
        var martin = await town.OpensAFile("Martin", children: 3);
        await martin.Ticks("cantine", town.Days[1]);
        var (canteen, day) = (town.Activity("cantine"), town.Days[1]);

        var answers = await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, [new(martin.Children[1], canteen, day, true), new(martin.Children[2], canteen, day, true), new(martin.Children[0], canteen, day, false)]);

        Assert.Equal([Verdict.Held, Verdict.Full, Verdict.Released], answers.Select(a => a.Verdict));
        Assert.Equal((0, 0, 1), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_The_staff_may_pass_the_limit_and_nobody_else()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 1);
        var martin = await town.OpensAFile("Martin", children: 2);
        var petit = await town.OpensAFile("Petit");
        await petit.Ticks("cantine", town.Days[1]);

        var parent = Assert.Single(await martin.Ticks("cantine", town.Days[1]));
        var staff = Assert.Single(await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[1]));
        // One too many is there: the place that one gives up is nobody's.
        await petit.Unticks("cantine", town.Days[1]);
        var sibling = Assert.Single(await martin.SetAsync(martin.Children[1], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[1]));

        Assert.Equal((Verdict.Full, Verdict.Held, Verdict.Full), (parent.Verdict, staff.Verdict, sibling.Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_A_full_day_is_told_before_the_tickets_that_lack_and_takes_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("car", 1);
        var petit = await town.OpensAFile("Petit");
        await petit.Buys(1, "BUS");
        await petit.Ticks("car", town.Days[1]);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(1, "BUS");

        var answers = await martin.Ticks("car", town.Days[1], town.Days[2], town.Days[3]);

        Assert.Equal([Verdict.Full, Verdict.Held, Verdict.NoTicket], answers.Select(a => a.Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R73_What_the_planning_shows_of_a_full_day_is_what_a_click_is_answered()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 2);
        var petit = await town.OpensAFile("Petit", children: 2);
        foreach (var child in petit.Children)
            await petit.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[1], town.Days[2]);
        await petit.SetAsync(petit.Children[1], "cantine", wanted: false, ChangeOrigin.Parent, town.Days[2]);
        var martin = await town.OpensAFile("Martin");

        var (mine, theirs) = ((await martin.Looks()).Rows.First(), (await petit.Looks()).Rows.First());
        var answers = await martin.Ticks("cantine", [.. town.Days.Take(4)]);

        Assert.Equal([CellState.Free, CellState.Full, CellState.Free, CellState.Free], mine.Cells.Take(4).Select(c => c.State));
        Assert.Equal([Verdict.Held, Verdict.Full, Verdict.Held, Verdict.Held], answers.Select(a => a.Verdict));
        Assert.EndsWith("\u00a0: complet. Se mettre en attente", mine.Cells[1].Label, StringComparison.Ordinal);
        Assert.Equal(("attente", "voeux"), (mine.Cells[1].Field, mine.Cells[0].Field));
        Assert.DoesNotContain(town.Days[1].ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), mine.Whole.Value, StringComparison.Ordinal);
        Assert.Equal(CellState.Ticked, theirs.Cells[1].State);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R73_A_full_day_whose_hour_has_passed_is_only_too_late()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 1);
        var petit = await town.OpensAFile("Petit");
        await petit.Ticks("cantine", town.Days[1]);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(town.Days[0], "11:00");

        var row = (await martin.Looks()).Rows.First();
        var answer = Assert.Single(await martin.Ticks("cantine", town.Days[1]));

        Assert.Equal((CellState.LockedFree, Verdict.TooLate), (row.Cells[1].State, answer.Verdict));
        await books.ShouldBeHealthyAsync();
    }
}
