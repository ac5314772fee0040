using System.Globalization;

namespace ETicket.UnitTests.Tresor;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class SetClock(string now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Pass(TimeSpan time) => Now += time;
}
