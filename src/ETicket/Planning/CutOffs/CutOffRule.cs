using System.Text.Json.Serialization;
using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

public enum CutOffAct { Add, Cancel }

/// <summary>A served day with its first refused instants (UTC), as the editor shows it before the rule is saved.</summary>
public sealed record CutOffRow(DateOnly Day, DateTimeOffset AddUntil, DateTimeOffset CancelUntil);

/// <summary>« Délais » of an activity — one limit to add a day, one to cancel it; the limits may be stored together or each in its place.</summary>
[method: JsonConstructor]
public sealed record CutOffRule(
    [property: JsonPropertyName("add")] CutOffLimit Add,
    [property: JsonPropertyName("cancel")] CutOffLimit Cancel)
{
    /// <summary>The same limit both ways.</summary>
    public CutOffRule(CutOffLimit both)
        : this(both, both)
    {
    }

    public CutOffLimit LimitOf(CutOffAct act) => act == CutOffAct.Add ? Add : Cancel;

    public DateTimeOffset Deadline(CutOffAct act, DateOnly day, OpeningCalendar calendar) => LimitOf(act).Deadline(day, calendar);

    /// <summary>Whether the act is in time: strictly before the deadline.</summary>
    public bool Allows(CutOffAct act, DateOnly day, DateTimeOffset now, OpeningCalendar calendar) => LimitOf(act).Allows(day, now, calendar);

    /// <summary>The served days of a range, both ends included, with their deadlines. Refuses a table with a hole with <see cref="NoLimitForWeekday"/>.</summary>
    public IEnumerable<CutOffRow> Rows(DateOnly from, DateOnly to, OpeningCalendar calendar)
    {
        CheckCovers(calendar.ServedWeekdays);
        return calendar.Between(from, to).Select(served => new CutOffRow(served.Day, Add.Deadline(served.Day, calendar), Cancel.Deadline(served.Day, calendar)));
    }

    /// <summary>Twelve months of <see cref="Rows"/> from a day.</summary>
    public IEnumerable<CutOffRow> TwelveMonths(DateOnly from, OpeningCalendar calendar) => Rows(from, from.AddMonths(12).AddDays(-1), calendar);

    public void CheckCovers(Weekdays served)
    {
        Add.CheckCovers(served);
        Cancel.CheckCovers(served);
    }

    /// <summary>The rule in a French sentence, for the editor and for families.</summary>
    public string Describe() => Add == Cancel
        ? CutOffWords.Of("AddAndCancel", Add.Describe())
        : CutOffWords.Of("AddThenCancel", Add.Describe(), Cancel.Describe());

    public string ToJson() => CutOffJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Refuses anything else with <see cref="CutOffNotReadable"/>.</summary>
    public static CutOffRule Read(string json) => CutOffJson.Read<CutOffRule>(json);
}
