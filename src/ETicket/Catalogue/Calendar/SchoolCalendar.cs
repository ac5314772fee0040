namespace ETicket.Catalogue.Calendar;

/// <summary>« Vacances » — first and last day without class, both included, under the name the ministry gives them.</summary>
public sealed record SchoolHoliday(DateOnly First, DateOnly Last, string Label)
{
    public bool Covers(DateOnly day) => First <= day && day <= Last;
}

/// <summary>
/// « Calendrier scolaire » of a zone: its holidays, and the school years (September to August, named by their first civil year) it knows whole.
/// It never answers for a year it does not know: a day of such a year is neither class nor holiday.
/// </summary>
public sealed class SchoolCalendar
{
    /// <summary>Autumn, Christmas, winter, spring, summer: with fewer a year is not known whole.</summary>
    private const int HolidaysOfAYear = 5;

    internal SchoolCalendar(string zone, IEnumerable<SchoolHoliday> holidays, bool isDemonstration = false)
    {
        Zone = zone;
        Holidays = [.. holidays.OrderBy(holiday => holiday.First)];
        KnownYears = Holidays.Where(holiday => holiday.Last.DayNumber - holiday.First.DayNumber >= 6)
            .GroupBy(holiday => YearOf(holiday.First)).Where(year => year.Count() >= HolidaysOfAYear).Select(year => year.Key).ToHashSet();
        IsDemonstration = isDemonstration;
    }

    public string Zone { get; }
    public IReadOnlyList<SchoolHoliday> Holidays { get; }
    public IReadOnlySet<int> KnownYears { get; }

    /// <summary>True when any date comes from <see cref="ForDemonstration"/>: pages must say so.</summary>
    public bool IsDemonstration { get; }

    /// <summary>The dates of zone A, B or C that travel with ETicket (school years 2025-2026 and 2026-2027). Refuses another zone with <see cref="SchoolZoneNotFound"/>.</summary>
    public static SchoolCalendar Official(string zone) => OfficialCalendars.Of(zone);

    /// <summary>
    /// Reads the ministry's open data (dataset fr-en-calendrier-scolaire): an answer of its API (<c>results</c>, or <c>records</c> of its first version) or
    /// a JSON export, of one year or of all. Give the académie (« Rennes ») when those of the zone differ. Refuses a file that is not one with
    /// <see cref="SchoolCalendarNotReadable"/>, a malformed row with <see cref="SchoolCalendarRowRefused"/>, a truncated answer with
    /// <see cref="SchoolCalendarIncomplete"/>, an absent zone with <see cref="SchoolZoneNotFound"/>, differing rows with <see cref="SchoolDatesContradict"/>.
    /// </summary>
    public static SchoolCalendar Read(Stream json, string zone, string? academy = null) => OpenDataCalendar.Read(json, zone, academy);

    /// <summary>
    /// « Calendrier de démonstration » — the rhythm of zone A by rule (about seven weeks of class, two of holidays), for a demonstration town in a year the
    /// ministry has not published. Approximate and labelled so; never used for a real structure.
    /// </summary>
    public static SchoolCalendar ForDemonstration(int schoolYear) => new("A", DemonstrationCalendar.Of(schoolYear), isDemonstration: true);

    /// <summary>This calendar, then another for the years this one does not know.</summary>
    public SchoolCalendar CompletedBy(SchoolCalendar other) => new(
        Zone,
        [.. Holidays.Where(h => KnownYears.Contains(YearOf(h.First)) || !other.KnownYears.Contains(YearOf(h.First))),
         .. other.Holidays.Where(h => !KnownYears.Contains(YearOf(h.First)) && other.KnownYears.Contains(YearOf(h.First)))],
        IsDemonstration || other.IsDemonstration);

    public SchoolHoliday? HolidayOn(DateOnly day) => Holidays.FirstOrDefault(holiday => holiday.Covers(day));

    public bool Knows(DateOnly day) => KnownYears.Contains(YearOf(day));

    /// <summary>The school year of a day: 31 August 2026 belongs to 2025, 1 September to 2026.</summary>
    public static int YearOf(DateOnly day) => day.Month >= 9 ? day.Year : day.Year - 1;
}
