using ETicket.Kernel;
using ETicket.Planning.Standing;

namespace ETicket.Web.Display.Days;

/// <summary>« Chaque lundi et jeudi, jusqu’au 3 juillet 2027 » — an abonnement in words.</summary>
internal static class StandingWords
{
    /// <summary>« lundi » for 1 … « dimanche » for 7.</summary>
    public static string Weekday(int day) => French.Culture.DateTimeFormat.DayNames[day % 7];

    /// <summary>« toutes les semaines », « une semaine sur deux ».</summary>
    public static string Rhythm(int weeks) => Words.Say($"Rhythm_{weeks}");

    public static string Of(StandingBooking rule, DateOnly today)
    {
        var said = Words.Say(rule.EveryWeeks == 1 ? "Standing_Every" : "Standing_OneIn", Words.List([.. rule.Weekdays.Order().Select(Weekday)]), Rhythm(rule.EveryWeeks));
        if (rule.StartsOn > today)
            said = Words.Say("Standing_From", said, French.Day(rule.StartsOn));
        return rule.EndsOn is { } end ? Words.Say("Standing_Until", said, French.Day(end)) : Words.Say("Standing_Endless", said);
    }

    /// <summary>What became of a day, in a few words.</summary>
    public static string Of(StandingDay day) => day.State is StandingDayState.Later
        ? Words.Say("StandingDayState_Later", French.ShortDay(day.Day.AddDays(-StandingTicks.Horizon)))
        : Words.Say($"StandingDayState_{day.State}");
}
