using ETicket.IntegrationTests.World;
using ETicket.Persistence.Runs;
using ETicket.Web.Schedule;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>The database gives the turn: to one at a time, again when it failed, to another when its holder is gone.</summary>
public sealed class TurnsTests(Cluster cluster)
{
    private static readonly IReadOnlyDictionary<string, long> Nothing = Figures.Of();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Timetable.CloseDays)]
    [InlineData(Timetable.SendLetters)]
    [InlineData(Timetable.SweepPayments)]
    public async Task E5_A_run_that_is_not_over_is_not_started_beside_itself_on_any_node(string name)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);
        // Two nights are owed: the second is not begun beside the first either.
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), "00:20");
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());

        var slow = night.Runs.KeepAsync(Night.DutyOf(name), "A", async (_, _) =>
        {
            began.TrySetResult();
            await goOn.Task;
            return Nothing;
        }, Stop);
        await began.Task;
        var beside = new[] { await RingsAsync(night, name, "A"), await RingsAsync(night, name, "B") };
        goOn.SetResult();

        Assert.Equal([0, 0], beside);
        Assert.Equal(name == Timetable.CloseDays ? 2 : 1, await slow);
        Assert.Equal(name == Timetable.CloseDays ? 0 : 1, await RingsAsync(night, name, "B"));
    }

    [Fact]
    public async Task A_night_that_failed_is_told_and_tried_again_after_a_quarter_of_an_hour_and_no_later_night_before_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), "00:20");

        await Assert.ThrowsAsync<TimeoutException>(() => night.Runs.KeepAsync(Night.DutyOf(Timetable.CloseDays), "A", (_, _) => throw new TimeoutException("a name nobody should read"), Stop));
        var alarm = Assert.Single(await books.AlarmsAsync());
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(14));
        var tooSoon = await night.RingAsync(Timetable.CloseDays);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));
        var again = await night.RingAsync(Timetable.CloseDays, "B");

        Assert.Equal(("J2 travail en échec", "close-days 2026-09-04", 0, 2), (alarm.Code, alarm.What, tooSoon, again));
        Assert.Empty(await books.AlarmsAsync());
        Assert.Equal(2, await books.AskAsync<int>("select attempt from job_run where due_on = '2026-09-04' and name = 'close-days'"));
    }

    [Fact]
    public async Task A_run_another_took_over_stops_its_work_and_ends_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:20");
        var (beat, began) = (new FakeTimeProvider(), new TaskCompletionSource());
        var hung = new JobRuns(books.Database, beat).KeepAsync(Night.DutyOf(Timetable.CloseDays), "A", async (_, stop) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return Nothing;
        }, Stop);
        await began.Task;

        await books.Clock.SetAsync(books.Clock.GetUtcNow() + Night.DutyOf(Timetable.CloseDays).Lease);
        var taken = await night.RingAsync(Timetable.CloseDays, "B");
        beat.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((1, 1), (taken, await hung));
        Assert.Equal("B", await books.AskAsync<string>("select node from job_run where due_on = '2026-09-04' and name = 'close-days' and outcome = 'Done'"));
    }

    [Fact]
    public async Task A_run_that_lives_says_so_and_keeps_its_turn_beyond_its_first_lease()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:20");
        var (beat, began, goOn) = (new FakeTimeProvider(), new TaskCompletionSource(), new TaskCompletionSource());
        var runs = new JobRuns(books.Database, beat).KeepAsync(Night.DutyOf(Timetable.CloseDays), "A", async (_, _) =>
        {
            began.SetResult();
            await goOn.Task;
            return Nothing;
        }, Stop);
        await began.Task;

        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(90));
        beat.Advance(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync("the lease is renewed", () => books.AskAsync<bool>("select lease_until > eticket_now() + interval '1 minute' from job_run where outcome is null"));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddSeconds(90));
        var beside = await night.RingAsync(Timetable.CloseDays, "B");
        goOn.SetResult();

        Assert.Equal((0, 1), (beside, await runs));
    }

    [Fact]
    public async Task A_portal_that_stops_gives_its_turn_back_at_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-2), "00:20");
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => night.Runs.KeepAsync(Night.DutyOf(Timetable.CloseDays), "A", async (_, stop) =>
        {
            await leaving.CancelAsync();
            stop.ThrowIfCancellationRequested();
            return Nothing;
        }, leaving.Token));

        Assert.Equal(1, await night.RingAsync(Timetable.CloseDays, "B"));
    }

    [Fact]
    public async Task What_comes_often_keeps_one_row_a_day()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await using var night = await Night.OpenAsync(town);

        for (var ring = 0; ring < 10; ring++)
        {
            await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(3));
            Assert.Equal(1, await RingsAsync(night, Timetable.SendLetters, "A"));
        }

        Assert.Equal(["2026-09-04 Done", "2026-09-05 Done"], (await night.RanAsync(Timetable.SendLetters)).Select(r => r[..15]));
    }

    private static Task<int> RingsAsync(Night night, string name, string node) =>
        night.Runs.KeepAsync(Night.DutyOf(name), node, (_, _) => Task.FromResult(Nothing), Stop);
}
