using ETicket.Families;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Wallets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Quittance » — one receipt with every mention it owes, ready to print. Only the family's own.</summary>
internal sealed class ReceiptModel(Database database) : MemberPage
{
    public Receipt Receipt { get; private set; } = null!;
    public Receipt? Undone { get; private set; }

    /// <summary>What undid it in its turn; null while it stands.</summary>
    public Entry? Lifted { get; private set; }
    public IReadOnlyList<ReceiptLine> Lines { get; private set; } = [];
    public Payment Payment { get; private set; } = null!;
    public IReadOnlyList<PaymentPaper> Papers { get; private set; } = [];
    public Regie Regie { get; private set; } = null!;
    public Structure Structure { get; private set; } = null!;
    public Family Family { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken stop)
    {
        var receiptId = new ReceiptId(id);
        var family = Visitor.Family;
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        if (await work.Read<Receipt>().SingleOrDefaultAsync(r => r.Id == receiptId && r.FamilyId == family, stop) is not { } receipt)
            return NotFound();
        Receipt = receipt;
        Lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == receiptId).OrderBy(l => l.Line).ToListAsync(stop);
        Payment = await work.Read<Payment>().SingleAsync(p => p.Id == receipt.PaymentId, stop);
        Papers = [.. (await CounterPapers.OfAsync(work, [receipt.PaymentId], stop))[receipt.PaymentId]];
        Regie = await work.Read<Regie>().SingleAsync(r => r.Id == receipt.RegieId, stop);
        Structure = await work.Read<Structure>().SingleAsync(stop);
        Family = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        Undone = receipt.UndoesId is { } undone ? await work.Read<Receipt>().SingleAsync(r => r.Id == undone, stop) : null;
        Lifted = Undone is null ? null : (await UndoneBy.LiftedAsync(work, [receipt], stop)).GetValueOrDefault(receipt.EntryId);
        return Page();
    }
}
