using ETicket.Kernel;
using ETicket.Mail.Documents.Papers;

namespace ETicket.Mail.Letters;

/// <summary>
/// « Quittance d'achat de tickets » — the letter that brings a family the numbered proof of its payment (instruction codificatrice
/// 06-031 : number, date, payer, cause, amount, means). Amounts are whole cents, the instant is UTC.
/// </summary>
/// <param name="RegieActNumber">Number of the act that created the régie; with its date it makes the receipt opposable. Null for an association, which has none.</param>
/// <param name="Means">Code of the means of payment: PAYFIP_CB, PAYFIP_SEPA, CARTE_STRIPE, PAYPAL, ESPECES, CHEQUE, VIREMENT, CARTE_TPE, CESU, ANCV.</param>
/// <param name="Reference">Reference of the payment at its provider, or the cheque's number; may be empty.</param>
/// <param name="PaidBy">Who paid in the family's stead; empty when it paid itself.</param>
/// <param name="BringsTickets">False where only invoices were paid.</param>
internal sealed record TopUpReceipt(
    string StructureName,
    string RegieName,
    string? RegieActNumber,
    DateOnly? RegieActDate,
    string ReceiptNumber,
    DateTimeOffset IssuedAt,
    string FamilyName,
    string GuardianFirstName,
    string Means,
    string? Reference,
    string? PaidBy,
    bool BringsTickets,
    IReadOnlyList<TopUpReceiptLine> Lines,
    long TotalCents,
    string PortalAddress) : ILetter
{
    /// <summary>Whether a régie issues it; an association does in its own name.</summary>
    public bool HasAct => RegieActNumber is not null && RegieActDate is not null;

    /// <summary>See <see cref="MeansCodes.IsPromise"/>.</summary>
    public bool IsPromise => MeansCodes.IsPromise(Means);

    /// <summary>« Reste à payer » — of each invoice this paid a part of, what is still due; none where nothing is.</summary>
    public IReadOnlyList<LeftOfInvoice> Left { get; init; } = [];

    /// <summary>See <see cref="VatShare"/>: of the lines, as on the paper.</summary>
    public IReadOnlyList<VatShare> Vat => VatShare.Of(Lines.Select(l => (l.VatRate, l.Cents)));
    public bool IsPartlyUntaxed => Vat.Count > 0 && Lines.Any(l => l.VatRate == 0);

    public static string Name => nameof(TopUpReceipt);

    public static bool ByDay => false;
}

/// <summary>An invoice, what is left to pay of it in cents, and the last Paris day to do so.</summary>
internal sealed record LeftOfInvoice(string Number, long LeftCents, DateOnly DueOn);

/// <summary>One line of a receipt: « 10 x [Lou] : Ticket(s) pour le service Cantine », quantity and unit price apart; VAT in hundredths of a percent, 0 for none.</summary>
internal sealed record TopUpReceiptLine(string Designation, int Quantity, long UnitCents, long Cents, int VatRate = 0);
