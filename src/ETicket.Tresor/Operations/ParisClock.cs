using System.Globalization;

namespace ETicket.Tresor.Operations;

/// <summary>The wall clock of PayFiP: its dates and hours are those of Paris, its night too.</summary>
internal static class ParisClock
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly TimeOnly PurgeHour = new(3, 0);

    /// <summary>« dattrans » : JJMMAAAA.</summary>
    public static string Dattrans(DateTimeOffset instant) => Wall(instant).ToString("ddMMyyyy", CultureInfo.InvariantCulture);

    /// <summary>« heurtrans » : HHMM, no seconds.</summary>
    public static string Heurtrans(DateTimeOffset instant) => Wall(instant).ToString("HHmm", CultureInfo.InvariantCulture);

    /// <summary>What a person in Paris would write: 01/09/2026 10:05.</summary>
    public static string Readable(DateTimeOffset instant) => Wall(instant).ToString("dd'/'MM'/'yyyy HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>The day in Paris.</summary>
    public static DateOnly Day(DateTimeOffset instant)
    {
        var wall = Wall(instant);
        return new DateOnly(wall.Year, wall.Month, wall.Day);
    }

    public static string Readable(DateOnly day) => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary>The first nightly purge strictly after an instant. 03:00 exists, once, on both days the clock changes.</summary>
    public static DateTimeOffset NextPurge(DateTimeOffset instant)
    {
        var wall = Wall(instant);
        var purge = wall.Date + PurgeHour.ToTimeSpan();
        if (purge <= wall.DateTime)
            purge = purge.AddDays(1);
        return new DateTimeOffset(purge, Zone.GetUtcOffset(purge)).ToUniversalTime();
    }

    private static DateTimeOffset Wall(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);
}
