using System.Globalization;
using System.Resources;
using ETicket.Kernel;

namespace ETicket.Planning.CutOffs;

/// <summary>The rules' sentences, from <c>Words.resx</c>.</summary>
internal static class CutOffWords
{
    private static readonly ResourceManager Book = new("ETicket.Planning.CutOffs.Words", typeof(CutOffWords).Assembly);

    public static string Of(string name, params object[] facts) =>
        string.Format(French.Culture, Book.GetString(name, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(name), facts);

    public static string Name(DayOfWeek day) => French.Culture.DateTimeFormat.GetDayName(day);

    public static string Hour(LimitHour at) => at == LimitHour.Midnight ? Of("Midnight") : at.ToString();

    public static string WeekdayLimit(DayOfWeek weekday, int weeks, LimitHour at) => weeks switch
    {
        0 or 1 => Of(weeks == 0 ? "Week0" : "Week1", Hour(at), Name(weekday)),
        _ => Of("WeekN", Hour(at), Name(weekday), weeks),
    };

    /// <summary>« le lundi et le mardi ».</summary>
    public static string Days(IEnumerable<DayOfWeek> days)
    {
        string[] names = [.. days.Select(day => Of("TheDay", Name(day)))];
        return names.Length == 1 ? names[0] : Join("Comma", names[..^1]) + Of("And") + names[^1];
    }

    public static string Join(string separator, string[] parts) => string.Join(Of(separator), parts);
}
