namespace ETicket.Mail.Letters;

/// <summary>« Document reçu » — that the structure put a document among the family's own, and where to read it. Neither its title nor what it holds: it may speak of a child's health.</summary>
/// <param name="DocumentsAddress">« Mes documents ».</param>
internal sealed record DocumentReceived(
    string StructureName, string FamilyName, string GuardianFirstName, DateTimeOffset SentAt, string DocumentsAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(DocumentReceived);
}
