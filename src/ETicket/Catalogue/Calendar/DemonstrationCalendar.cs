namespace ETicket.Catalogue.Calendar;

/// <summary>Rules that give the true dates of zone A in 2025-2026 and 2026-2027, and plausible ones in any other year.</summary>
internal static class DemonstrationCalendar
{
    public static IEnumerable<SchoolHoliday> Of(int schoolYear)
    {
        var autumn = SaturdayFrom(new(schoolYear, 10, 15));
        var christmas = SaturdayFrom(new(schoolYear, 12, 17));
        var winter = SaturdayFrom(new(schoolYear + 1, 2, 7));
        var spring = winter.AddDays(8 * 7);
        var bridge = PublicHolidays.EasterOf(schoolYear + 1).AddDays(40);
        var summer = SaturdayFrom(new(schoolYear + 1, 7, 1));
        return
        [
            TwoWeeks(autumn, "DemonstrationAutumn"),
            TwoWeeks(christmas, "DemonstrationChristmas"),
            TwoWeeks(winter, "DemonstrationWinter"),
            TwoWeeks(spring, "DemonstrationSpring"),
            new(bridge, bridge.AddDays(1), CalendarWords.Of("DemonstrationAscension")),
            new(summer, new(schoolYear + 1, 8, 31), CalendarWords.Of("DemonstrationSummer")),
        ];
    }

    private static SchoolHoliday TwoWeeks(DateOnly saturday, string label) => new(saturday, saturday.AddDays(15), CalendarWords.Of(label));

    private static DateOnly SaturdayFrom(DateOnly day) => day.AddDays(((int)DayOfWeek.Saturday - (int)day.DayOfWeek + 7) % 7);
}
