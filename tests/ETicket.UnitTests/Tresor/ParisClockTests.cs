using System.Globalization;
using ETicket.Tresor.Operations;

namespace ETicket.UnitTests.Tresor;

public sealed class ParisClockTests
{
    [Theory]
    [InlineData("2026-01-31T23:30:00Z", "01022026", "0030")]
    [InlineData("2026-03-29T00:59:00Z", "29032026", "0159")]
    [InlineData("2026-03-29T01:00:00Z", "29032026", "0300")]
    [InlineData("2026-10-25T00:30:00Z", "25102026", "0230")]
    [InlineData("2026-10-25T01:30:00Z", "25102026", "0230")]
    [InlineData("2026-10-25T02:00:00Z", "25102026", "0300")]
    public void Dates_and_hours_are_those_of_Paris_also_when_the_clock_changes(string instant, string day, string hour)
    {
        Assert.Equal(day, ParisClock.Dattrans(At(instant)));
        Assert.Equal(hour, ParisClock.Heurtrans(At(instant)));
    }

    [Theory]
    [InlineData("2026-09-01T08:00:00Z", "2026-09-02T01:00:00Z")]
    [InlineData("2026-09-02T00:59:59Z", "2026-09-02T01:00:00Z")]
    [InlineData("2026-09-02T01:00:00Z", "2026-09-03T01:00:00Z")]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("2026-10-25T01:59:59Z", "2026-10-25T02:00:00Z")]
    [InlineData("2026-12-31T12:00:00Z", "2027-01-01T02:00:00Z")]
    public void The_nightly_purge_is_at_three_in_Paris(string instant, string purge) =>
        Assert.Equal(At(purge), ParisClock.NextPurge(At(instant)));

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
