namespace ETicket.Mail.Letters;

/// <summary>« Dossier à compléter » — what the mairie still needs before it can hold the file valid. Items are named by their title, never by what they contain.</summary>
/// <param name="ExpectedBy">Paris day up to which it is expected; null where nobody set one.</param>
/// <param name="FileAddress">The family's file on the portal.</param>
internal sealed record FileToComplete(
    string StructureName, string FamilyName, string GuardianFirstName, IReadOnlyList<FileItem> Items, DateOnly? ExpectedBy, string FileAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(FileToComplete);
}

/// <summary>One item: absent, or <paramref name="Refused"/> and to be sent again; <paramref name="Reason"/> is the mairie's own sentence, without its full stop.</summary>
internal sealed record FileItem(string Label, string? Child, bool Refused, string? Reason);
