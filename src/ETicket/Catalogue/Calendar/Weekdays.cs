namespace ETicket.Catalogue.Calendar;

/// <summary>« Jours de la semaine » — a set of them.</summary>
[Flags]
public enum Weekdays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,

    /// <summary>The week of four days, the rule of most schools.</summary>
    FourDays = Monday | Tuesday | Thursday | Friday,
    WorkingWeek = FourDays | Wednesday,
}

/// <summary>Weeks begin on Monday.</summary>
public static class WeekdaySets
{
    /// <summary>Monday 0 … Sunday 6.</summary>
    public static int Rank(this DayOfWeek day) => ((int)day + 6) % 7;

    public static Weekdays AsSet(this DayOfWeek day) => (Weekdays)(1 << day.Rank());

    public static bool Has(this Weekdays days, DayOfWeek day) => (days & day.AsSet()) != Weekdays.None;

    /// <summary>From ISO numbers (Monday 1 … Sunday 7). Refuses any other with <see cref="WeekdayOutOfRange"/>.</summary>
    public static Weekdays FromIso(IEnumerable<int> numbers) =>
        numbers.Aggregate(Weekdays.None, (days, number) => days | (number is >= 1 and <= 7 ? (Weekdays)(1 << (number - 1)) : throw new WeekdayOutOfRange(number)));

    /// <summary>The Monday of the week a day belongs to.</summary>
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-day.DayOfWeek.Rank());
}
