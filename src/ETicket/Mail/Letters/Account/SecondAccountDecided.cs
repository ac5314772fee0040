namespace ETicket.Mail.Letters;

/// <summary>« Réponse à une demande d'accès » — to the responsables of a file, for whom the mairie said whether another of them enters it too. It names no address.</summary>
/// <param name="AdultFirstName">Whose access it is.</param>
/// <param name="Own">The reader is that adult.</param>
/// <param name="Reason">Why it was refused, the mairie's own sentence without its full stop, to whoever asked; null for the others, and for a yes.</param>
internal sealed record SecondAccountDecided(
    string StructureName, string FamilyName, string GuardianFirstName, string AdultFirstName, bool Own, bool Accepted, string? Reason, string PortalAddress) : ILetter
{
    public static string Name => nameof(SecondAccountDecided);

    public static bool ByDay => false;
}
