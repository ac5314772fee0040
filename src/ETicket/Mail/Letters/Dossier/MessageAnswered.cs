namespace ETicket.Mail.Letters;

/// <summary>« Réponse de la mairie » — that a message was answered, and where to read it. Neither the question nor the answer: both may speak of a child's health.</summary>
/// <param name="MessageAddress">The conversation on the portal.</param>
internal sealed record MessageAnswered(
    string StructureName, string FamilyName, string GuardianFirstName, DateTimeOffset SentAt, DateTimeOffset AnsweredAt, string MessageAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(MessageAnswered);
}
