namespace ETicket.Mail.Letters;

/// <summary>« Accès fermé » — by the adult whose it was, so that whoever did not do it hears of it. It says that the mairie keeps what was paid, and still writes.</summary>
internal sealed record AccessClosed(string StructureName, string FamilyName, string GuardianFirstName, string UserName, DateTimeOffset ClosedAt, string PortalAddress) : ILetter
{
    public static string Name => nameof(AccessClosed);

    public static bool ByDay => false;
}
