namespace ETicket.Mail.Letters;

/// <summary>« Absence étudiée » — what the mairie made of an absence: tickets given back, or not and by which rule. Never why the child was absent.</summary>
/// <param name="Rule">The rule of the règlement that decided, as it reads after a colon; null where none is to be told.</param>
/// <param name="TicketsBack">Tickets given back; 0 where it was not accepted.</param>
internal sealed record AbsenceDecided(
    string StructureName,
    string FamilyName,
    string GuardianFirstName,
    bool Accepted,
    string? Rule,
    IReadOnlyList<ToldDay> Lines,
    int TicketsBack,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(AbsenceDecided);
}
