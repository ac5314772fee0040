namespace ETicket.Catalogue.Calendar;

/// <summary>The days of the Labour Code (art. L3133-1), then the two of Alsace-Moselle (art. L3134-13).</summary>
public enum PublicHolidayName
{
    NewYear, EasterMonday, LabourDay, Victory1945, Ascension, WhitMonday, NationalDay, Assumption, AllSaints, Armistice1918, Christmas,
    GoodFriday, SaintStephen,
}

/// <summary>« Jour férié » — a day and why.</summary>
public sealed record PublicHoliday(DateOnly Day, PublicHolidayName Name)
{
    public string Label => CalendarWords.Of(Name.ToString());
}

/// <summary>
/// « Jours fériés » — computed, never downloaded: eleven fixed by the Labour Code, thirteen in Alsace-Moselle. Sundays are not listed.
/// Two names may share a day (Ascension fell on 1 May 2008).
/// </summary>
public static class PublicHolidays
{
    /// <summary>The holidays of a civil year, in order of date. Refuses a year before the Gregorian calendar with <see cref="ArgumentOutOfRangeException"/>.</summary>
    public static IReadOnlyList<PublicHoliday> Of(int year, bool alsaceMoselle = false)
    {
        var easter = EasterOf(year);
        List<PublicHoliday> days =
        [
            new(new(year, 1, 1), PublicHolidayName.NewYear),
            new(easter.AddDays(1), PublicHolidayName.EasterMonday),
            new(new(year, 5, 1), PublicHolidayName.LabourDay),
            new(new(year, 5, 8), PublicHolidayName.Victory1945),
            new(easter.AddDays(39), PublicHolidayName.Ascension),
            new(easter.AddDays(50), PublicHolidayName.WhitMonday),
            new(new(year, 7, 14), PublicHolidayName.NationalDay),
            new(new(year, 8, 15), PublicHolidayName.Assumption),
            new(new(year, 11, 1), PublicHolidayName.AllSaints),
            new(new(year, 11, 11), PublicHolidayName.Armistice1918),
            new(new(year, 12, 25), PublicHolidayName.Christmas),
        ];
        if (alsaceMoselle)
        {
            days.Add(new(easter.AddDays(-2), PublicHolidayName.GoodFriday));
            days.Add(new(new(year, 12, 26), PublicHolidayName.SaintStephen));
        }
        return [.. days.OrderBy(holiday => holiday.Day)];
    }

    /// <summary>« Pâques » — the Sunday, by the anonymous Gregorian algorithm (Nature, 1876); the letters are its own.</summary>
    public static DateOnly EasterOf(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1583);
        int a = year % 19, b = year / 100, c = year % 100;
        int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        int i = c / 4, k = c % 4;
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
