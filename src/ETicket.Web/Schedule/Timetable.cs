using ETicket.Kernel;
using ETicket.Persistence.Runs;
using ETicket.Planning.Telling;
using Quartz;

namespace ETicket.Web.Schedule;

/// <summary>
/// « Horaire » — every duty and its hour (<see cref="DayHours"/>), in one list. Quartz is only
/// the alarm clock: it rings, on one node or another, at intervals no clock change touches; what is owed, and who does it, the database says (<see cref="JobRuns"/>).
/// </summary>
internal static class Timetable
{
    /// <summary>How soon an hour that has come, a day that was missed or a run that died is seen.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMinutes(1);

    public const string CloseDays = "close-days";
    public const string TickStanding = "tick-standing";
    public const string AuditBooks = "audit-books";
    public const string ReadProviderBooks = "read-provider-books";
    public const string ReadProviderBooksAgain = "read-provider-books-again";
    public const string SweepPayments = "sweep-payments";
    public const string GivePlaces = "give-places";
    public const string SettleAbsences = "settle-absences";
    public const string SendLetters = "send-letters";
    public const string LowBalance = "low-balance";
    public const string EmptyWeek = "empty-week";
    public const string BookingSummary = BookingSummaries.Duty;

    public static IReadOnlyList<(Duty Duty, Type Work)> Duties { get; } =
    [
        (new Duty.ByNight(CloseDays, DayHours.CloseDays, CatchesUp: true), typeof(CloseDaysWork)),
        // Each night looks as far ahead as the missed ones would have, and further.
        (new Duty.ByNight(TickStanding, DayHours.TickStanding, CatchesUp: false), typeof(TickStandingWork)),
        // The work itself knows which of its days are missing.
        (new Duty.ByNight(ReadProviderBooks, DayHours.ReadProviderBooks, CatchesUp: false), typeof(ReadProviderBooksWork)),
        (new Duty.ByNight(ReadProviderBooksAgain, DayHours.ReadProviderBooksAgain, CatchesUp: false), typeof(ReadProviderBooksWork)),
        // The books as they are say all that the audits of missed nights would have said.
        (new Duty.ByNight(AuditBooks, DayHours.AuditBooks, CatchesUp: false), typeof(AuditBooksWork)),
        (new Duty.Often(SweepPayments, TimeSpan.FromMinutes(1)), typeof(SweepPaymentsWork)),
        // What a click frees is given at once; this is for places freed otherwise, and for tickets bought by who waits.
        (new Duty.Often(GivePlaces, TimeSpan.FromMinutes(1)), typeof(GivePlacesWork)),
        // What is given back at once is; this is for days the night counts later, and for proofs that do not come.
        (new Duty.Often(SettleAbsences, TimeSpan.FromMinutes(15)), typeof(SettleAbsencesWork)),
        // By day only: what the night closed is counted in the first of the day.
        (new Duty.Often(LowBalance, TimeSpan.FromHours(1)) { ByDay = true }, typeof(LowBalanceWork)),
        // Of the day itself or not at all: yesterday's deadlines are over, and tonight's days are those of the summary.
        (new Duty.AtHour(EmptyWeek, DayHours.EmptyWeeks), typeof(EmptyWeekWork)),
        (new Duty.AtHour(BookingSummary, DayHours.BookingSummaries), typeof(BookingSummaryWork)),
        (new Duty.Often(SendLetters, TimeSpan.FromSeconds(5)), typeof(SendLettersWork)),
        // What a portal killed in the middle left is ended as soon as one is back.
        (new Duty.AtStart("resume-closing"), typeof(ResumeClosingWork)),
    ];

    public static void AddTimetable(this IServiceCollection services, string worker)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = "ETicket";
                o.GenerateInstanceId = true;
            });
            quartz.UseDefaultThreadPool(Duties.Count);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(o => o.ConnectionString = worker);
                store.UseClustering(c =>
                {
                    c.CheckinInterval = TimeSpan.FromSeconds(10);
                    c.CheckinMisfireThreshold = TimeSpan.FromSeconds(20);
                });
                store.UseSystemTextJsonSerializer(_ => { });
            });
            foreach (var (duty, _) in Duties)
                quartz.Rings(duty);
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
    }

    /// <summary>Rings at the start of each node, and then at an interval; what is owed at the start only rings once.</summary>
    private static void Rings(this IQuartzBuilder quartz, Duty duty)
    {
        quartz.AddJob<Bell>(job => job.WithIdentity(duty.Name).StoreDurably());
        quartz.AddTrigger(trigger =>
        {
            trigger.ForJob(duty.Name).WithIdentity(duty.Name).StartNow();
            if (duty is not Duty.AtStart)
                trigger.WithSimpleSchedule(s => s.WithInterval(duty is Duty.Often often ? often.Every : Glance).RepeatForever());
        });
    }
}
