using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>A line of « Vos dernières factures réglées »: a receipt, what it was for, the invoices it paid, and what undid it.</summary>
internal sealed record PaidLine(Receipt Receipt, string Designation, IReadOnlyList<InvoiceId> Invoices, Entry? Lifted)
{
    /// <summary>Those of a family in a year, the latest first.</summary>
    public static async Task<IReadOnlyList<PaidLine>> OfAsync(Work work, FamilyId family, int year, CancellationToken stop)
    {
        var receipts = await work.Read<Receipt>().Where(r => r.FamilyId == family && r.Year == year).OrderByDescending(r => r.IssuedAt).ThenByDescending(r => r.Number).ToListAsync(stop);
        var ids = receipts.Select(r => r.Id).ToList();
        var lines = (await work.Read<ReceiptLine>().Where(l => ids.Contains(l.ReceiptId)).OrderBy(l => l.Line).ToListAsync(stop)).ToLookup(l => l.ReceiptId);
        var lifted = await UndoneBy.LiftedAsync(work, receipts.Where(r => r.Kind is not ReceiptKind.Sale), stop);
        return receipts.ConvertAll(r => new PaidLine(
            r, string.Join(", ", lines[r.Id].Select(Tell)), [.. lines[r.Id].Select(l => l.InvoiceId).OfType<InvoiceId>().Distinct()], lifted.GetValueOrDefault(r.EntryId)));
    }

    /// <summary>« 10 × [Lou] : Ticket(s) pour le service Cantine »; an invoice is one, and needs no number.</summary>
    private static string Tell(ReceiptLine line) => line.InvoiceId is null ? $"{line.Quantity.ToString(French.Culture)}\u00A0×\u00A0{line.Designation}" : line.Designation;
}
