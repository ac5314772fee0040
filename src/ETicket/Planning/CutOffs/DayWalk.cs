using ETicket.Catalogue.Calendar;

namespace ETicket.Planning.CutOffs;

/// <summary>Which days « n jours avant » counts: all of them, Monday to Friday without public holidays, or the days the activity is served.</summary>
public enum CountedDays { AllDays, WorkingDays, ServiceDays }

/// <summary>
/// What becomes of a limit whose day is not as it should: kept; moved before public holidays; moved to the working day, or the served day, before.
/// The hour stays. A limit only ever moves to an earlier day.
/// </summary>
public enum WhenClosed { Keep, OffPublicHolidays, PreviousWorkingDay, PreviousOpenDay }

/// <summary>Walks back from day to day. Every step keeps the order of days, so a later day never has an earlier limit.</summary>
internal static class DayWalk
{
    /// <summary>
    /// Longer than a summer. With no served day so far back (the first weeks of an activity, or a school year not known), working days count instead:
    /// the kitchen still needs its delay.
    /// </summary>
    private const int Horizon = 120;

    public static DateOnly Before(DateOnly day, int count, CountedDays counted, OpeningCalendar calendar)
    {
        for (var left = count; left > 0; left--)
            day = Previous(day, counted, calendar);
        return day;
    }

    public static DateOnly Settled(DateOnly limit, WhenClosed whenClosed, OpeningCalendar calendar) => whenClosed switch
    {
        WhenClosed.OffPublicHolidays => LastThat(limit, day => !calendar.IsPublicHoliday(day)),
        WhenClosed.PreviousWorkingDay => LastThat(limit, calendar.IsWorkingDay),
        WhenClosed.PreviousOpenDay => calendar.IsOpen(limit) ? limit : Previous(limit, CountedDays.ServiceDays, calendar),
        _ => limit,
    };

    private static DateOnly Previous(DateOnly day, CountedDays counted, OpeningCalendar calendar) => counted switch
    {
        CountedDays.WorkingDays => LastThat(day.AddDays(-1), calendar.IsWorkingDay),
        CountedDays.ServiceDays => LastServedBefore(day, calendar) ?? LastThat(day.AddDays(-1), calendar.IsWorkingDay),
        _ => day.AddDays(-1),
    };

    private static DateOnly? LastServedBefore(DateOnly day, OpeningCalendar calendar)
    {
        for (var back = 1; back <= Horizon; back++)
        {
            if (calendar.IsOpen(day.AddDays(-back)))
                return day.AddDays(-back);
        }
        return null;
    }

    private static DateOnly LastThat(DateOnly day, Func<DateOnly, bool> suits)
    {
        while (!suits(day))
            day = day.AddDays(-1);
        return day;
    }
}
