namespace ETicket.Kernel;

/// <summary>
/// « Heures » — every Paris hour at which the program does something of itself, in one place; the timetable says which duty has which. None between 01:30 and 03:30: a clock may skip
/// or repeat 02:00–03:00. SQL knows the hours of the day only, in <c>paris_daytime</c>; a test holds the two equal.
/// </summary>
public static class DayHours
{
    /// <summary>« En journée » — from this hour to <see cref="Ends"/>, the first one too late, letters that can wait are written and leave.</summary>
    public static readonly TimeOnly Begins = new(8, 0);

    /// <summary>See <see cref="Begins"/>.</summary>
    public static readonly TimeOnly Ends = new(20, 0);

    /// <summary>The day before is consumed.</summary>
    public static readonly TimeOnly CloseDays = new(0, 20);

    /// <summary>The days of abonnements are ticked: the day before is closed, and its tickets are counted.</summary>
    public static readonly TimeOnly TickStanding = new(0, 50);

    /// <summary>The providers' accounts are read: before the audit, which rings for what they differ by.</summary>
    public static readonly TimeOnly ReadProviderBooks = new(3, 40);

    /// <summary>Once more, for a provider that was late or silent.</summary>
    public static readonly TimeOnly ReadProviderBooksAgain = new(6, 30);

    /// <summary>The books are added up.</summary>
    public static readonly TimeOnly AuditBooks = new(4, 10);

    /// <summary>Empty weeks are looked for.</summary>
    public static readonly TimeOnly EmptyWeeks = new(8, 30);

    /// <summary>An evening begins: what is changed from then on is told the evening after.</summary>
    public static readonly TimeOnly BookingSummaries = new(19, 30);
}
