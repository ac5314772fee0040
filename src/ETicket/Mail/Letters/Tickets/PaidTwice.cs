namespace ETicket.Mail.Letters;

/// <summary>« Payé deux fois » — a second payment of the same purchase came in: nothing is lost, and the family says what it prefers. Amounts are whole cents.</summary>
/// <param name="FirstReference">Our reference of the payment that was enough.</param>
/// <param name="Reference">That of the second.</param>
/// <param name="TotalCents">What of the second was paid already: all of it, or the invoices another payment paid too.</param>
/// <param name="WithTickets">Whether that brought tickets, which the family may keep.</param>
internal sealed record PaidTwice(
    string StructureName, string FamilyName, string GuardianFirstName, string FirstReference, string Reference, long TotalCents, bool WithTickets, string PortalAddress) : ILetter
{
    /// <summary>Who made the second payment in the family's stead; empty when it paid itself.</summary>
    public string? PaidBy { get; init; }

    /// <summary>Who had made the first; empty when the family had.</summary>
    public string? FirstPaidBy { get; init; }

    /// <summary>Whether a régie took the money: the mairie gives it back; an association does itself.</summary>
    public bool HasAct { get; init; } = true;

    public static string Name => nameof(PaidTwice);
}
