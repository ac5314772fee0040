namespace ETicket.Mail.Letters;

/// <summary>« Dossier traité » — the first of the two letters a family waits for: the mairie has read the file and holds it valid. The planning may open days later.</summary>
/// <param name="FileAddress">The family's file on the portal.</param>
internal sealed record FileProcessed(
    string StructureName, string FamilyName, string GuardianFirstName, IReadOnlyList<NamedChild> Children, string FileAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(FileProcessed);
}

/// <summary>A child, by the first name alone.</summary>
internal sealed record NamedChild(string FirstName);
