using System.Text.Json.Serialization;
using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

/// <summary>« Inscrire » or « désinscrire »: each has its own limit.</summary>
public enum CutOffAct { Add, Cancel }

/// <summary>A served day with its first refused instants (UTC), as the editor shows it before the rule is saved.</summary>
public sealed record CutOffRow(DateOnly Day, DateTimeOffset AddUntil, DateTimeOffset CancelUntil);

/// <summary>« Délais » of an activity — one rule to add a day, one to cancel it; they may be stored together or each in its place.</summary>
[method: JsonConstructor]
public sealed record CutOffRules(
    [property: JsonPropertyName("adding")] CutOffRule Adding,
    [property: JsonPropertyName("cancelling")] CutOffRule Cancelling)
{
    /// <summary>The same limit both ways.</summary>
    public CutOffRules(CutOffRule both)
        : this(both, both)
    {
    }

    public CutOffRule RuleOf(CutOffAct act) => act == CutOffAct.Add ? Adding : Cancelling;

    public DateTimeOffset Deadline(CutOffAct act, DateOnly day, OpeningCalendar calendar) => RuleOf(act).Deadline(day, calendar);

    /// <summary>Whether the act is in time: strictly before the deadline.</summary>
    public bool Allows(CutOffAct act, DateOnly day, DateTimeOffset now, OpeningCalendar calendar) => RuleOf(act).Allows(day, now, calendar);

    /// <summary>The served days of a range, both ends included, with their deadlines. Refuses a table with a hole with <see cref="NoLimitForWeekday"/>.</summary>
    public IEnumerable<CutOffRow> Rows(DateOnly from, DateOnly to, OpeningCalendar calendar)
    {
        CheckCovers(calendar.ServedWeekdays);
        return calendar.Between(from, to).Select(served => new CutOffRow(served.Day, Adding.Deadline(served.Day, calendar), Cancelling.Deadline(served.Day, calendar)));
    }

    /// <summary>Twelve months of <see cref="Rows"/> from a day.</summary>
    public IEnumerable<CutOffRow> TwelveMonths(DateOnly from, OpeningCalendar calendar) => Rows(from, from.AddMonths(12).AddDays(-1), calendar);

    public void CheckCovers(Weekdays served)
    {
        Adding.CheckCovers(served);
        Cancelling.CheckCovers(served);
    }

    /// <summary>The rule in a French sentence, for the editor and for families.</summary>
    public string Describe() => Adding == Cancelling
        ? CutOffWords.Of("AddAndCancel", Adding.Describe())
        : CutOffWords.Of("AddThenCancel", Adding.Describe(), Cancelling.Describe());

    public string ToJson() => CutOffJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote. Refuses anything else with <see cref="CutOffNotReadable"/>.</summary>
    public static CutOffRules Read(string json) => CutOffJson.Read<CutOffRules>(json);
}
