using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Payments.Counter;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Payments.Papers;

/// <summary>« Quittances en PDF » — a receipt, or the document that takes one back, with every mention it owes.</summary>
internal sealed class ReceiptPapers(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>« Exemplaire de la famille » — always the same file. Null when the receipt is not this family's.</summary>
    public Task<RenderedDocument?> OfFamilyAsync(StructureId structure, FamilyId family, ReceiptId receipt, CancellationToken stop) =>
        PrintAsync(structure, receipt, family, stop);

    /// <summary>« Exemplaire de la mairie » — the original on the Paris day it was issued; printed again on a later day, it says it is a duplicate. Null when the structure has no such receipt.</summary>
    public Task<RenderedDocument?> OfMairieAsync(StructureId structure, ReceiptId receipt, CancellationToken stop) => PrintAsync(structure, receipt, null, stop);

    private async Task<RenderedDocument?> PrintAsync(StructureId structure, ReceiptId id, FamilyId? family, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await work.Read<Receipt>().SingleOrDefaultAsync(r => r.Id == id && (family == null || r.FamilyId == family), stop) is not { } receipt)
            return null;
        var duplicate = family is null && ParisTime.DayOf(await work.NowAsync(stop)) != ParisTime.DayOf(receipt.IssuedAt);
        var then = await FormerNames.AtAsync(work, receipt.IssuedAt, stop);
        var printed = await desk.IssueAsync(work, await FactsAsync(work, receipt, then, duplicate, stop), receipt.RegieId, then, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    private async Task<PaymentReceipt> FactsAsync(Work work, Receipt receipt, FormerNames then, bool duplicate, CancellationToken stop)
    {
        var family = await work.Read<Family>().SingleAsync(f => f.Id == receipt.FamilyId, stop);
        var payment = await work.Read<Payment>().SingleAsync(p => p.Id == receipt.PaymentId, stop);
        var regie = await work.Read<Regie>().SingleAsync(r => r.Id == receipt.RegieId, stop);
        var lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == receipt.Id).OrderBy(l => l.Line).ToListAsync(stop);
        var undone = receipt.UndoesId is { } undoes ? await work.Read<Receipt>().SingleAsync(r => r.Id == undoes, stop) : null;
        var (actor, bankOn) = await UndoneAsync(work, receipt, stop);
        return new PaymentReceipt
        {
            PortalAddress = portal.Written,
            FamilyName = then.Of("family", family.Id.Value, "name", family.Name),
            FamilyNumber = then.Of("family", family.Id.Value, "number", family.Number),
            Kind = receipt switch
            {
                { Kind: ReceiptKind.ProviderRefund, Means: PaymentMeans.CardTerminal } => PaymentReceipt.TerminalRefund,
                { Kind: ReceiptKind.CommuneRefund } when then.Act(regie) is null => PaymentReceipt.AssociationRefund,
                _ => receipt.Kind.ToString(),
            },
            Number = receipt.FullNumber,
            IssuedAt = receipt.IssuedAt,
            Undoes = undone?.FullNumber,
            Reason = receipt.Reason,
            PaidBy = receipt.PaidBy,
            Lines = [.. lines.Select(l => new PaymentReceiptLine(l.Designation, l.Quantity, l.UnitPrice.Cents, (l.UnitPrice * l.Quantity).Cents) { Tariff = l.Tariff })],
            TotalCents = receipt.Total.Cents,
            Means = receipt.Means.Code(),
            Reference = payment.Provider is PaymentProvider.Counter ? null : payment.Reference,
            Papers = [.. (await CounterPapers.OfAsync(work, [payment.Id], stop))[payment.Id].Select(p => new ReceiptPaper(p.Number, p.Bank, p.Signer, p.FaceCents))],
            Authorisation = payment.Authorisation,
            PaidAt = payment.ProviderAt,
            Agent = undone is not null ? actor : payment.Provider is PaymentProvider.Counter ? payment.Actor : null,
            BankOn = bankOn,
            Duplicate = duplicate,
        };
    }

    /// <summary>Who undid the sale, or lifted what did, and the day the bank gives for it: both stay with the entry the document proves.</summary>
    private static async Task<(string? Actor, DateOnly? BankOn)> UndoneAsync(Work work, Receipt receipt, CancellationToken stop)
    {
        await using var command = work.Command("select actor, bank_on from entry where structure_id = $1 and id = $2", work.Structure.Value, receipt.EntryId);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? (row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetFieldValue<DateOnly>(1)) : default;
    }
}
