using System.Globalization;
using ETicket.Planning.Usual;

namespace ETicket.Web.Display.Days;

/// <summary>« Semaines paires : 50 et 52 » — which weeks of the calendar are odd and which are even, said where it matters.</summary>
internal static class UsualWords
{
    /// <summary>« Nous sommes en semaine 49 : impaire. »</summary>
    public static string Now(DateOnly today) => Words.Say(ModelWeek.IsOdd(today) ? "Usual_NowOdd" : "Usual_NowEven", Number(today));

    /// <summary>The weeks from a Monday to a Sunday, by parity; and where a year of 53 weeks ends, that two odd ones follow each other.</summary>
    public static IReadOnlyList<string> Weeks(DateOnly monday, DateOnly sunday)
    {
        List<DateOnly> mondays = [];
        for (var day = monday; day < sunday; day = day.AddDays(7))
            mondays.Add(day);
        List<string> said = [];
        foreach (var (label, weeks) in new[] { ("Usual_Even", mondays.Where(d => !ModelWeek.IsOdd(d))), ("Usual_Odd", mondays.Where(ModelWeek.IsOdd)) })
        {
            if (weeks.Any())
                said.Add(Words.Say(label, Words.List([.. weeks.Select(Number)])));
        }
        if (mondays.Exists(d => ISOWeek.GetWeekOfYear(d) == 53) && mondays.Exists(d => ISOWeek.GetWeekOfYear(d) == 1))
            said.Add(Words.Say("Usual_53"));
        return said;
    }

    private static string Number(DateOnly day) => ISOWeek.GetWeekOfYear(day).ToString(CultureInfo.InvariantCulture);
}
