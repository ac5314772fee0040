namespace ETicket.Mail.Letters;

/// <summary>
/// « Invitation » — to the other responsable of a file, whose own access the mairie accepted. The mailbox is nobody's until its link is followed: it names no family, no child and no adult,
/// for it may reach a stranger.
/// </summary>
/// <param name="AcceptAddress">Where the access is opened, once.</param>
/// <param name="ValidUntil">First instant (UTC) at which it is refused.</param>
internal sealed record SecondAccountInvitation(string StructureName, string AcceptAddress, DateTimeOffset ValidUntil, string PortalAddress) : ILetter
{
    public static string Name => nameof(SecondAccountInvitation);

    public static bool ByDay => false;

    /// <summary>A link that opens nothing any more is not sent.</summary>
    DateTimeOffset? ILetter.ExpiresAt => ValidUntil;
}
