namespace ETicket.Mail.Letters;

/// <summary>« Réponse à une demande » — what the mairie answered to a change, or to a person more, that a family asked of its file. Neither the old nor the new value: they are read there.</summary>
/// <param name="Card">Whose card, by first name and name; empty for one that is no longer in the file.</param>
/// <param name="Added">A card the family wanted to add.</param>
/// <param name="Reason">Why it was refused, the mairie's own sentence without its full stop; null for a yes.</param>
/// <param name="FileAddress">The card in the family's file.</param>
internal sealed record ChangeDecided(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    string Card,
    bool Added,
    bool Accepted,
    DateTimeOffset AskedAt,
    string? Reason,
    string FileAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(ChangeDecided);
}
