namespace ETicket.Mail.Letters;

/// <summary>« Nouveau mot de passe » — the link asked for by « mot de passe oublié ». It says the same whoever asked, and what to do where it was somebody else.</summary>
/// <param name="ResetAddress">Where the password is chosen, once.</param>
/// <param name="ValidUntil">First instant (UTC) at which the link is refused.</param>
internal sealed record PasswordReset(
    string StructureName, string FamilyName, string GuardianFirstName, string UserName, string ResetAddress, DateTimeOffset ValidUntil, string PortalAddress) : ILetter
{
    public static string Name => nameof(PasswordReset);

    public static bool ByDay => false;

    /// <summary>A link that opens nothing any more is not sent.</summary>
    DateTimeOffset? ILetter.ExpiresAt => ValidUntil;
}
