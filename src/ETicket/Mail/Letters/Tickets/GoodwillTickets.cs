namespace ETicket.Mail.Letters;

/// <summary>« Tickets rendus » — the mairie gives back tickets that were used, for a reason of its own: neither a closure (<see cref="DaysClosed"/>) nor an absence (<see cref="AbsenceDecided"/>).</summary>
/// <param name="Reason">The words of whoever decided.</param>
internal sealed record GoodwillTickets(
    string StructureName, string FamilyName, string GuardianFirstName, string Reason, IReadOnlyList<ToldDay> Lines, int TicketsBack, string PortalAddress) : ILetter
{
    public static string Name => nameof(GoodwillTickets);
}
