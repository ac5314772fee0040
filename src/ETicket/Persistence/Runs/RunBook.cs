using ETicket.Kernel;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Persistence.Runs;

/// <summary>A duty as people ask about it: its last run, the Paris days it owes now, and the next instant (UTC) it is due; null where the start of the program decides.</summary>
public sealed record DutyStatus(Duty Duty, JobRun? Last, IReadOnlyList<DateOnly> Owed, DateTimeOffset? Next);

/// <summary>« Carnet des passages » — what ran, what is owed, what comes next. It reads; it belongs to no structure and names nobody.</summary>
public sealed class RunBook(Database database)
{
    /// <summary>The state of each duty at the database's « now », in the order given.</summary>
    public async Task<IReadOnlyList<DutyStatus>> ReadAsync(IReadOnlyList<Duty> duties, CancellationToken stop)
    {
        await using var db = database.OutsideStructures();
        var now = await db.Database.SqlQuery<DateTimeOffset>($"select eticket_now() as \"Value\"").SingleAsync(stop);
        var (found, tomorrow) = (new List<DutyStatus>(), now.AddDays(1));
        foreach (var duty in duties)
        {
            // What a clock that was wrong wrote is no run of ours (see job_take).
            var runs = db.Set<JobRun>().AsNoTracking().Where(r => r.Name == duty.Name && r.StartedAt <= tomorrow);
            var last = await runs.Where(r => r.Outcome == null || r.Outcome != RunOutcome.Skipped).OrderByDescending(r => r.DueOn).FirstOrDefaultAsync(stop);
            var done = duty is Duty.ByNight ? await runs.Where(r => r.Outcome == RunOutcome.Done || r.Outcome == RunOutcome.Skipped).MaxAsync(r => (DateOnly?)r.DueOn, stop) : null;
            found.Add(StatusOf(duty, last, done, now));
        }
        return found;
    }

    private static DutyStatus StatusOf(Duty duty, JobRun? last, DateOnly? done, DateTimeOffset now)
    {
        if (duty is Duty.AtHour hour)
        {
            var today = ParisTime.DayOf(now);
            var turn = last?.DueOn == today ? last : null;
            return hour.IsDue(now) && turn?.Outcome != RunOutcome.Done ? new DutyStatus(duty, last, [today], Again(turn, now)) : new DutyStatus(duty, last, [], hour.After(now));
        }
        if (duty is not Duty.ByNight night)
            return new DutyStatus(duty, last, [], duty is Duty.Often often && last is not null ? often.From(Later(last.StartedAt + often.Every, now)) : null);
        var owed = done is { } day ? night.Owed(day, now) : [];
        return new DutyStatus(duty, last, owed, owed.Count == 0 ? night.DueAt(night.Until(now).AddDays(1)) : Again(last, now));
    }

    /// <summary>What is owed begins as soon as the bell rings; what failed, after its pause.</summary>
    private static DateTimeOffset Again(JobRun? last, DateTimeOffset now) => last is { Outcome: RunOutcome.Failed, EndedAt: { } ended } ? Later(ended + JobRuns.Retry, now) : now;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
