using System.Collections.Concurrent;
using ETicket.Kernel;

namespace ETicket.Catalogue.Calendar;

/// <summary>
/// « Période de service » — from a day to another, both included, the weekdays an activity serves while there is class, and those it serves in school
/// holidays (none for a canteen, five for a leisure centre). Refuses an end before the start with <see cref="PeriodEndsBeforeItStarts"/>.
/// </summary>
public sealed record ServicePeriod
{
    public ServicePeriod(DateOnly first, DateOnly last, Weekdays inTerm, Weekdays inHolidays = Weekdays.None)
    {
        if (last < first)
            throw new PeriodEndsBeforeItStarts(first, last);
        (First, Last, InTerm, InHolidays) = (first, last, inTerm, inHolidays);
    }

    public DateOnly First { get; }
    public DateOnly Last { get; }
    public Weekdays InTerm { get; }
    public Weekdays InHolidays { get; }

    public bool Covers(DateOnly day) => First <= day && day <= Last;
}

/// <summary>« Fermeture » — days a town or an activity closes, both included, with the reason families read. Refuses an end before the start.</summary>
public sealed record LocalClosure
{
    public LocalClosure(DateOnly first, DateOnly last, string reason)
    {
        if (last < first)
            throw new PeriodEndsBeforeItStarts(first, last);
        (First, Last, Reason) = (first, last, reason);
    }

    public DateOnly First { get; }
    public DateOnly Last { get; }
    public string Reason { get; }

    public bool Covers(DateOnly day) => First <= day && day <= Last;
}

/// <summary>A day the activity is served, and whether it is one of school holidays.</summary>
public readonly record struct ServedDay(DateOnly Day, bool InHolidays);

public enum ClosedReason { PublicHoliday, LocalClosure, SchoolHoliday, WeekdayNotServed, OutsideService, SchoolYearUnknown }

/// <summary>Why a day is closed, with the words for families.</summary>
public sealed record ClosedDay(ClosedReason Reason, string Label);

/// <summary>
/// « Calendrier d'ouverture » of an activity: its service periods, less public holidays, less local closures, in a school calendar.
/// A day whose school year is not known is closed when class and holidays would make a difference: nothing is opened on a guess.
/// </summary>
public sealed class OpeningCalendar(
    SchoolCalendar school, IReadOnlyList<ServicePeriod> periods, IReadOnlyList<LocalClosure> closures, bool alsaceMoselle = false)
{
    private readonly ConcurrentDictionary<int, Dictionary<DateOnly, PublicHoliday>> holidays = new();

    /// <summary>Every weekday some period serves.</summary>
    public Weekdays ServedWeekdays => periods.Aggregate(Weekdays.None, (days, period) => days | period.InTerm | period.InHolidays);

    /// <summary>The served days from one day to another, both included; none when <paramref name="to"/> comes first.</summary>
    public IEnumerable<ServedDay> Between(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (IsOpen(day))
                yield return new(day, school.HolidayOn(day) is not null);
        }
    }

    public bool IsOpen(DateOnly day) => WhyClosed(day) is null;

    /// <summary>Null when open. Of several reasons the one a family expects first: public holiday, closure, school holidays, then the weekday.</summary>
    public ClosedDay? WhyClosed(DateOnly day)
    {
        if (HolidayOn(day) is { } holiday)
            return new(ClosedReason.PublicHoliday, holiday.Label);
        if (closures.FirstOrDefault(closure => closure.Covers(day)) is { } closed)
            return new(ClosedReason.LocalClosure, closed.Reason);
        var current = periods.Where(period => period.Covers(day)).ToList();
        if (current.Count == 0)
            return new(ClosedReason.OutsideService, CalendarWords.Of("OutsideService"));
        var inTerm = current.Aggregate(Weekdays.None, (days, period) => days | period.InTerm);
        var inHolidays = current.Aggregate(Weekdays.None, (days, period) => days | period.InHolidays);
        if (school.HolidayOn(day) is { } rest)
            return InHolidays(day, rest, inTerm, inHolidays);
        if (!school.Knows(day) && inTerm.Has(day.DayOfWeek) != inHolidays.Has(day.DayOfWeek))
            return new(ClosedReason.SchoolYearUnknown, CalendarWords.Of("SchoolYearUnknown", SchoolCalendar.YearOf(day), SchoolCalendar.YearOf(day) + 1));
        return inTerm.Has(day.DayOfWeek) ? null : NotServed(day);
    }

    public bool IsPublicHoliday(DateOnly day) => HolidayOn(day) is not null;

    /// <summary>« Jour ouvré » — Monday to Friday, public holidays excepted; whatever the school and the activity do.</summary>
    public bool IsWorkingDay(DateOnly day) => Weekdays.WorkingWeek.Has(day.DayOfWeek) && !IsPublicHoliday(day);

    private static ClosedDay? InHolidays(DateOnly day, SchoolHoliday holiday, Weekdays inTerm, Weekdays inHolidays)
    {
        if (inHolidays.Has(day.DayOfWeek))
            return null;
        return inHolidays == Weekdays.None || inTerm.Has(day.DayOfWeek) ? new(ClosedReason.SchoolHoliday, holiday.Label) : NotServed(day);
    }

    private static ClosedDay NotServed(DateOnly day) =>
        new(ClosedReason.WeekdayNotServed, CalendarWords.Of("WeekdayNotServed", French.Culture.DateTimeFormat.GetDayName(day.DayOfWeek)));

    private PublicHoliday? HolidayOn(DateOnly day) =>
        holidays.GetOrAdd(day.Year, year => PublicHolidays.Of(year, alsaceMoselle).GroupBy(h => h.Day).ToDictionary(g => g.Key, g => g.First()))
            .GetValueOrDefault(day);
}
