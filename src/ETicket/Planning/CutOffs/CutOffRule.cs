using System.Text.Json.Serialization;
using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

/// <summary>
/// « Limite » — until when a day may be added, or cancelled. Data, stored as JSON with a version; an impossible limit cannot be made.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(DaysBefore), "days-before")]
[JsonDerivedType(typeof(WeekdayBefore), "weekday-before")]
[JsonDerivedType(typeof(WeekdayTable), "weekday-table")]
public abstract record CutOffRule
{
    private protected CutOffRule(WhenClosed whenClosed) => WhenClosed = whenClosed;

    /// <summary>Form of the JSON. Refuses another than 1 with <see cref="UnknownCutOffVersion"/>.</summary>
    [JsonPropertyName("version"), JsonRequired]
    public int Version
    {
        get;
        init => field = value == 1 ? value : throw new UnknownCutOffVersion(value);
    } = 1;

    [JsonPropertyName("whenClosed")]
    public WhenClosed WhenClosed { get; }

    /// <summary>
    /// The first refused instant (UTC) for a day; strictly before it the act is allowed. Never after the end of the day itself.
    /// A table that forgets the weekday refuses with <see cref="NoLimitForWeekday"/>.
    /// </summary>
    public DateTimeOffset Deadline(DateOnly day, OpeningCalendar calendar)
    {
        var (limit, at) = LimitOf(day, calendar);
        return at.On(DayWalk.Settled(limit, WhenClosed, calendar));
    }

    public bool Allows(DateOnly day, DateTimeOffset now, OpeningCalendar calendar) => now < Deadline(day, calendar);

    /// <summary>Refuses with <see cref="NoLimitForWeekday"/> a limit that has no answer for a weekday the activity serves.</summary>
    public virtual void CheckCovers(Weekdays served)
    {
    }

    /// <summary>« jusqu'au vendredi 11:00 de la semaine précédente ».</summary>
    public string Describe() => Sentence() + (WhenClosed == WhenClosed.Keep ? "" : CutOffWords.Of(WhenClosed.ToString()));

    public string ToJson() => CutOffJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote, in whatever order a database returns its keys. Refuses anything else with <see cref="CutOffNotReadable"/>.</summary>
    public static CutOffRule Read(string json) => CutOffJson.Read<CutOffRule>(json);

    private protected abstract (DateOnly Day, LimitHour At) LimitOf(DateOnly day, OpeningCalendar calendar);

    private protected abstract string Sentence();
}
