namespace ETicket.Mail.Letters;

/// <summary>« Facture disponible » — an invoice was issued for what was used: how much, for what, until when. Whole cents.</summary>
/// <param name="AmountCents">What is to be paid of it: less than its amount where a part was paid before the letter left.</param>
/// <param name="DueOn">Last Paris day to pay it.</param>
/// <param name="PayAddress">The basket that holds this invoice.</param>
internal sealed record InvoiceAvailable(
    string StructureName,
    string RegieName,
    string FamilyName,
    string GuardianFirstName,
    string InvoiceNumber,
    string Label,
    DateTimeOffset IssuedAt,
    long AmountCents,
    DateOnly DueOn,
    string PayAddress,
    string PortalAddress) : ILetter
{
    public static string Name => nameof(InvoiceAvailable);
}
