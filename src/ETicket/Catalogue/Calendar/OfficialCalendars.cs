using System.Collections;
using System.Globalization;
using System.Resources;

namespace ETicket.Catalogue.Calendar;

/// <summary>The dates of <c>OfficialDates.resx</c>; its comment gives the form of a line.</summary>
internal static class OfficialCalendars
{
    private static readonly ResourceManager Book = new("ETicket.Catalogue.Calendar.OfficialDates", typeof(OfficialCalendars).Assembly);

    public static SchoolCalendar Of(string zone)
    {
        var entries = Book.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!.Cast<DictionaryEntry>()
            .Where(entry => ((string)entry.Key).StartsWith(zone + " ", StringComparison.Ordinal)).ToList();
        if (entries.Count == 0)
            throw new SchoolZoneNotFound(zone);
        return new SchoolCalendar(zone, entries.SelectMany(entry => Lines((string)entry.Value!)));
    }

    private static IEnumerable<SchoolHoliday> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Line);

    private static SchoolHoliday Line(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var first = Day(parts[1]);
        return new SchoolHoliday(first, parts[2].Length == 0 ? new(first.Year, 8, 31) : Day(parts[2]).AddDays(-1), parts[0]);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
