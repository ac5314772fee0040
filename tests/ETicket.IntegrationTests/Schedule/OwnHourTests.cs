using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Persistence.Runs;
using ETicket.Planning.Telling;
using ETicket.Web.Schedule;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>What is owed at its hour, on the day itself: once whatever rings, again when it failed, and never the day after.</summary>
public sealed class OwnHourTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_nodes_that_ring_at_once_send_the_summaries_once_and_a_day_that_is_over_is_owed_no_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0]);
        var friday = books.Clock.Today;
        await using var services = Services(books);

        foreach (var (days, hour, made) in new[]
                 {
                     (0, "00:20", 0), (0, "19:29", 0), (0, "19:30", 1), (0, "19:59", 0), (0, "20:00", 0),
                     (1, "08:00", 0), (1, "20:00", 0), (2, "00:20", 0), (2, "19:29", 0), (2, "19:30", 1),
                 })
        {
            Assert.Equal((days, hour, made), (days, hour, await RingAsync(hour, days)));
            // What is told leaves the same evening.
            if (made == 1)
                await new TellingDesk(town).Leave();
        }

        Assert.Equal(["2026-09-04 Done", "2026-09-06 Done"], await RanAsync(books, Timetable.BookingSummary));
        Assert.Equal(1, await books.AskAsync<long>($"select count(*) from outbox_letter where name = '{nameof(BookingSummary)}'"));
        Assert.Equal("""{"told": 1}""", await books.AskAsync<string>("select did::text from job_run where due_on = '2026-09-04' and outcome = 'Done'"));
        await books.ShouldBeHealthyAsync();

        async Task<int> RingAsync(string hour, int days)
        {
            await town.SetsTheClock(friday.AddDays(days), hour);
            return await RingsAsync(books, services, Timetable.BookingSummary, typeof(BookingSummaryWork));
        }
    }

    [Fact]
    public async Task A_morning_during_which_the_portal_was_stopped_is_made_up_for_the_same_day()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0], town.Days[5]);
        await using var services = Services(books);
        await town.SetsTheClock(new(2026, 9, 19), "17:10");

        Assert.Equal(1, await RingsAsync(books, services, Timetable.EmptyWeek, typeof(EmptyWeekWork)));

        Assert.Equal(["2026-09-19 Done"], await RanAsync(books, Timetable.EmptyWeek));
        Assert.Equal(1, await books.AskAsync<long>($"select count(*) from outbox_letter where name = '{nameof(EmptyWeek)}'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_failed_is_tried_again_after_a_quarter_of_an_hour_and_not_once_it_is_too_late()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var runs = new JobRuns(books.Database, books.Clock);

        await FailsAsync("19:30");
        Assert.Equal(0, await DoesAsync("19:44"));
        await FailsAsync("19:45");
        Assert.Equal(0, await DoesAsync("20:00"));
        Assert.Equal(["2026-09-07 Failed"], await RanAsync(books, Timetable.BookingSummary));
        Assert.Equal("J2 travail en échec", Assert.Single(await books.AlarmsAsync()).Code);
        await town.SetsTheClock(town.Days[1], "19:30");
        Assert.Equal(1, await DoesAsync());
        Assert.Empty(await books.AlarmsAsync());

        async Task FailsAsync(string hour)
        {
            await town.SetsTheClock(town.Days[0], hour);
            await Assert.ThrowsAsync<TimeoutException>(() => runs.KeepAsync(Night.DutyOf(Timetable.BookingSummary), "A", (_, _) => throw new TimeoutException(), Stop));
        }

        async Task<int> DoesAsync(string? hour = null)
        {
            if (hour is not null)
                await town.SetsTheClock(town.Days[0], hour);
            return await runs.KeepAsync(Night.DutyOf(Timetable.BookingSummary), "B", (_, _) => Task.FromResult(Figures.Of()), Stop);
        }
    }

    private static ServiceProvider Services(Books books) => new ServiceCollection().AddLogging().AddSingleton(books.Database).AddSingleton(new PortalAddress())
        .AddSingleton<BookingSummaries>().AddSingleton<EmptyWeeks>().BuildServiceProvider();

    /// <summary>Eight nodes ring at once; answers how many runs were made in all.</summary>
    private static async Task<int> RingsAsync(Books books, IServiceProvider services, string name, Type work)
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            new Bell(new JobRuns(books.Database, books.Clock), services).RingAsync(Night.DutyOf(name), work, $"node {n}", Stop)));
        return made.Sum();
    }

    private static async Task<IReadOnlyList<string>> RanAsync(Books books, string name) =>
        await books.AskAsync<string[]>("select array_agg(due_on || ' ' || outcome order by due_on) from job_run where name = $1", name);
}
