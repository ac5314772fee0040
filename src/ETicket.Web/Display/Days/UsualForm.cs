using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning.Usual;

namespace ETicket.Web.Display.Days;

/// <summary>« Semaine type » of a child as ticked: kept as it is when it is refused. A box says a service, which weeks (every, odd, even) and a weekday.</summary>
internal sealed record UsualForm(string Child, IReadOnlySet<string> Ticked)
{
    public const string ChildField = "enfant";
    public const string DaysField = "jours";

    /// <summary>Every week, odd ones, even ones: what a box may say of its weeks.</summary>
    public const string Every = "t";
    public const string Odd = "i";
    public const string Even = "p";

    private const int MostBoxes = 1000;
    private const int LongestBox = 40;

    public static string Box(ActivityId activity, string weeks, int weekday) => string.Create(CultureInfo.InvariantCulture, $"{activity.Value:N}.{weeks}.{weekday}");

    /// <summary>What is kept, as boxes: of weeks that are all the same, and of odd and even ones.</summary>
    public static IEnumerable<string> BoxesOf(ModelWeek model) =>
        model.Odd.Select(d => Box(model.ActivityId, Odd, d)).Concat(model.Even.Select(d => Box(model.ActivityId, Even, d)))
            .Concat(model.Odd.Intersect(model.Even).Select(d => Box(model.ActivityId, Every, d)));

    public static UsualForm Read(IFormCollection form) =>
        new(StandingForm.Text(form, ChildField), form[DaysField].OfType<string>().Where(b => b.Length <= LongestBox).Take(MostBoxes).ToHashSet(StringComparer.Ordinal));

    /// <summary>The days of each of these services, those without a box included; null where a box cannot be read, or speaks of another service.</summary>
    public static IReadOnlyList<UsualDays>? Days(IFormCollection form, IReadOnlyList<ActivityId> services)
    {
        List<(ActivityId Activity, string Weeks, int Weekday)> said = [];
        foreach (var box in form[DaysField].OfType<string>())
        {
            if (ReadBox(box) is not { } read || said.Count == MostBoxes || !services.Contains(read.Activity))
                return null;
            said.Add(read);
        }
        return [.. services.Select(service => new UsualDays(service, Of(service, Odd), Of(service, Even)))];

        int[] Of(ActivityId service, string weeks) => [.. said.Where(s => s.Activity == service && (s.Weeks == weeks || s.Weeks == Every)).Select(s => s.Weekday).Distinct().Order()];
    }

    private static (ActivityId Activity, string Weeks, int Weekday)? ReadBox(string box) =>
        box.Length <= LongestBox && box.Split('.') is [var activity, Every or Odd or Even, [>= '1' and <= '7' and var weekday]] parts && Guid.TryParseExact(activity, "N", out var id)
            ? (new ActivityId(id), parts[1], weekday - '0') : null;
}
