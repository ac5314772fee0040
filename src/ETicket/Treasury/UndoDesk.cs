using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Reprises au bureau » — what a person undoes about a payment, shown before it is done.</summary>
public sealed class UndoDesk(Database database, Reversals reversals, ProviderRefunds refunds)
{
    private readonly MoneyBack _back = new(database, reversals);

    /// <summary>What may be done about this payment now; nothing about one that never was credited. Refuses one nobody knows with <see cref="UnknownPayment"/>.</summary>
    public async Task<UndoFile> OpenAsync(StructureId structure, PaymentId payment, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var known = await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == payment, stop) ?? throw new UnknownPayment();
        var all = await TakeBacks.SoldAsync(work, [payment], stop);
        var (lines, received) = (all.Where(l => l.StillSold > 0).ToList(), (await CommuneRefunds.ReceivedAsync(work, payment, all, stop)).Where(l => l.StillSold > 0).ToList());
        var toWinBack = await work.Read<Receipt>().Where(r => r.PaymentId == payment && Undoing.ByTheBank.Contains(r.Kind)
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.IssuedAt).ToListAsync(stop);
        var unfinished = await refunds.UnfinishedAsync(structure, payment, stop);
        var told = await ToldMoney.OpenAsync(work, payment, stop);
        var acts = new List<UndoAct>();
        if (received.Count > 0 && known.Means is { } means)
        {
            // Stripe and PayPal tell of their disputes themselves; of PayFiP's and the terminal's the régie hears from its bank.
            acts.AddRange(new[] { UndoAct.UnpaidCheque, UndoAct.RejectedDebit, UndoAct.Chargeback }.Where(a =>
                Undoing.Fits(KindOf(a), means) && (a is not UndoAct.Chargeback || means is PaymentMeans.PayFipCard or PaymentMeans.CardTerminal)));
            if (lines.Count > 0 && told is not null)
                acts.Add(UndoAct.Told);
            if (lines.Count > 0 && told is null && unfinished is null && await refunds.OfferedAsync(structure, payment, stop))
                acts.Add(UndoAct.ProviderRefund);
            if (lines.Count > 0 && means is PaymentMeans.CardTerminal)
                acts.Add(UndoAct.TerminalRefund);
            // An invoice leaves that way only where it stays paid.
            if (unfinished is null && told is null && (lines.Exists(l => l.InvoiceId is null) || (await Invoices.PaidTwiceAsync(work, lines, 1, stop)).Count > 0))
                acts.Add(UndoAct.CommuneRefund);
        }
        // Asked again until it is answered, even when a notice has already taken everything.
        if (unfinished is not null)
            acts.Add(UndoAct.ProviderRefund);
        if (toWinBack.Count > 0)
            acts.Add(UndoAct.WinBack);
        return new UndoFile(acts, lines, received, toWinBack, unfinished, told);
    }

    /// <summary>What this act would do to these tickets and invoices; refuses more than may be taken with <see cref="MoreThanSold"/>. Writes nothing.</summary>
    public async Task<UndoPreview> PreviewAsync(StructureId structure, PaymentId payment, UndoAct act, IReadOnlyDictionary<long, int> quantities, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var sold = (await TakeBacks.SoldAsync(work, [payment], stop)).ToDictionary(l => l.TransferId, l => l.StillSold);
        var taken = Sold(await ChosenAsync(work, payment, act, quantities, stop));
        if (act is UndoAct.Told)
            await ToldMoney.PlaceAsync(work, payment, taken, stop);
        // What was refunded before left the booklets then.
        var leaving = taken.Select(t => (t.Line, Quantity: Math.Min(t.Quantity, sold[t.Line.TransferId]))).ToList();
        return new UndoPreview(
            taken.Sum(t => t.Line.UnitPrice * t.Quantity), await BookletMoved.AfterAsync(work, payment, [.. leaving.Select(t => (t.Line.TicketTypeId, -t.Quantity))], stop),
            await InvoiceMoved.AfterAsync(work, [.. leaving.Select(t => (t.Line.InvoiceId, -(t.Line.UnitPrice * t.Quantity)))], stop),
            taken.Sum(t => t.Line.UnitPrice * t.Quantity) - leaving.Sum(t => t.Line.UnitPrice * t.Quantity));
    }

    /// <summary>What winning this reversal back would do. Writes nothing.</summary>
    public async Task<UndoPreview> PreviewWinBackAsync(StructureId structure, Receipt document, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == document.Id).ToListAsync(stop);
        return new UndoPreview(
            -document.Total, await BookletMoved.AfterAsync(work, document.PaymentId, [.. lines.Select(l => (l.TicketTypeId, -l.Quantity))], stop),
            await InvoiceMoved.AfterAsync(work, [.. lines.Select(l => (l.InvoiceId, -(l.UnitPrice * l.Quantity)))], stop));
    }

    /// <summary>
    /// Does it; the same act again under the same <paramref name="key"/> answers the same document. Refuses a blank reason with <see cref="ReasonMissing"/>, another act under that
    /// key with <see cref="Planning.KeyReused"/>, more than is still sold with <see cref="MoreThanSold"/>, tickets that are not the sum a provider
    /// told with <see cref="NotTheSum"/> (<see cref="NothingToPlace"/> when it told none), and what <see cref="Reversals.UndoAsync(StructureId, Undoing, IReadOnlyList{ValueTuple{SoldLine, int}}, CancellationToken, Guid?)"/> and
    /// <see cref="ProviderRefunds.RefundAsync"/> refuse.
    /// </summary>
    public async Task<Receipt> DoAsync(StructureId structure, PaymentId payment, UndoAct act, IReadOnlyDictionary<long, int> quantities, string? reason, Guid key, CancellationToken stop)
    {
        var why = ReasonOf(reason);
        IReadOnlyList<(SoldLine Line, int Quantity)> taken;
        await using (var work = await database.BeginAsync(structure, stop))
        {
            taken = await ChosenAsync(work, payment, act, quantities, stop);
            if (act is not UndoAct.WinBack && await ActKey.Of(key, KindOf(act), taken, why).DocumentAsync(work, stop) is { } made)
                return made;
        }
        if (act is UndoAct.ProviderRefund)
            return await refunds.RefundAsync(structure, key, taken, stop, why);
        taken = Sold(taken);
        if (act is UndoAct.Told)
            return await PlaceAsync(structure, payment, taken, why, key, stop);
        return act switch
        {
            UndoAct.CommuneRefund => await reversals.UndoAsync(structure, Reversals.CommuneRefund(why), taken, stop, key),
            UndoAct.WinBack => throw new NothingToWinBack(),
            _ => await reversals.UndoAsync(structure, new Undoing(EntryKind.Reversal, "R", KindOf(act), why), taken, stop, key),
        };
    }

    /// <summary>« Finalement payé » — the whole document is undone; done already, nothing changes. Refuses a blank reason, and what was not taken by the bank (<see cref="NothingToWinBack"/>).</summary>
    public Task WinBackAsync(StructureId structure, Receipt document, string? reason, CancellationToken stop) =>
        reversals.WinBackAsync(structure, document.EntryId, ReasonOf(reason), stop);

    /// <summary>Under the provider's own number, so that it is mirrored once whoever tells it again; no provider is called.</summary>
    private async Task<Receipt> PlaceAsync(StructureId structure, PaymentId payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string why, Guid key, CancellationToken stop)
    {
        TakenBack told;
        await using (var work = await database.BeginAsync(structure, stop))
            told = await ToldMoney.PlaceAsync(work, payment, taken, stop);
        var document = await _back.PostAsync(structure, payment, told, taken, why, stop);
        await using (var work = await database.BeginAsync(structure, stop))
        {
            await ActKey.Of(key, KindOf(UndoAct.Told), taken, why).KeepAsync(work, document, stop);
            await work.CommitAsync(stop);
        }
        return document;
    }

    private static ReceiptKind KindOf(UndoAct act) => act switch
    {
        UndoAct.UnpaidCheque => ReceiptKind.UnpaidCheque,
        UndoAct.RejectedDebit => ReceiptKind.RejectedDebit,
        UndoAct.Chargeback => ReceiptKind.Chargeback,
        UndoAct.ProviderRefund or UndoAct.TerminalRefund or UndoAct.Told => ReceiptKind.ProviderRefund,
        UndoAct.CommuneRefund => ReceiptKind.CommuneRefund,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "It makes no document."),
    };

    private static string ReasonOf(string? reason) => string.IsNullOrWhiteSpace(reason) ? throw new ReasonMissing() : reason.Trim();

    private static async Task<IReadOnlyList<(SoldLine Line, int Quantity)>> ChosenAsync(
        Work work, PaymentId payment, UndoAct act, IReadOnlyDictionary<long, int> quantities, CancellationToken stop)
    {
        var lines = await TakeBacks.SoldAsync(work, [payment], stop);
        if (act is UndoAct.UnpaidCheque or UndoAct.RejectedDebit or UndoAct.Chargeback)
            lines = await CommuneRefunds.ReceivedAsync(work, payment, lines, stop);
        return [.. lines.Select(l => (Line: l, Quantity: quantities.GetValueOrDefault(l.TransferId))).Where(t => t.Quantity != 0)];
    }

    private static IReadOnlyList<(SoldLine Line, int Quantity)> Sold(IReadOnlyList<(SoldLine Line, int Quantity)> chosen) =>
        chosen.Count == 0 || chosen.Any(t => t.Quantity < 0 || t.Quantity > t.Line.StillSold) ? throw new MoreThanSold(chosen.Sum(t => t.Quantity)) : chosen;
}
