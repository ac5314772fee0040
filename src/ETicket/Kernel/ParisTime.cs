namespace ETicket.Kernel;

/// <summary>
/// The only place that knows Europe/Paris. Instants are UTC; days, cut-offs and receipts' dates are those of Paris:
/// on 30 June at 22:30 UTC it is already 1 July in the canteen.
/// </summary>
public static class ParisTime
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static DateOnly Today(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    public static DateTimeOffset ToParis(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    public static DateOnly DayOf(DateTimeOffset instant)
    {
        var paris = ToParis(instant);
        return new DateOnly(paris.Year, paris.Month, paris.Day);
    }

    /// <summary>
    /// The instant a Paris clock shows this wall time. In the hour that does not exist (last Sunday of March, 02:30) it is the instant
    /// the clock jumps; in the hour that exists twice (last Sunday of October) it is the second passage, so that a
    /// deadline never falls earlier than a person would read it.
    /// </summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local))
        {
            var jump = Zone.GetAdjustmentRules()
                .Where(rule => rule.DateStart <= local && local <= rule.DateEnd)
                .Select(rule => rule.DaylightDelta)
                .DefaultIfEmpty(TimeSpan.FromHours(1))
                .First();
            var beyond = new DateTimeOffset(local, Zone.GetUtcOffset(local.Subtract(jump))).ToUniversalTime();
            // Any wall time inside the gap names the same moment: the jump itself.
            return new DateTimeOffset(beyond.UtcDateTime.Date.AddHours(beyond.UtcDateTime.Hour), TimeSpan.Zero);
        }
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Min() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);
}
