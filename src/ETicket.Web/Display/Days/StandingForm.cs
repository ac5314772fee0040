using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning.Standing;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Display.Days;

/// <summary>« Nouvel abonnement » as typed: kept as it is when it is refused, each no beside its field.</summary>
internal sealed record StandingForm(string Who, IReadOnlyList<string> Days, string Rhythm, string From, string Until)
{
    public const string WhoField = "qui";
    public const string DaysField = "jours";
    public const string RhythmField = "rythme";
    public const string FromField = "du";
    public const string UntilField = "jusquau";

    /// <summary>What nobody types is not written back into a page.</summary>
    private const int Longest = 80;

    public static StandingForm Blank(DateOnly today) => new("", [], "1", DayText.Iso(today), "");

    public static StandingForm Read(IFormCollection form) => new(Text(form, WhoField), [.. form[DaysField].OfType<string>().Select(Short).Take(Longest)], Text(form, RhythmField), Text(form, FromField), Text(form, UntilField));

    public static string WhoOf(StandingPlace place) => $"{place.Child.Id.Value:N}.{place.Activity.Id.Value:N}";

    public static string Text(IFormCollection form, string field) => Short(form[field].ToString().Trim());

    /// <summary>The child and the service chosen; null where none can be read.</summary>
    public (ChildId Child, ActivityId Activity)? Chosen =>
        Who.Split('.') is [var child, var activity] && Guid.TryParseExact(child, "N", out var kid) && Guid.TryParseExact(activity, "N", out var place) ? (new ChildId(kid), new ActivityId(place)) : null;

    /// <summary>The wish, as far as it can be read; else null, and each error beside its field. Whether it makes sense is the business's to say.</summary>
    public StandingWish? Judge(ModelStateDictionary errors)
    {
        if (Chosen is null)
            errors.AddModelError(WhoField, Words.Say("Standing_WhoMissing"));
        var (from, until) = (DayText.Read(From), Until.Length == 0 ? null : DayText.Read(Until));
        if (from is null)
            errors.AddModelError(FromField, Words.Say("Standing_DayUnreadable"));
        if (Until.Length > 0 && until is null)
            errors.AddModelError(UntilField, Words.Say("Standing_DayUnreadable"));
        return errors.IsValid ? new StandingWish(Chosen!.Value.Child, Chosen.Value.Activity, [.. Days.Select(Number)], Number(Rhythm), from!.Value, until) : null;
    }

    /// <summary>Which field a refusal is about; the top of the page for the others.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        ChildNotEnrolled => WhoField,
        NoWeekday => DaysField,
        RhythmOutOfRange => RhythmField,
        EndOutOfRange => UntilField,
        _ => "",
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>As much of a text as is written back into a page.</summary>
    public static string Short(string text) => text.Length <= Longest ? text : text[..Longest];
}
