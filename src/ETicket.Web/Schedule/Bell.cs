using ETicket.Persistence.Runs;
using Quartz;

namespace ETicket.Web.Schedule;

/// <summary>« Sonnerie » — Quartz rang for one duty: what it owes is done, unless somebody is at it already, here or on another node.</summary>
[DisallowConcurrentExecution]
internal sealed class Bell(JobRuns runs, IServiceProvider services) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var (duty, work) = Timetable.Duties.Single(d => d.Duty.Name == context.JobDetail.Key.Name);
        await RingAsync(duty, work, context.Scheduler.SchedulerInstanceId, cancellationToken);
    }

    /// <summary>Answers how many runs were made.</summary>
    internal async Task<int> RingAsync(Duty duty, Type work, string node, CancellationToken stop)
    {
        var doing = ((IWork)ActivatorUtilities.CreateInstance(services, work)).DoAsync;
        while (true)
        {
            var made = await runs.KeepAsync(duty, node, doing, stop);
            // It rings once a start: what another start was at when it was killed is waited for, or would wait for the next.
            if (made > 0 || duty is not Duty.AtStart)
                return made;
            await Task.Delay(duty.Lease / 4, stop);
        }
    }
}
