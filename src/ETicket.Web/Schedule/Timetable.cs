using ETicket.Kernel;
using Quartz;

namespace ETicket.Web.Schedule;

/// <summary>
/// « Horaire » — every job and its hour, in one list. Hours are Paris hours, outside 02:00–03:00 where a clock may skip or repeat. Quartz is only the
/// alarm clock: what must happen once is made so by the database.
/// </summary>
internal static class Timetable
{
    private const string CloseDays = "close-days";

    public static void AddTimetable(this IServiceCollection services, string worker)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = "ETicket";
                o.GenerateInstanceId = true;
            });
            quartz.UseDefaultThreadPool(4);
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

            // Missed nights are caught up: the job closes every day that is due, whenever it runs.
            quartz.Every<CloseDaysJob>(CloseDays, "0 20 0,5 * * ?");
            // What a portal killed in the middle left is ended as soon as one is back.
            quartz.AddJob<ResumeClosingJob>(job => job.WithIdentity("resume-closing"));
            quartz.AddTrigger(trigger => trigger.ForJob("resume-closing").WithIdentity("resume-closing-at-start").StartNow());
            // Each payment has its own schedule; this is how soon its turn is seen.
            quartz.Every<SweepPaymentsJob>("sweep-payments", "0 * * * * ?");
            quartz.Every<SendLettersJob>("send-letters", "0/5 * * * * ?");
            // Letters of the day: none is written at night, and what the night closed is counted in the first.
            quartz.Every<LowBalanceJob>("low-balance", "0 5 8-19 * * ?");
            quartz.Every<AuditJob>("audit-books", "0 10 4 * * ?");
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
    }

    private static void Every<TJob>(this IQuartzBuilder quartz, string name, string cron)
        where TJob : class, IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(name).StoreDurably());
        quartz.AddTrigger(trigger => trigger.ForJob(name).WithIdentity(name).WithCronSchedule(cron, schedule => schedule.InTimeZone(ParisTime.Zone)));
    }
}
