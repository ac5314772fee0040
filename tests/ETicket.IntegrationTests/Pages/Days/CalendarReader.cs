using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>An event as another program read it.</summary>
internal sealed record ReadEvent(string Uid, DateOnly Day, DateOnly End, string Summary);

/// <summary>An agenda as another program read it.</summary>
internal sealed record ReadCalendar(string Name, IReadOnlyList<ReadEvent> Events);

/// <summary>The judge from outside: the machine's own <c>python3-icalendar</c>, which knows nothing of us. Without it the story is skipped, and says so.</summary>
internal static class CalendarReader
{
    private const string Read =
        """
        import json, sys
        from icalendar import Calendar
        read = Calendar.from_ical(sys.stdin.buffer.read())
        assert not read.errors, read.errors
        events = [e for e in read.walk("vevent")]
        for e in events:
            assert not e.errors, e.errors
            assert e["dtstamp"].dt.utcoffset().total_seconds() == 0
        assert len(read.walk("vtimezone")) == 1 and str(read["version"]) == "2.0" and read["prodid"]
        zone = read.walk("vtimezone")[0].to_tz()
        assert [str(zone.localize(__import__("datetime").datetime(2026, m, 15)).utcoffset()) for m in (1, 7)] == ["1:00:00", "2:00:00"]
        json.dump({"Name": str(read["x-wr-calname"]), "Events": [{"Uid": str(e["uid"]), "Day": e["dtstart"].dt.isoformat(), "End": e["dtend"].dt.isoformat(), "Summary": str(e["summary"])} for e in events]}, sys.stdout)
        """;

    public static async Task<ReadCalendar> ReadAsync(string text)
    {
        var stop = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Read]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
            process.StandardInput.Close();
            var (said, why) = (await process.StandardOutput.ReadToEndAsync(stop), await process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            Assert.SkipWhen(why.Contains("No module named 'icalendar'", StringComparison.Ordinal), "python3-icalendar is not on this machine: no other reader of calendars can judge us.");
            Assert.True(process.ExitCode == 0, why);
            return JsonSerializer.Deserialize<ReadCalendar>(said)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not on this machine: no other reader of calendars can judge us.");
            throw;
        }
    }
}
