namespace ETicket.Mail.Letters;

/// <summary>« Non monté » — a child expected on the bus was not seen to board. Read within minutes, so it says first what to do.</summary>
/// <param name="ExpectedAt">When the bus left the stop (UTC).</param>
/// <param name="Phone">Who answers right now; null where the structure gave no number.</param>
internal sealed record NotBoarded(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    string Child,
    string Line,
    string Stop,
    DateTimeOffset ExpectedAt,
    string? Phone,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(NotBoarded);

    public static bool ByDay => false;
}
