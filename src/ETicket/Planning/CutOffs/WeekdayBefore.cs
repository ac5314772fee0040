using System.Text.Json.Serialization;
using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

/// <summary>
/// « Le vendredi de la semaine précédente » — one limit for a whole week: a weekday of the n-th week before that of the day (weeks begin on Monday).
/// Refuses weeks out of 0…52 with <see cref="ImpossibleWeekCount"/>, and a day of the same week other than Monday, which would come
/// after Monday, with <see cref="LimitAfterTheDay"/>.
/// </summary>
public sealed record WeekdayBefore : CutOffRule
{
    [JsonConstructor]
    public WeekdayBefore(DayOfWeek weekday, LimitHour at, int weeks = 1, WhenClosed whenClosed = WhenClosed.Keep)
        : base(whenClosed)
    {
        CutOffWeeks.Check(DayOfWeek.Monday, weekday, weeks);
        (Weekday, At, Weeks) = (weekday, at, weeks);
    }

    [JsonPropertyName("weekday")]
    public DayOfWeek Weekday { get; }

    [JsonPropertyName("at")]
    public LimitHour At { get; }

    [JsonPropertyName("weeks")]
    public int Weeks { get; }

    private protected override (DateOnly Day, LimitHour At) LimitOf(DateOnly day, OpeningCalendar calendar) => (CutOffWeeks.Find(day, Weekday, Weeks), At);

    private protected override string Sentence() => CutOffWords.WeekdayLimit(Weekday, Weeks, At);
}

internal static class CutOffWeeks
{
    public static DateOnly Find(DateOnly day, DayOfWeek weekday, int weeks) =>
        WeekdaySets.MondayOf(day).AddDays(weekday.Rank() - (7 * weeks));

    public static void Check(DayOfWeek day, DayOfWeek limit, int weeks)
    {
        if (weeks is < 0 or > 52)
            throw new ImpossibleWeekCount(weeks);
        if (weeks == 0 && limit.Rank() > day.Rank())
            throw new LimitAfterTheDay(CutOffWords.Name(limit), CutOffWords.Name(day));
    }
}
