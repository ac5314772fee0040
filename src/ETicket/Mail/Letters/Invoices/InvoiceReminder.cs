namespace ETicket.Mail.Letters;

/// <summary>« Rappel de facture » — invoices still to pay, before or after their day; several in one letter. Whole cents.</summary>
/// <param name="PayAddress">The basket that holds them.</param>
internal sealed record InvoiceReminder(
    string StructureName,
    string RegieName,
    string FamilyName,
    string GuardianFirstName,
    IReadOnlyList<InvoiceStillOwed> Invoices,
    long TotalCents,
    string PayAddress,
    string PortalAddress) : ILetter
{
    /// <summary>The régie it reminds for: names change. Null in letters of before it was kept.</summary>
    [Landmark]
    public Guid? RegieId { get; init; }

    public static string Name => nameof(InvoiceReminder);

    public static LetterTopic? Topic => LetterTopic.Reminders;
}

/// <summary>An invoice, the last Paris day to pay it, and whether that day is over.</summary>
internal sealed record InvoiceStillOwed(string Number, string Label, long Cents, DateOnly DueOn, bool Late);
