using ETicket.Kernel;
using ETicket.Payments;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>What a person says of a document that undid a payment: it counts no more. Each has a document of its own, bears who said it, and is done once.</summary>
public sealed partial class UndoDesk
{
    /// <summary>What winning this reversal back would do, or what this refund that never arrived, or was noted by mistake, gives back. Writes nothing.</summary>
    public async Task<UndoPreview> PreviewWinBackAsync(StructureId structure, Receipt document, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == document.Id).ToListAsync(stop);
        return await UndoPreview.OfAsync(work, document.PaymentId, -document.Total, [.. lines.Select(l => (l.TicketTypeId, l.InvoiceId, -l.Quantity, l.UnitPrice))], stop);
    }

    /// <summary>« Finalement payé » — the whole document is undone; done already, nothing changes. Refuses a blank reason, and what was not taken by the bank (<see cref="NothingToWinBack"/>).</summary>
    public Task WinBackAsync(StructureId structure, Receipt document, string? reason, string by, CancellationToken stop) =>
        reversals.WinBackAsync(structure, document.EntryId, ReasonOf(reason), stop, by);

    /// <summary>
    /// « Ce remboursement n’a pas abouti » — of one that nobody but a person said to have left: its tickets come back, its invoice is paid again, and its sum waits to be given back. Said already,
    /// nothing changes. Refuses a blank reason, any other document with <see cref="RefundNotUndone"/>, another act under that key with <see cref="Planning.KeyReused"/>, one of the commune
    /// while some is to be noted again with <see cref="NoteAgainFirst"/>.
    /// </summary>
    public Task NotPaidAsync(StructureId structure, Receipt document, string? reason, string by, Guid key, CancellationToken stop) =>
        reversals.Won.NotPaidAsync(structure, document, ReasonOf(reason), by, key, stop);

    /// <summary>
    /// « Noté par erreur » — of a document that nobody but a person made, of the wrong payment: its tickets come back, its invoice is paid again, nothing is due, and the letter says the error.
    /// Said already, nothing changes. Refuses a blank reason, any other document with <see cref="NotAMistake"/>, another act under that key with <see cref="Planning.KeyReused"/>.
    /// </summary>
    public Task MistakenAsync(StructureId structure, Receipt document, string? reason, string by, Guid key, CancellationToken stop) =>
        reversals.Won.MistakenAsync(structure, document, ReasonOf(reason), by, key, stop);
}
