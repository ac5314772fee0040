using System.Text.Json.Serialization;
using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

/// <summary>« n jours avant » — 0 is the day itself, 1 the eve. Refuses a count out of 0…366 with <see cref="ImpossibleDayCount"/>.</summary>
public sealed record DaysBefore : CutOffRule
{
    [JsonConstructor]
    public DaysBefore(int days, LimitHour at, CountedDays counted = CountedDays.AllDays, WhenClosed whenClosed = WhenClosed.Keep)
        : base(whenClosed)
    {
        if (days is < 0 or > 366)
            throw new ImpossibleDayCount(days);
        (Days, At, Counted) = (days, at, counted);
    }

    [JsonPropertyName("days")]
    public int Days { get; }

    [JsonPropertyName("at")]
    public LimitHour At { get; }

    [JsonPropertyName("counted")]
    public CountedDays Counted { get; }

    private protected override (DateOnly Day, LimitHour At) LimitOf(DateOnly day, OpeningCalendar calendar) =>
        (DayWalk.Before(day, Days, Counted, calendar), At);

    private protected override string Sentence() => Days switch
    {
        0 => CutOffWords.Of("SameDay", CutOffWords.Hour(At)),
        1 => CutOffWords.Of(Counted + "1", CutOffWords.Hour(At)),
        _ => CutOffWords.Of(Counted + "N", CutOffWords.Hour(At), Days),
    };
}
