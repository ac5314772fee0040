using ETicket.Kernel;

namespace ETicket.Planning.Away;

/// <summary>« Absence » — told by a family file, of one of its children, from a day to another. It never blocks anything: what it changes is written day by day.</summary>
public sealed class Absence
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
    public required AbsenceReason Reason { get; init; }
    public required DateOnly FirstDay { get; init; }
    public required DateOnly LastDay { get; init; }
    public required DateTimeOffset ToldAt { get; init; }
    public required string ToldBy { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>A paper sent since then may be its proof: many are sent just before the absence is told.</summary>
    public DateTimeOffset PapersSince() => ParisTime.StartOf(FirstDay < ParisTime.DayOf(ToldAt) ? FirstDay : ParisTime.DayOf(ToldAt));
}

/// <summary>« Jour d'absence » — a booked day too late to untick, and what the rule of its activity made of it.</summary>
public sealed class AbsenceDay
{
    public required StructureId StructureId { get; init; }
    public required long AbsenceId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly Day { get; init; }
    public required ChildId ChildId { get; init; }
    public required long BookingId { get; init; }

    /// <summary>The rule it was judged by; null where the activity has none for the reason.</summary>
    public DateOnly? RuleStartsOn { get; init; }
    public required AbsenceState State { get; set; }
    public AbsenceWhy? Why { get; set; }

    /// <summary>The first instant (UTC) at which the proof comes too late.</summary>
    public DateTimeOffset? ProofUntil { get; init; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? DecidedBy { get; set; }

    /// <summary>What the mairie answered where it refused.</summary>
    public string? Answer { get; set; }
}

/// <summary>waits for its proof; a paper came in time, which the mairie looks at; accepted: the ticket comes back once the day is counted; refused: it stays used; withdrawn by the family; given back.</summary>
public enum AbsenceState { WaitsForProof, ProofSent, Accepted, Refused, Withdrawn, GivenBack }

/// <summary>Why the ticket stays used: no rule for the reason; told too late; one of the first days; this reason gives nothing back; no proof came; the mairie decided.</summary>
public enum AbsenceWhy { NoRule, ToldTooLate, FirstDays, NotGivenBack, NoProof, Desk }
