using System.Globalization;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning;

/// <summary>A click is a wish for a state; the database decides, once, by its own clock.</summary>
public sealed class ClicksTests(Cluster cluster)
{
    [Fact]
    public async Task The_same_key_with_the_same_body_gets_the_first_answer()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();

        var first = await martin.SetAsync(key, ChangeOrigin.Parent, [Wish(martin, town.Days[0])]);
        await martin.Unticks("cantine", town.Days[0]);
        var again = await martin.SetAsync(key, ChangeOrigin.Parent, [Wish(martin, town.Days[0])]);

        Assert.Equal(first, again);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_changes_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();
        await martin.SetAsync(key, ChangeOrigin.Parent, [Wish(martin, town.Days[0])]);

        await Assert.ThrowsAsync<KeyReused>(() => martin.SetAsync(key, ChangeOrigin.Parent, [Wish(martin, town.Days[1])]));

        Assert.Null(await martin.Cell(martin.Children[0], "cantine", town.Days[1]));
        Assert.Equal((0, 0, 1), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Twenty_parallel_sends_of_one_key_have_one_effect_and_one_answer()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();
        DayWish[] wishes = [.. town.Days.Take(5).Select(d => Wish(martin, d))];

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => martin.SetAsync(key, ChangeOrigin.Parent, wishes))));

        Assert.All(answers, a => Assert.Equal(answers[0], a));
        Assert.All(answers[0], a => Assert.Equal(Verdict.Held, a.Verdict));
        Assert.Equal((0, 0, 5), await martin.Wallet("CANT-B"));
        Assert.Equal(5, await books.AskAsync<long>("select count(*) from booking_change"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_cell_named_twice_in_one_command_is_refused_whole()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");

        await Assert.ThrowsAsync<UnreadableWish>(() => martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent,
            [Wish(martin, town.Days[0]), Wish(martin, town.Days[1]), Wish(martin, town.Days[0]) with { Wanted = false }]));

        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R93_Of_two_parents_after_the_last_ticket_exactly_one_gets_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.Buys(1, "BUS");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            martin.SetAsync(martin.Children[i % 2], "car", wanted: true, ChangeOrigin.Parent, town.Days[i % 10]))));

        Assert.Equal((1, 150, 1), await martin.Wallet("BUS"));
        Assert.Single(answers, a => a[0].Verdict is Verdict.Held);
        Assert.All(answers.Select(a => a[0]).Where(a => !a.Accepted), a => Assert.IsType<NoTicketLeft>(a.Refusal));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>A day of a week like others; then the Mondays whose eve, the Sunday the clocks change, has one hour less and one more than others.</summary>
    [Theory]
    [InlineData("2026-09-09", "10:59:59.9", true, "09:00")]
    [InlineData("2026-09-09", "11:00:00.0", false, "09:00")]
    [InlineData("2027-03-29", "10:59:59.9", true, "09:00")]
    [InlineData("2027-03-29", "11:00:00.0", false, "09:00")]
    [InlineData("2027-11-01", "10:59:59.9", true, "10:00")]
    [InlineData("2027-11-01", "11:00:00.0", false, "10:00")]
    public async Task R87_D1_D2_The_deadline_is_the_first_refused_instant(string date, string hour, bool inTime, string utc)
    {
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = day.AddDays(day.DayOfWeek is DayOfWeek.Monday ? -7 : -2) });
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", day);

        await town.SetsTheClock(day.AddDays(-1), hour);
        var untick = Assert.Single(await martin.Unticks("cantine", day));
        var tick = Assert.Single(await martin.Ticks("car", day));

        Assert.Equal(inTime ? Verdict.Released : Verdict.TooLate, untick.Verdict);
        Assert.Equal(inTime ? Verdict.NoTicket : Verdict.TooLate, tick.Verdict);
        Assert.Equal((0, 0, inTime ? 0 : 1), await martin.Wallet("CANT-B"));
        // Told in UTC, without the rules of Paris our own code has.
        Assert.Equal($"{day.AddDays(-1):yyyy-MM-dd} {utc}", untick.Deadline?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal(inTime ? null : typeof(CutOffPassed), untick.Refusal?.GetType());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Five_hundred_clicks_around_the_deadline_are_judged_by_the_clock_they_are_stored_with()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        FamilyFile[] files = [.. await Task.WhenAll(Enumerable.Range(0, 10).Select(i => town.OpensAFile($"Famille {i}", children: 5)))];
        var deadline = ParisTime.At(town.Days[5].AddDays(-1), new TimeOnly(11, 0));
        await books.Clock.SetAsync(deadline.AddMilliseconds(-100));

        var clicks = Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() =>
            files[i % 10].SetAsync(files[i % 10].Children[i / 10 % 5], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[5]))));
        await books.Clock.SetAsync(deadline);
        var answers = await clicks;

        var held = await books.AskAsync<long>("select count(*) from booking where state = 'Held'");
        Assert.Equal(held, answers.Count(a => a[0].Verdict is Verdict.Held));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from booking where booked_at >= deadline"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_parent_does_not_untick_the_day_that_holds_the_other_parents_ticket()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await mother.Buys(5, "CANT-B");
        await father.Buys(5, "CANT-B");
        await mother.Ticks("cantine", town.Days[0], town.Days[1]);

        var answers = await father.SetAsync(father.Children[0], "cantine", wanted: false, ChangeOrigin.Parent, town.Days[0], town.Days[2]);
        var ticked = Assert.Single(await father.Ticks("cantine", town.Days[1]));

        Assert.Equal([Verdict.HeldByOther, Verdict.Unchanged], answers.Select(a => a.Verdict));
        Assert.Contains("autre foyer", answers[0].Refusal!.Sentence);
        Assert.Equal(Verdict.Unchanged, ticked.Verdict);
        Assert.Equal(((5, 1250, 2), (5, 1250, 0)), (await mother.Wallet("CANT-B"), await father.Wallet("CANT-B")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task She_who_ticked_unticks_and_so_does_the_staff_and_then_the_day_is_anybodys()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await mother.Ticks("cantine", town.Days[0], town.Days[1]);

        var herself = Assert.Single(await mother.Unticks("cantine", town.Days[0]));
        var staff = Assert.Single(await father.SetAsync(father.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, town.Days[1]));
        var his = await father.Ticks("cantine", town.Days[0], town.Days[1]);

        Assert.Equal((Verdict.Released, Verdict.Released), (herself.Verdict, staff.Verdict));
        Assert.All(his, a => Assert.Equal(Verdict.Held, a.Verdict));
        Assert.Equal((0, 2), ((await mother.Wallet("CANT-B")).Held, (await father.Wallet("CANT-B")).Held));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_homes_that_tick_the_same_day_at_once_hold_it_once_and_both_see_it_ticked()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await mother.Buys(5, "CANT-B");
        await father.Buys(5, "CANT-B");

        Task<IReadOnlyList<DayAnswer>> his;
        await using (var hers = await books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            // Her command is done and not yet committed when his arrives.
            await using var tick = hers.Command(
                "select planning_set_days($1, $2, 'hers', 'parent', 'Parent', $3, array[$4], array[$5], array[$6], array[true])",
                town.Structure.Value, Guid.NewGuid(), mother.Id.Value, mother.Children[0].Value, town.Activity("cantine").Value, town.Days[0]);
            await tick.ExecuteScalarAsync();
            his = Task.Run(() => father.Ticks("cantine", town.Days[0], town.Days[1]));
            while (!await books.AskAsync<bool>("select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"))
                await Task.Yield();
            await hers.CommitAsync(CancellationToken.None);
        }

        Assert.Equal([Verdict.Unchanged, Verdict.Held], (await his).Select(a => a.Verdict));
        Assert.Equal((1, 1), ((await mother.Wallet("CANT-B")).Held, (await father.Wallet("CANT-B")).Held));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Cells_are_answered_in_the_order_they_were_asked()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        DateOnly[] days = [town.Days[4], town.Days[0], town.Days[2]];

        Assert.Equal(days, (await martin.Ticks("cantine", days)).Select(a => a.Day));
        await books.ShouldBeHealthyAsync();
    }

    private static DayWish Wish(FamilyFile family, DateOnly day) => new(family.Children[0], family.Town.Activity("cantine"), day, true);
}
