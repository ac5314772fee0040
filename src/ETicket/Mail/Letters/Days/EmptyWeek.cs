namespace ETicket.Mail.Letters;

/// <summary>« Semaine vide » — to a family that usually ticks a child's days and ticked none of a week to come, the day before the first deadline of that week.</summary>
/// <param name="FirstDay">The Monday of that week; <paramref name="LastDay"/> is its Friday, or its last open day where that is later.</param>
/// <param name="PlanningAddress">That week of the planning.</param>
internal sealed record EmptyWeek(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    DateOnly FirstDay,
    DateOnly LastDay,
    IReadOnlyList<EmptyRow> Lines,
    string PlanningAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(EmptyWeek);

    public static LetterTopic? Topic => LetterTopic.Reminders;

    /// <summary>A reminder is of use before its deadlines: those that passed are left out as it leaves.</summary>
    DateTimeOffset? ILetter.ExpiresAt => Lines.Max(line => (DateTimeOffset?)line.AddUntil);
}

/// <summary>A child and an activity, with the first instant (UTC) at which the first of its days can be ticked no more.</summary>
internal sealed record EmptyRow(string Child, string Activity, DateTimeOffset AddUntil)
{
    /// <summary>The child; null, with the activity, in letters written before it was noted.</summary>
    [Landmark]
    public Guid? ChildId { get; init; }

    [Landmark]
    public Guid? ActivityId { get; init; }
}
