using System.Globalization;

namespace ETicket.Web.Display.Days;

/// <summary>« Jour » as a field holds it: browsers send it in ISO 8601, people without a calendar write it as they say it.</summary>
internal static class DayText
{
    private const string IsoFormat = "yyyy-MM-dd";
    private static readonly string[] Formats = [IsoFormat, "dd/MM/yyyy", "d/M/yyyy"];

    public static string Iso(DateOnly day) => day.ToString(IsoFormat, CultureInfo.InvariantCulture);

    /// <summary>Null where it cannot be read, or is of no century a child lives in.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200 ? day : null;
}
