namespace ETicket.Mail.Letters;

/// <summary>
/// « Fermeture » — days a family had ticked will not open, or did not: a strike, snow, an outing. No ticket is used for them; those already used come back.
/// </summary>
/// <param name="Reason">What families read on the closed day; null where nobody wrote one.</param>
/// <param name="FirstDay">First Paris day of those the family had ticked; <paramref name="LastDay"/> is the last, null where it is the only one, or another opens between them.</param>
/// <param name="AlreadyUsed">The tickets were used already, and were given back.</param>
/// <param name="PlanningAddress">The planning on the portal.</param>
internal sealed record DaysClosed(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    string? Reason,
    DateOnly FirstDay,
    DateOnly? LastDay,
    IReadOnlyList<ToldDay> Lines,
    int TicketsBack,
    bool AlreadyUsed,
    string PlanningAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(DaysClosed);

    public static bool ByDay => false;

    /// <summary>How many days these are, where another opens between the first and the last; null where they follow one another.</summary>
    public int? ScatteredDays { get; init; }
}

/// <summary>A day of a child on an activity.</summary>
internal sealed record ToldDay(DateOnly Day, string Activity, string Child);
