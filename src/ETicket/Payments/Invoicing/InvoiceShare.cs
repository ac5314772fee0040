using ETicket.Kernel;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Part de facture » — what a payer pays of an invoice, in cents; all that is left of it where <paramref name="Pays"/> is null. Only the counter takes less than what is left:
/// the rest stays due, and is paid there or on line.
/// </summary>
public sealed record InvoiceShare(InvoiceId Invoice, Money? Pays = null)
{
    public static implicit operator InvoiceShare(InvoiceId invoice) => FromInvoiceId(invoice);

    public static InvoiceShare FromInvoiceId(InvoiceId invoice) => new(invoice);
}

/// <summary>« Part à encaisser » — an invoice that is held for a payment, and what that payment takes of it; less than what is left, or the last of several.</summary>
internal sealed record SharePriced(Invoice Invoice, Money Pays, bool LeavesSome, bool EndsOthers);
