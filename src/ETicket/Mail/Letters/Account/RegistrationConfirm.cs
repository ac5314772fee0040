namespace ETicket.Mail.Letters;

/// <summary>« Ouvrir votre compte » — to an address nobody has proved yet, which a new family wrote: it names no family and no child.</summary>
/// <param name="ConfirmAddress">Where the account is opened, once.</param>
/// <param name="ValidUntil">First instant (UTC) at which the link is refused.</param>
internal sealed record RegistrationConfirm(string StructureName, string ConfirmAddress, DateTimeOffset ValidUntil, string PortalAddress) : ILetter
{
    public static string Name => nameof(RegistrationConfirm);

    public static bool ByDay => false;

    /// <summary>A link that opens nothing any more is not sent.</summary>
    DateTimeOffset? ILetter.ExpiresAt => ValidUntil;
}
