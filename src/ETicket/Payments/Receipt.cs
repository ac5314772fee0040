using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>
/// « Quittance » — the numbered proof of money received. Numbers are continuous per régie, series and year, taken inside the transaction of the
/// fact (counterfoil book: instruction 06-031). A cancellation is a new numbered document, never a deletion.
/// </summary>
public sealed class Receipt
{
    public required StructureId StructureId { get; init; }
    public required ReceiptId Id { get; init; }
    public required RegieId RegieId { get; init; }

    /// <summary>Q receipts, R reversals, B refunds outside the régie.</summary>
    public required string Series { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }
    public required ReceiptKind Kind { get; init; }
    public required FamilyId FamilyId { get; init; }
    public required PaymentId PaymentId { get; init; }

    /// <summary>The ledger entry it proves.</summary>
    public required long EntryId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required PaymentMeans Means { get; init; }

    /// <summary>Negative on a cancellation, a reversal or a refund.</summary>
    public required Money Total { get; init; }
    public ReceiptId? UndoesId { get; init; }
    public string? Reason { get; init; }

    /// <summary>« Q2026-000123 ».</summary>
    public string FullNumber => FormattableString.Invariant($"{Series}{Year}-{Number:D6}");
}

public enum ReceiptKind { Sale, Cancel, UnpaidCheque, RejectedDebit, Chargeback, ProviderRefund, CommuneRefund }

/// <summary>One line of a receipt: designation, quantity, unit price, each on its own.</summary>
public sealed class ReceiptLine
{
    public required StructureId StructureId { get; init; }
    public required ReceiptId ReceiptId { get; init; }
    public required int Line { get; init; }
    public required ServiceId ServiceId { get; init; }
    public required TicketTypeId TicketTypeId { get; init; }
    public required string Designation { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
}

/// <summary>« Compteur de quittances » — the only serialised row of a régie, taken last. First is kept so that the audit can count.</summary>
public sealed class ReceiptCounter
{
    public required StructureId StructureId { get; init; }
    public required RegieId RegieId { get; init; }
    public required string Series { get; init; }
    public required int Year { get; init; }
    public required int FirstNumber { get; init; }
    public required int LastNumber { get; init; }
}
