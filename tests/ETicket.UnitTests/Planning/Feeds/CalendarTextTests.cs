using System.Text;
using ETicket.Kernel;
using ETicket.Planning.Feeds;

namespace ETicket.UnitTests.Planning.Feeds;

/// <summary>The text of an agenda, octet by octet (RFC 5545).</summary>
public sealed class CalendarTextTests
{
    private static readonly StructureId Town = new(Guid.Parse("01890000-0000-7000-8000-000000000001"));

    [Fact]
    public void R103_A_booked_day_is_an_event_of_the_whole_day_under_an_identity_of_its_own()
    {
        var lines = Unfolded(CalendarText.Write(Seen(Day(42, "Cantine", "12 h – 13 h 30")), "Louis"));

        Assert.Equal(
            [
                "BEGIN:VEVENT", "UID:42-01890000000070008000000000000001@eticket", "DTSTAMP:20260904T060102Z", "DTSTART;VALUE=DATE:20260930", "DTEND;VALUE=DATE:20261001",
                "SUMMARY:Cantine (12 h – 13 h 30)", "TRANSP:TRANSPARENT", "END:VEVENT",
            ],
            lines.SkipWhile(l => l != "BEGIN:VEVENT").TakeWhile(l => l != "END:VCALENDAR"));
        Assert.Equal(("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"), (lines[0], lines[1], lines[^1]));
        Assert.Contains("X-WR-CALNAME:Louis", lines);
    }

    [Fact]
    public void R103_Every_line_ends_with_CRLF_holds_75_octets_at_most_and_no_letter_is_cut()
    {
        foreach (var name in new[] { new string('é', 200), string.Concat(Enumerable.Repeat("👧🏽", 60)), new string('a', 64), new string('a', 75 - "SUMMARY:".Length), new string('a', 76 - "SUMMARY:".Length), "", "x" })
        {
            var text = CalendarText.Write(Seen(Day(1, name, null)), "L");

            Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
            var lines = text.Split("\r\n");
            Assert.All(lines, line => Assert.DoesNotContain(line, c => c is '\r' or '\n'));
            Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
            // Each line alone is a text: nothing was cut inside a letter.
            Assert.All(lines, line => Assert.Equal(line, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(new UTF8Encoding(false, true).GetBytes(line))));
            Assert.Contains($"SUMMARY:{name}", Unfolded(text));
        }
    }

    [Theory]
    [InlineData(@"Étude, aide ; lecture \ jeux", @"SUMMARY:Étude\, aide \; lecture \\ jeux")]
    [InlineData("Cantine\r\nBEGIN:VALARM", @"SUMMARY:Cantine\nBEGIN:VALARM")]
    [InlineData("Cantine\u2028\u0085\nBus\r", @"SUMMARY:Cantine\n\n\nBus\n")]
    [InlineData("Can\u0000\u0007\ttine", "SUMMARY:Cantine")]
    [InlineData("« Midi : l’été »", "SUMMARY:« Midi : l’été »")]
    public void R103_Whatever_a_service_is_called_it_stays_one_text_of_one_line(string name, string line)
    {
        var lines = Unfolded(CalendarText.Write(Seen(Day(1, name, null)), name));

        Assert.Contains(line, lines);
        Assert.Single(lines, l => l.StartsWith("BEGIN:VEVENT", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("BEGIN:VALARM", StringComparison.Ordinal));
    }

    [Fact]
    public void R103_Without_a_day_it_is_an_agenda_all_the_same()
    {
        var lines = Unfolded(CalendarText.Write(Seen(), "Louis"));

        Assert.DoesNotContain("BEGIN:VEVENT", lines);
        Assert.Single(lines, "BEGIN:VTIMEZONE");
        Assert.Equal(lines.Count(l => l.StartsWith("BEGIN:", StringComparison.Ordinal)), lines.Count(l => l.StartsWith("END:", StringComparison.Ordinal)));
    }

    private static CalendarSeen Seen(params CalendarDay[] days) => new(Town, "Port-Sainte-Foy", "Louis", days);

    private static CalendarDay Day(long booking, string service, string? hours) => new(booking, new(2026, 9, 30), service, hours, new(2026, 9, 4, 8, 1, 2, TimeSpan.FromHours(2)));

    private static List<string> Unfolded(string text) => [.. text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
}
