using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Planning.Usual;

/// <summary>
/// « Semaine type » of a child for a service, as its family file keeps it: the weekdays of odd weeks and those of even ones, by their ISO number. It is only kept: nothing is ticked, no ticket
/// is held, until the family applies it to weeks of its choice.
/// </summary>
public sealed class ModelWeek
{
    public required StructureId StructureId { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required ChildId ChildId { get; init; }
    public required ActivityId ActivityId { get; init; }

    /// <summary>Days of the week, Monday = 1 … Sunday = 7.</summary>
    public required int[] Odd { get; init; }
    public required int[] Even { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
    public required string SavedBy { get; init; }

    /// <summary>Odd and even weeks are not the same.</summary>
    public bool Alternates => !Odd.Order().SequenceEqual(Even.Order());

    public bool AsksFor(DateOnly day) => (IsOdd(day) ? Odd : Even).Contains(WeekdayOf(day));

    /// <summary>Whether the ISO week of a day is odd; after a week 53 comes a week 1, odd too.</summary>
    public static bool IsOdd(DateOnly day) => ISOWeek.GetWeekOfYear(day) % 2 == 1;

    /// <summary>Monday = 1 … Sunday = 7.</summary>
    public static int WeekdayOf(DateOnly day) => (((int)day.DayOfWeek + 6) % 7) + 1;
}
