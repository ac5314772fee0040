using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>« Levée » — a document that undid a sale, and the entry that undid it in its turn: it owes a numbered document of its own, in the same series.</summary>
internal sealed record Lift(Receipt Document, long Entry)
{
    /// <summary>Gives back what the document took, line by line; last thing in the caller's transaction, which wrote the entry on that Paris <paramref name="day"/>.</summary>
    public async Task<Receipt> IssueAsync(Work work, DateOnly day, string reason, CancellationToken stop)
    {
        var lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == Document.Id).OrderBy(l => l.Line).ToListAsync(stop);
        return await UndoReceipts.IssueAsync(
            work, Document.Series, ReceiptKind.Lift, Document, Entry, day, reason,
            [.. lines.Select(l => new UndoneLine(l.ServiceId, l.TicketTypeId, l.Designation, -l.Quantity, l.UnitPrice, l.InvoiceId) { Tariff = l.Tariff })], stop);
    }
}
