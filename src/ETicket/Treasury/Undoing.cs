using ETicket.Ledger;
using ETicket.Payments;

namespace ETicket.Treasury;

/// <summary>How a sale is undone: which entry, which series of documents, and why.</summary>
public sealed record Undoing(EntryKind Entry, string Series, ReceiptKind Receipt, string Reason);
