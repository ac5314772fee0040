namespace ETicket.Mail.Letters;

/// <summary>« Compte ouvert » — to whoever may now sign in, with the identifiant and never the password. One who did not choose a password yet chooses it by a link.</summary>
/// <param name="PasswordAddress">Where the password is chosen, once; null where it was chosen already.</param>
/// <param name="ValidUntil">First instant (UTC) at which that link is refused; null with it.</param>
internal sealed record AccountOpened(
    string StructureName, string FamilyName, string GuardianFirstName, string UserName, string? PasswordAddress, DateTimeOffset? ValidUntil, string PortalAddress) : ILetter
{
    public static string Name => nameof(AccountOpened);

    public static bool ByDay => false;
}
