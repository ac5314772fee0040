using System.Globalization;
using System.Text;

namespace ETicket.Planning.Feeds;

/// <summary>
/// « Texte d'un agenda » — RFC 5545: lines end with CRLF and are folded at 75 octets between two letters, texts are escaped. Each booked day is an event of the whole day, under an identity
/// that stays its own; it says the service and its hours, and nothing else.
/// </summary>
public static class CalendarText
{
    /// <summary>What a program reads.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    private const int LongestLine = 75;

    /// <summary>The zone of every hour we say: without a day booked, an agenda still has what RFC 5545 asks it to have.</summary>
    private static readonly string[] Paris =
    [
        "BEGIN:VTIMEZONE", "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT", "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
        "BEGIN:STANDARD", "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
        "END:VTIMEZONE",
    ];

    /// <summary>« Écrire l'agenda » of a child, named as its reader is told; programs are asked to come back every hour.</summary>
    public static string Write(CalendarSeen seen, string name)
    {
        var text = new StringBuilder();
        IEnumerable<string> lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//eTicket//Planning//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "NAME:" + Escaped(name), "X-WR-CALNAME:" + Escaped(name),
            "X-WR-TIMEZONE:Europe/Paris", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", .. Paris, .. seen.Days.SelectMany(day => Event(seen, day)), "END:VCALENDAR",
        ];
        foreach (var line in lines)
            Fold(text, line);
        return text.ToString();
    }

    private static string[] Event(CalendarSeen seen, CalendarDay day) =>
    [
        "BEGIN:VEVENT",
        string.Create(CultureInfo.InvariantCulture, $"UID:{day.Booking}-{seen.Structure.Value:N}@eticket"),
        "DTSTAMP:" + day.BookedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        "DTSTART;VALUE=DATE:" + Date(day.Day),
        "DTEND;VALUE=DATE:" + Date(day.Day.AddDays(1)),
        "SUMMARY:" + Escaped(day.Hours is { Length: > 0 } hours ? $"{day.Service} ({hours})" : day.Service),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ];

    private static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>RFC 5545 §3.3.11; a line break is one, whatever it was typed with, and no other control character is left.</summary>
    private static string Escaped(string text)
    {
        var said = text.ReplaceLineEndings("\n").Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);
        return string.Concat(said.Where(c => c == '\n' || !char.IsControl(c))).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    /// <summary>RFC 5545 §3.1: what goes on in the next line follows a space; no letter is cut.</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var letter in line.EnumerateRunes())
        {
            if (octets + letter.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(letter.ToString());
            octets += letter.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
