using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Persistence.Runs;
using ETicket.Planning.Foresight;
using ETicket.Planning.Standing;
using ETicket.Planning.Telling;
using ETicket.Treasury.Reconciliation;
using ETicket.Web.Mailbox;
using ETicket.Web.Schedule;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>The timetable over the books of a test, on as many nodes as it names: the bell is rung by hand, everything behind it is the product's own.</summary>
internal sealed class Night : IAsyncDisposable
{
    private readonly MailDesk _desk;
    private readonly ServiceProvider _services;

    private Night(Town town, MailDesk desk)
    {
        (Town, _desk) = (town, desk);
        _services = new ServiceCollection().AddLogging().AddSingleton(town.DayClosing).AddSingleton(town.Books.Database).AddSingleton(new PortalAddress())
            .AddSingleton<BookingSummaries>().AddSingleton<EmptyWeeks>().AddSingleton<LowBalanceAlerts>().AddSingleton<StandingTicks>().AddSingleton<ProviderAccountBooks>().BuildServiceProvider();
        Runs = new JobRuns(town.Books.Database, town.Books.Clock);
    }

    public Town Town { get; }

    public JobRuns Runs { get; }

    /// <summary>What the operator received.</summary>
    public LetterTray Tray => _desk.Tray;

    private Books Books => Town.Books;

    /// <summary>A portal that was already there: what is owed begins after this moment.</summary>
    public static async Task<Night> OpenAsync(Town town)
    {
        var night = new Night(town, await MailDesk.OpenAsync(town.Books));
        foreach (var duty in Watched.Where(d => DutyOf(d) is Duty.ByNight))
            Assert.Equal(0, await night.RingAsync(duty));
        return night;
    }

    /// <summary>What is rung for: all but what only matters while somebody pays or reads.</summary>
    private static string[] Watched { get; } =
    [
        Timetable.CloseDays, Timetable.TickStanding, Timetable.ReadProviderBooks, Timetable.ReadProviderBooksAgain, Timetable.AuditBooks, Timetable.EmptyWeek, Timetable.BookingSummary, Timetable.LowBalance,
    ];

    public static Duty DutyOf(string name) => Timetable.Duties.Single(d => d.Duty.Name == name).Duty;

    /// <summary>Rings for one duty on one node; answers how many runs were made.</summary>
    public Task<int> RingAsync(string name, string node = "A") => new Bell(Runs, name == Timetable.AuditBooks ? _desk.Services : _services)
        .RingAsync(DutyOf(name), Timetable.Duties.Single(d => d.Duty.Name == name).Work, node, TestContext.Current.CancellationToken);

    /// <summary>Rings for each duty every so many minutes of the database's clock, five unless told otherwise, for what comes every hour at the hour; on two nodes in turn, from one instant to another.</summary>
    public async Task RingsUntilAsync(DateTimeOffset until, int every = 5)
    {
        for (var (now, odd) = (Books.Clock.GetUtcNow(), false); now <= until; (now, odd) = (now.AddMinutes(every), !odd))
        {
            await Books.Clock.SetAsync(now);
            foreach (var (duty, i) in Watched.Where(d => DutyOf(d) is not Duty.Often || now.Minute == 0).Select((d, i) => (d, i)))
                await RingAsync(duty, odd == (i % 2 == 0) ? "B" : "A");
        }
    }

    /// <summary>The runs of a duty in the order of their beginning: « 2026-09-07 Done 2026-09-07T22:20:00Z ».</summary>
    public async Task<IReadOnlyList<string>> RanAsync(string name) => await Books.AskAsync<string[]>(
        """
        select coalesce(array_agg(due_on || ' ' || coalesce(outcome, 'Running') || ' ' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') order by started_at, due_on), '{}')
        from job_run where name = $1 and outcome is distinct from 'Skipped'
        """,
        name);

    /// <summary>The days that were consumed, one word an entry: a day consumed twice stands twice.</summary>
    public async Task<IReadOnlyList<DateOnly>> EatenAsync() => await Books.AskAsync<DateOnly[]>("select coalesce(array_agg(effective_on order by id), '{}') from entry where kind = 'DayClosed'");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _desk.DisposeAsync();
    }
}
