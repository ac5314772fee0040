namespace ETicket.Mail.Letters;

/// <summary>
/// « Écart de pointage » — the same evening: a child seen without a ticked day, or not seen on one. Nothing is counted before the family could answer.
/// </summary>
/// <param name="Day">The Paris day.</param>
/// <param name="AnswerUntil">First instant (UTC) at which an answer comes too late.</param>
/// <param name="Tickets">Tickets that count for that day if nobody answers.</param>
/// <param name="AnswerAddress">Where the family says what happened.</param>
internal sealed record DiscrepancyNotice(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    DateOnly Day,
    IReadOnlyList<Discrepant> Lines,
    int Tickets,
    DateTimeOffset AnswerUntil,
    string AnswerAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(DiscrepancyNotice);
}

/// <summary>A child on an activity: <paramref name="Seen"/> without a ticked day, else not seen on one.</summary>
internal sealed record Discrepant(string Child, string Activity, bool Seen);
