using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Persistence.Runs;

/// <summary>
/// « Passage » — one run of a duty. A duty of the night has a row for each Paris day it was owed, so that the key makes the run unique; one that comes often has a row for each
/// Paris day, used again by each run of that day: the last one is what people ask about, and a row every five seconds would be the largest table of the commune.
/// </summary>
public sealed class JobRun
{
    public required string Name { get; init; }

    /// <summary>Paris day.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>How many times this row was taken; whoever holds an older number has lost its turn.</summary>
    public required int Attempt { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when whoever runs it is believed alive, unless it says so again.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }
    public required string Node { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null while it runs.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>Figures of what was done, as JSON, for the whole installation.</summary>
    public string? Did { get; init; }

    /// <summary>Why it failed: kind of problem and code of the database, never a name nor an amount.</summary>
    public string? Failure { get; init; }
}

/// <summary>Done; not done, and tried again; or not owed, because it is the day on which this duty was first seen.</summary>
public enum RunOutcome { Done, Failed, Skipped }

internal sealed class JobRunMapping : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.ToTable("job_run", t => t.HasCheckConstraint("job_run_ended_with_an_outcome", "(outcome is null) = (ended_at is null)")).HasKey(r => new { r.Name, r.DueOn });
        builder.Property(r => r.Did).HasColumnType("jsonb");
        // Written twice by each run: the row stays on its page.
        builder.HasStorageParameter("fillfactor", 50);
    }
}
