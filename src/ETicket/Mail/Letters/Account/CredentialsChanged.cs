namespace ETicket.Mail.Letters;

/// <summary>
/// « Mot de passe ou adresse changés » — so that whoever did not do it hears of it. Addresses are read when a letter leaves: the one told to the address given up must leave
/// before the file bears the new one, or be sent apart.
/// </summary>
/// <param name="NewEmail">The guardian's new address; null where the password was changed.</param>
/// <param name="ResetAddress">Where a new password is asked for.</param>
internal sealed record CredentialsChanged(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    string UserName,
    DateTimeOffset ChangedAt,
    string? NewEmail,
    string ResetAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(CredentialsChanged);

    public static bool ByDay => false;
}
