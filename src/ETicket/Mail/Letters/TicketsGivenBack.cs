namespace ETicket.Mail.Letters;

/// <summary>
/// « Tickets rendus » — to the family whose payment the bank had taken back and paid after all: the cheque presented again, the debit, the contestation decided for the régie.
/// Exactly one of the three is true.
/// </summary>
/// <param name="DocumentNumber">Number of the document that had undone the sale, at <paramref name="IssuedAt"/>.</param>
/// <param name="PaidBy">Who had paid in the family's stead; empty when it paid itself.</param>
internal sealed record TicketsGivenBack(
    string StructureName,
    string RegieName,
    string RegieActNumber,
    DateOnly RegieActDate,
    string DocumentNumber,
    DateTimeOffset IssuedAt,
    string FamilyName,
    string GuardianFirstName,
    bool UnpaidCheque,
    bool RejectedDebit,
    bool Disputed,
    bool WithTickets,
    bool WithInvoices,
    IReadOnlyList<UndoneTickets> Lines,
    long TotalCents,
    IReadOnlyList<MissingTickets> Missing,
    string? PaidBy,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(TicketsGivenBack);
}
