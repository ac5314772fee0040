namespace ETicket.Mail.Letters;

/// <summary>
/// « Mot de passe, adresse ou deuxième facteur changés » — so that whoever did not do it hears of it. Of an address, the one given up is told (<see cref="Addressee.Address"/>).
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

    /// <summary>A code is asked for after the password from now on, or is not any more; both false where the password or the address was changed.</summary>
    public bool FactorSet { get; init; }
    public bool FactorEnded { get; init; }
}
