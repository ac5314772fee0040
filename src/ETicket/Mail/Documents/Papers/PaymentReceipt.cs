using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Quittance » — the numbered proof of money received, or, with <see cref="Undoes"/>, the document that takes it back (series Q cancellations, R reversals, B refunds): its
/// amounts are then negative. Mentions: number, date, payer, cause, amount, means (instruction codificatrice 06-031).
/// </summary>
internal sealed record PaymentReceipt : FamilyPaper
{
    /// <summary>The kind of what the régie gives back on its card terminal, which is no refund by a provider.</summary>
    public const string TerminalRefund = nameof(TerminalRefund);

    /// <summary>The kind of what an association pays back itself, where a régie leaves that to its commune.</summary>
    public const string AssociationRefund = nameof(AssociationRefund);

    /// <summary>Code of what it is: Sale, Cancel, UnpaidCheque, RejectedDebit, Chargeback, ProviderRefund, TerminalRefund, CommuneRefund, AssociationRefund, NeverReceived, Lift.</summary>
    public required string Kind { get; init; }

    /// <summary>« Q2026-000123 ».</summary>
    public required string Number { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The number of the receipt it takes back, and why.</summary>
    public string? Undoes { get; init; }
    public string? Reason { get; init; }

    /// <summary>Who paid in the family's stead; null when it paid itself.</summary>
    public string? PaidBy { get; init; }
    public required IReadOnlyList<PaymentReceiptLine> Lines { get; init; }
    public required long TotalCents { get; init; }

    /// <summary>See <see cref="VatShare"/>.</summary>
    public IReadOnlyList<VatShare> Vat => VatShare.Of(Lines.Select(l => (l.VatRate, l.Cents)));
    public bool IsPartlyUntaxed => Vat.Count > 0 && Lines.Any(l => l.VatRate == 0);

    /// <summary>Code of the means of payment, see <see cref="MeansCodes"/>.</summary>
    public required string Means { get; init; }

    /// <summary>Of a payment on line: PayFiP's « refdet ». What was handed over at the counter says its own (<see cref="Papers"/>).</summary>
    public string? Reference { get; init; }
    public IReadOnlyList<ReceiptPaper> Papers { get; init; } = [];

    /// <summary>Of the provider: number of authorisation, UTC instant.</summary>
    public string? Authorisation { get; init; }
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Who took the money at the counter, or undid what was paid; null where nobody did.</summary>
    public string? Agent { get; init; }

    /// <summary>The day the bank gives for a debit it rejected; null elsewhere.</summary>
    public DateOnly? BankOn { get; init; }

    /// <summary>« Sous réserve d’encaissement » — a cheque, and a debit that was ordered, are promises until their bank line (<see cref="MeansCodes.IsPromise"/>).</summary>
    public bool IsPromise => Kind == "Sale" && MeansCodes.IsPromise(Means);
    public bool IsOrder => Means == PaymentMeans.PayFipDebit.Code();

    /// <summary>It lifts a document that took something back: its amounts are positive again.</summary>
    public bool Lifts => Kind == "Lift";

    /// <summary>« Duplicata » — printed again by the mairie; its code is the original's.</summary>
    public bool Duplicate { get; init; }

    protected override DateTimeOffset At => IssuedAt;
    protected override PublicFacts Told => new(Kind, Number, ParisTime.DayOf(IssuedAt), TotalCents);
}

/// <summary>A cheque with its bank and its signer, a voucher with its printed value in cents, the slip of a card: each by its number, where it has one.</summary>
internal sealed record ReceiptPaper(string? Number, string? Bank, string? Signer, long? FaceCents);

/// <summary>« 10 x [Lou] : Ticket(s) pour le service Cantine »: designation, quantity, unit price in cents, each on its own; VAT in hundredths of a percent, 0 for none.</summary>
internal sealed record PaymentReceiptLine(string Designation, int Quantity, long UnitCents, long Cents, int VatRate = 0)
{
    /// <summary>« Quotient B », as it was sold; null for an invoice, and where the sale did not keep it.</summary>
    public string? Tariff { get; init; }
}
