namespace ETicket.Mail.Letters;

/// <summary>« Justificatif manquant ou périmé » — a document the file lacks, or one that ends. Named by its title, never by what it contains.</summary>
/// <param name="DocumentsAddress">Where documents are sent.</param>
internal sealed record DocumentMissing(
    string StructureName, string FamilyName, string GuardianFirstName, IReadOnlyList<AwaitedDocument> Documents, string DocumentsAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(DocumentMissing);

    public static LetterTopic? Topic => LetterTopic.Reminders;
}

/// <summary>A document never received, or good up to <paramref name="ExpiresOn"/> (Paris day), which may be over: <paramref name="Expired"/>.</summary>
internal sealed record AwaitedDocument(string Label, string? Child, DateOnly? ExpiresOn, bool Expired);
