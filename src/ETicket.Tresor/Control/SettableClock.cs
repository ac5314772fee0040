namespace ETicket.Tresor.Control;

/// <summary>A clock that can be set and goes on ticking from there. Refuses to be set unless the options allow it.</summary>
internal sealed class SettableClock(TimeProvider real, bool settable) : TimeProvider
{
    private long offset;

    public bool IsSettable => settable;

    /// <summary>How far it runs ahead of the real one; behind when negative.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref offset));

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Ahead;

    public void Set(DateTimeOffset now) => SetAhead(now - real.GetUtcNow());

    public void SetAhead(TimeSpan ahead)
    {
        if (!settable)
            throw new InvalidOperationException("This clock is not controllable.");
        Interlocked.Exchange(ref offset, ahead.Ticks);
    }
}
