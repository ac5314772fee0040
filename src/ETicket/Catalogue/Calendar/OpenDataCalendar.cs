using System.Globalization;
using System.Text.Json;
using ETicket.Kernel;

namespace ETicket.Catalogue.Calendar;

/// <summary>Reads the rows of the dataset fr-en-calendrier-scolaire, one per académie, into the holidays of a zone.</summary>
internal static class OpenDataCalendar
{
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    private sealed record Row(int Number, string Label, DateOnly Departure, DateOnly? Return)
    {
        public bool IsReturnToSchool => Label.StartsWith("Rentrée", StringComparison.OrdinalIgnoreCase);
        public bool IsSummerWithoutEnd => Label.StartsWith("Début", StringComparison.OrdinalIgnoreCase);

        /// <summary>« Le départ a lieu après la classe »: the day itself is free only when nobody of a four-day week has class on it.</summary>
        public DateOnly First => Departure.DayOfWeek is DayOfWeek.Wednesday or DayOfWeek.Saturday or DayOfWeek.Sunday ? Departure : Departure.AddDays(1);
    }

    public static SchoolCalendar Read(Stream json, string zone, string? academy)
    {
        using var document = Parse(json);
        var rows = Elements(document.RootElement)
            .Select((element, index) => (Number: index + 1, Fields: Fields(element, index + 1)))
            .Where(row => IsOf(row.Fields, row.Number, zone, academy))
            .Where(row => !string.Equals(OptionalText(row.Fields, row.Number, "population"), "Enseignants", StringComparison.OrdinalIgnoreCase))
            .Select(row => Of(row.Fields, row.Number))
            .ToList();
        if (rows.Count == 0)
            throw new SchoolZoneNotFound(academy is null ? zone : $"{zone}, {academy}");
        var returns = rows.Where(row => row.IsReturnToSchool).Select(row => row.Departure).ToHashSet();
        var holidays = rows.Where(row => !row.IsReturnToSchool && (row.IsSummerWithoutEnd || row.Return > row.Departure))
            .Select(row => (Row: row, Holiday: Holiday(row, returns)))
            .Where(found => found.Holiday.First <= found.Holiday.Last)
            .GroupBy(found => (found.Holiday.Label, Year: SchoolCalendar.YearOf(found.Row.Departure)))
            .Select(same => OneOf([.. same]));
        return new SchoolCalendar(zone, holidays);
    }

    private static SchoolHoliday Holiday(Row row, HashSet<DateOnly> returns)
    {
        if (!row.IsSummerWithoutEnd)
            return new(row.First, row.Return!.Value.AddDays(-1), row.Label);
        var published = returns.Where(day => day > row.Departure && day < row.Departure.AddDays(100)).DefaultIfEmpty(new(row.Departure.Year, 9, 1)).Min();
        return new(row.First, published.AddDays(-1), CalendarWords.Of("Summer"));
    }

    private static SchoolHoliday OneOf(List<(Row Row, SchoolHoliday Holiday)> same)
    {
        var (row, holiday) = same[0];
        var other = same.Find(found => found.Holiday != holiday).Row;
        return other is null ? holiday : throw new SchoolDatesContradict(holiday.Label, row.Number, other.Number);
    }

    private static Row Of(JsonElement fields, int number)
    {
        var row = new Row(number, Text(fields, number, "description").Normalize(), Day(fields, number, "start_date"), null);
        if (row.IsSummerWithoutEnd || row.IsReturnToSchool)
            return row;
        var back = Day(fields, number, "end_date");
        return back < row.Departure ? throw new SchoolCalendarRowRefused(number, "end_date") : row with { Return = back };
    }

    private static bool IsOf(JsonElement fields, int number, string zone, string? academy)
    {
        var zones = Text(fields, number, "zones");
        var ours = string.Equals(zones, zone, StringComparison.OrdinalIgnoreCase) || string.Equals(zones, "Zone " + zone, StringComparison.OrdinalIgnoreCase);
        return ours && (academy is null || string.Equals(Text(fields, number, "location"), academy, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Instants are midnights of Paris written in UTC: 18 December 23:00Z is 19 December.</summary>
    private static DateOnly Day(JsonElement fields, int number, string field)
    {
        var text = Text(fields, number, field);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && instant.Year is > 1600 and < 9000)
            return ParisTime.DayOf(instant);
        throw new SchoolCalendarRowRefused(number, field);
    }

    private static string Text(JsonElement fields, int number, string field) =>
        OptionalText(fields, number, field) is { Length: > 0 } text ? text : throw new SchoolCalendarRowRefused(number, field);

    private static string? OptionalText(JsonElement fields, int number, string field)
    {
        if (!fields.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : throw new SchoolCalendarRowRefused(number, field);
    }

    private static JsonElement Fields(JsonElement row, int number)
    {
        var fields = row.ValueKind == JsonValueKind.Object && row.TryGetProperty("fields", out var inner) ? inner : row;
        return fields.ValueKind == JsonValueKind.Object ? fields : throw new SchoolCalendarRowRefused(number, "fields");
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return root.EnumerateArray();
        if (root.ValueKind != JsonValueKind.Object || !(root.TryGetProperty("results", out var list) || root.TryGetProperty("records", out list)) || list.ValueKind != JsonValueKind.Array)
            throw new SchoolCalendarNotReadable();
        var announced = root.TryGetProperty("total_count", out var count) || root.TryGetProperty("nhits", out count);
        if (announced && count.TryGetInt32(out var total) && total > list.GetArrayLength())
            throw new SchoolCalendarIncomplete(total, list.GetArrayLength());
        return list.EnumerateArray();
    }

    private static JsonDocument Parse(Stream json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw new SchoolCalendarNotReadable();
        }
    }
}
