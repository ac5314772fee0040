namespace ETicket.Tresor.Control;

/// <summary>A clock that can be set and goes on ticking from there. Refuses to be set unless the options allow it.</summary>
internal sealed class SettableClock(TimeProvider real, bool settable) : TimeProvider
{
    private long offset;

    public bool IsSettable => settable;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow().AddTicks(Interlocked.Read(ref offset));

    public void Set(DateTimeOffset now)
    {
        if (!settable)
            throw new InvalidOperationException("This clock is not controllable.");
        Interlocked.Exchange(ref offset, (now - real.GetUtcNow()).Ticks);
    }
}
