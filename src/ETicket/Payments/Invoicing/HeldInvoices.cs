using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Factures tenues » — held until the caller's transaction ends, in the order of their keys. Whoever credits, sells or undoes takes payments first, then invoices, then wallets, then
/// the booklets of receipts: two that touch the same rows wait for one another, and neither for ever.
/// </summary>
internal static class HeldInvoices
{
    public static async Task HoldAsync(Work work, IReadOnlyCollection<InvoiceId> invoices, CancellationToken stop)
    {
        if (invoices.Count == 0)
            return;
        await using var command = work.Command(
            "select 1 from invoice where structure_id = $1 and id = any ($2) order by id for update", work.Structure.Value, invoices.Select(i => i.Value).ToArray());
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Those a payment pays, once it is held itself and before any wallet is.</summary>
    public static async Task HoldAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select 1 from invoice
            where structure_id = $1 and id in (select l.invoice_id from payment_line l where l.structure_id = $1 and l.payment_id = $2 and l.invoice_id is not null)
            order by id for update
            """,
            work.Structure.Value, payment.Value);
        await command.ExecuteNonQueryAsync(stop);
    }
}
