using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Payments.Invoicing;

/// <summary>« Facture reprise » — an invoice as an act would leave it: paid twice, it stays paid when one of its payments is undone.</summary>
public sealed record InvoiceMoved(string FullNumber, string Label, bool PaidAfter)
{
    /// <summary>The invoices of which these sums would be paid more, or less. Writes nothing.</summary>
    internal static async Task<IReadOnlyList<InvoiceMoved>> AfterAsync(Work work, IReadOnlyList<(InvoiceId? Invoice, Money Moved)> moved, CancellationToken stop)
    {
        var ids = moved.Select(m => m.Invoice).OfType<InvoiceId>().Distinct().ToList();
        List<Invoice> invoices = ids.Count == 0 ? [] : await work.Read<Invoice>().Where(i => ids.Contains(i.Id)).OrderBy(i => i.Year).ThenBy(i => i.Number).ToListAsync(stop);
        return [.. invoices.Select(i => new InvoiceMoved(i.FullNumber, i.Label, i.Paid + moved.Where(m => m.Invoice == i.Id).Sum(m => m.Moved) >= i.Amount))];
    }
}
