using System.Text.Json.Serialization;
using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

/// <summary>
/// One row of a table: the day of that weekday ← the limit, a weekday of the n-th week before (0: the same week).
/// Refuses with <see cref="ImpossibleWeekCount"/> and <see cref="LimitAfterTheDay"/>.
/// </summary>
public sealed record WeekdayLimit
{
    [JsonConstructor]
    public WeekdayLimit(DayOfWeek day, DayOfWeek weekday, int weeks, LimitHour at)
    {
        CutOffWeeks.Check(day, weekday, weeks);
        (Day, Weekday, Weeks, At) = (day, weekday, weeks, at);
    }

    [JsonPropertyName("day")]
    public DayOfWeek Day { get; }

    [JsonPropertyName("weekday")]
    public DayOfWeek Weekday { get; }

    [JsonPropertyName("weeks")]
    public int Weeks { get; }

    [JsonPropertyName("at")]
    public LimitHour At { get; }
}

/// <summary>« Tableau » — each weekday its own limit. Refuses no row with <see cref="EmptyTable"/> and two for a weekday with <see cref="WeekdayTwice"/>.</summary>
public sealed record WeekdayTable : CutOffRule
{
    [JsonConstructor]
    public WeekdayTable(IReadOnlyList<WeekdayLimit> rows, WhenClosed whenClosed = WhenClosed.Keep)
        : base(whenClosed)
    {
        if (rows.Any(row => row is null))
            throw new CutOffNotReadable();
        if (rows.Count == 0)
            throw new EmptyTable();
        if (rows.GroupBy(row => row.Day).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new WeekdayTwice(CutOffWords.Name(twice.Key));
        Rows = [.. rows.OrderBy(row => row.Day.Rank())];
    }

    [JsonPropertyName("rows")]
    public IReadOnlyList<WeekdayLimit> Rows { get; }

    public override void CheckCovers(Weekdays served)
    {
        var covered = Rows.Aggregate(Weekdays.None, (days, row) => days | row.Day.AsSet());
        foreach (var day in Enum.GetValues<DayOfWeek>().OrderBy(day => day.Rank()))
        {
            if (served.Has(day) && !covered.Has(day))
                throw new NoLimitForWeekday(CutOffWords.Name(day));
        }
    }

    public bool Equals(WeekdayTable? other) => base.Equals(other) && Rows.SequenceEqual(other.Rows);

    public override int GetHashCode() => Rows.Aggregate(base.GetHashCode(), HashCode.Combine);

    private protected override (DateOnly Day, LimitHour At) LimitOf(DateOnly day, OpeningCalendar calendar)
    {
        var row = Rows.FirstOrDefault(row => row.Day == day.DayOfWeek) ?? throw new NoLimitForWeekday(CutOffWords.Name(day.DayOfWeek));
        return (CutOffWeeks.Find(day, row.Weekday, row.Weeks), row.At);
    }

    private protected override string Sentence() => CutOffWords.Join("Then", [.. Rows
        .GroupBy(row => CutOffWords.WeekdayLimit(row.Weekday, row.Weeks, row.At))
        .Select(same => CutOffWords.Of("ForDays", CutOffWords.Days(same.Select(row => row.Day)), same.Key))]);
}
