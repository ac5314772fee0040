using ETicket.Kernel;
using ETicket.Planning.CutOffs;

namespace ETicket.Planning.Away;

/// <summary>« Motif » of an absence, as a family chooses it; nothing more is asked, and no word of a child's health is written.</summary>
public enum AbsenceReason { Illness, Outing, Strike, Other }

/// <summary>
/// « Règle d'absence » of an activity and a reason, from a day on: until when it may be told, how many first days are kept, whether a proof is owed, whether the ticket comes back. Never
/// changed: another one is set from another day on, and each line keeps the one it was judged by.
/// </summary>
public sealed class AbsenceRule
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required AbsenceReason Reason { get; init; }
    public required DateOnly StartsOn { get; init; }

    /// <summary>It is told at the latest so many days before the day: 0 the day itself, 1 the eve, −1 the day after.</summary>
    public required int ToldDaysBefore { get; init; }

    /// <summary>… at this minute of a Paris clock, 0 to 1440.</summary>
    public required int ToldAtMinute { get; init; }

    /// <summary>« Jours de carence » — so many first days of an absence use their ticket all the same.</summary>
    public required int FirstDaysKept { get; init; }

    /// <summary>A proof is owed within so many hours of the telling; null: none is asked for.</summary>
    public int? ProofWithinHours { get; init; }

    /// <summary>Whether the ticket comes back at all.</summary>
    public required bool GivesBack { get; init; }

    /// <summary>The decision that set it: « délibération 2026-31 ».</summary>
    public string? Decision { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public required string SetBy { get; init; }

    public LimitHour ToldAt => new(ToldAtMinute / 60, ToldAtMinute % 60);

    /// <summary>The first instant (UTC) at which an absence of that day is told too late.</summary>
    public DateTimeOffset ToldUntil(DateOnly day) => ToldAt.On(day.AddDays(-ToldDaysBefore));
}
