namespace ETicket.Mail.Letters;

/// <summary>
/// « Confirmer une adresse » — to an address nobody has proved to be the family's yet: it names no family, no child and no identifiant, for it may reach a stranger.
/// </summary>
/// <param name="ConfirmAddress">Where the address is confirmed, once.</param>
/// <param name="ValidUntil">First instant (UTC) at which the link is refused.</param>
internal sealed record EmailConfirm(string StructureName, string ConfirmAddress, DateTimeOffset ValidUntil, string PortalAddress) : ILetter
{
    public static string Name => nameof(EmailConfirm);

    public static bool ByDay => false;

    /// <summary>A link that opens nothing any more is not sent.</summary>
    DateTimeOffset? ILetter.ExpiresAt => ValidUntil;
}
