using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning.Custody;
using ETicket.Web.Display.Days;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Display.Custody;

/// <summary>« Nouvelle règle » as typed: kept as it is when it is refused, each no beside its field.</summary>
internal sealed record CustodyForm(string Rhythm, string Home, string From, string Until, IReadOnlyList<string> Odd, IReadOnlyList<string> Even, string Label)
{
    public const string RhythmField = "rythme";
    public const string HomeField = "foyer";
    public const string FromField = "du";
    public const string UntilField = "jusquau";
    public const string OddField = "impaires";
    public const string EvenField = "paires";
    public const string LabelField = "nom";

    /// <summary>Odd weeks, even weeks, weekdays, every day, no rule any more.</summary>
    public static readonly IReadOnlyList<string> Rhythms = ["impaires", "paires", "jours", "tous", "aucune"];

    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    public static CustodyForm Blank(DateOnly today) => new("paires", "", DayText.Iso(today.AddDays(1)), "", [], [], "");

    public static CustodyForm Read(IFormCollection form) => new(
        StandingForm.Text(form, RhythmField), StandingForm.Text(form, HomeField), StandingForm.Text(form, FromField), StandingForm.Text(form, UntilField), Boxes(form, OddField), Boxes(form, EvenField), StandingForm.Text(form, LabelField));

    /// <summary>What the form of the confirmation posts again.</summary>
    public IEnumerable<(string Name, string Value)> Fields =>
    [
        (RhythmField, Rhythm), (HomeField, Home), (FromField, From), (UntilField, Until), .. Odd.Select(d => (OddField, d)), .. Even.Select(d => (EvenField, d)), (LabelField, Label),
    ];

    /// <summary>The rule, as far as it can be read; else null, and each error beside its field. Whether it makes sense is the business's to say.</summary>
    public CustodyWish? Judge(ModelStateDictionary errors)
    {
        var (from, until) = (DayText.Read(From), Until.Length == 0 ? null : DayText.Read(Until));
        if (from is null)
            errors.AddModelError(FromField, CustodyWords.Say("Form_DayUnreadable"));
        if (Until.Length > 0 && until is null)
            errors.AddModelError(UntilField, CustodyWords.Say("Form_DayUnreadable"));
        if (!Rhythms.Contains(Rhythm))
            errors.AddModelError(RhythmField, CustodyWords.Say("Form_RhythmMissing"));
        Guid? home = Guid.TryParseExact(Home, "D", out var chosen) ? chosen : null;
        if (home is null && Rhythm != "aucune")
            errors.AddModelError(HomeField, CustodyWords.Say("Form_HomeMissing"));
        if (Rhythm == "jours" && Odd.Count + Even.Count == 0)
            errors.AddModelError(OddField, CustodyWords.Say("Form_DaysMissing"));
        if (!errors.IsValid)
            return null;
        (int[] Odd, int[] Even) days = Rhythm switch
        {
            "impaires" => (EveryDay, []),
            "paires" => ([], EveryDay),
            "tous" => (EveryDay, EveryDay),
            "jours" => (Numbers(Odd), Numbers(Even)),
            _ => ([], []),
        };
        return new CustodyWish(from!.Value, until, Rhythm == "aucune" ? null : new FamilyId(home!.Value), days.Odd, days.Even, Label);
    }

    /// <summary>Which field a refusal is about; the top of the page for the others.</summary>
    public static string FieldOf(Refusal refusal) => refusal switch
    {
        CustodyDaysBackwards => UntilField,
        CustodyTooFar => FromField,
        CustodyLabelUnreadable => LabelField,
        NotOfTwoHomes => HomeField,
        _ => "",
    };

    private static string[] Boxes(IFormCollection form, string field) => [.. form[field].OfType<string>().Select(StandingForm.Short).Take(7)];

    private static int[] Numbers(IEnumerable<string> typed) => [.. typed.Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : 0)];
}
