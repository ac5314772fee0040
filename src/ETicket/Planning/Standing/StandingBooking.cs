using ETicket.Catalogue.Calendar;
using ETicket.Kernel;

namespace ETicket.Planning.Standing;

/// <summary>
/// « Abonnement » — the standing wish of a family file: this child, this activity, these weekdays, every so many weeks. A rule, not copied ticks: it holds no ticket, and its days
/// are read from it (<c>planning_standing_days</c>). It is only ever shortened; to want something else, it is ended and another is set.
/// </summary>
public sealed class StandingBooking
{
    public required StructureId StructureId { get; init; }
    public long Id { get; init; }

    /// <summary>Whose tickets its days use: of a child of two homes, each home has its own.</summary>
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
    public required ActivityId ActivityId { get; init; }

    /// <summary>Days of the week, Monday = 1 … Sunday = 7.</summary>
    public required int[] Weekdays { get; init; }

    /// <summary>Every how many weeks, 1 to 8; the week of <see cref="StartsOn"/> is the first one.</summary>
    public required int EveryWeeks { get; init; }
    public required DateOnly StartsOn { get; init; }

    /// <summary>Its last Paris day; the eve of <see cref="StartsOn"/> when it was ended before it began, null while nobody ended it.</summary>
    public DateOnly? EndsOn { get; set; }
    public required DateTimeOffset SetAt { get; init; }
    public required string SetBy { get; init; }

    /// <summary>Whether the rule names this Paris day, open or not, excepted or not.</summary>
    public bool AsksFor(DateOnly day) =>
        day >= StartsOn && (EndsOn is null || day <= EndsOn) && Weekdays.Contains(day.DayOfWeek.Rank() + 1)
        && (day.DayNumber - WeekdaySets.MondayOf(StartsOn).DayNumber) / 7 % EveryWeeks == 0;
}

/// <summary>« Sauf le » — a day of an abonnement its family does not want, or wants again.</summary>
public sealed class StandingException
{
    public required StructureId StructureId { get; init; }
    public required long StandingBookingId { get; init; }
    public required DateOnly Day { get; init; }
    public required bool Excepted { get; set; }
    public required DateTimeOffset At { get; set; }
    public required string By { get; set; }
}
