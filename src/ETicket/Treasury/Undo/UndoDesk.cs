using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>« Reprises au bureau » — what a person undoes about a payment, shown before it is done.</summary>
public sealed partial class UndoDesk(Database database, Reversals reversals, ProviderRefunds refunds)
{
    private readonly Mirrors _mirrors = new(database, reversals);
    private readonly LeftRefunds _left = new(database, reversals);

    /// <summary>What may be done about this payment now; nothing about one that never was credited. Refuses one nobody knows with <see cref="UnknownPayment"/>.</summary>
    public async Task<UndoFile> OpenAsync(StructureId structure, PaymentId payment, CancellationToken stop)
    {
        var offered = await refunds.OfferedAsync(structure, payment, stop);
        await using var work = await database.BeginAsync(structure, stop);
        return await UndoFile.OfAsync(work, payment, offered, stop);
    }

    /// <summary>
    /// What this act would do to these tickets and invoices; <paramref name="number"/> is that of the sum they are said to be (<see cref="UndoAct.Told"/>). Refuses more than may be taken with
    /// <see cref="MoreThanSold"/>, nothing at all with <see cref="NothingChosen"/>, and what <see cref="DoAsync"/> would refuse of the sum. Writes nothing.
    /// </summary>
    public async Task<UndoPreview> PreviewAsync(
        StructureId structure, PaymentId payment, UndoAct act, IReadOnlyDictionary<long, int> quantities, CancellationToken stop, string? number = null, DateOnly? bankOn = null)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await act.BankDayAsync(work, payment, bankOn, stop);
        var taken = await UndoFile.ChosenAsync(work, payment, act, quantities, stop);
        if (act is UndoAct.Told)
            await ToldMoney.PlaceAsync(work, payment, number, taken, stop);
        RefuseMore(taken);
        return await UndoPreview.OfAsync(work, payment, act, taken, stop);
    }

    /// <summary>What saying that this request left would do. Refuses what <see cref="LeaveAsync"/> refuses; where its tickets left another way meanwhile, fewer leave. Writes nothing.</summary>
    public async Task<UndoPreview> PreviewLeftAsync(StructureId structure, PaymentId payment, Guid request, string? number, CancellationToken stop)
    {
        var (asked, taken) = await _left.ReadAsync(structure, payment, request, RefundNumbers.Read(number), stop);
        await using var work = await database.BeginAsync(structure, stop);
        var shown = await UndoPreview.OfAsync(
            work, payment, asked.Amount, [.. taken.Select(t => (t.Line.TicketTypeId, t.Line.InvoiceId, -Math.Min(t.Quantity, t.Line.StillSold), t.Line.UnitPrice))], stop);
        return await LeftRefunds.GivenBackSinceAsync(work, asked, null, stop) is { Count: > 0 } since ? shown with { GivenBack = string.Join(", ", since) } : shown;
    }

    /// <summary>
    /// « Ce remboursement est bien parti » — the request of this key, which the provider never answered, is on the provider's statement under this <paramref name="number"/>, says
    /// <paramref name="by"/>: exactly its tickets leave, under that number, and no provider is called. The same again answers the same document. Refuses no number with
    /// <see cref="NumberMissing"/>, one of another sum with <see cref="NumberTaken"/>, <see cref="NumberElsewhere"/> or <see cref="NotTheSum"/>, a request that was answered with <see cref="RefundAnswered"/>, another
    /// act under that key with <see cref="Planning.KeyReused"/>; where the tickets left another way meanwhile it is written, and refuses with <see cref="RefundWithoutTickets"/>: a
    /// discrepancy waits.
    /// </summary>
    public Task<Receipt> LeaveAsync(StructureId structure, PaymentId payment, Guid request, string? number, string by, Guid key, CancellationToken stop) =>
        _left.SayAsync(structure, payment, request, number, by, key, stop);

    /// <summary>
    /// Does it, as <paramref name="by"/>, whose name stays with its entry and whose drawer pays what is cancelled; the same act again under the same <paramref name="key"/> answers the same document. <paramref name="number"/> is what the page showed: the number of the sum these tickets
    /// are (<see cref="UndoAct.Told"/>), or the commune's documents a refund notes again, blank for none, null where no page showed any; <paramref name="seen"/> is how many acts had undone the payment then (<see cref="UndoFile.Seen"/>). <paramref name="bankOn"/> is the day the bank gives for a rejected debit (<see cref="BankDayMissing"/>, <see cref="BankDayImpossible"/>). Refuses a blank reason with
    /// <see cref="ReasonMissing"/>, other tickets or another act under that key with <see cref="Planning.KeyReused"/>, more than is still sold with <see cref="MoreThanSold"/> (<see cref="NothingChosen"/> for none), tickets that are not the
    /// sum a provider told with <see cref="NotTheSum"/> (<see cref="NothingToPlace"/> when that number does not wait, or no more), another refund of the commune than the page
    /// showed, or a payment undone by somebody else since, with <see cref="PreviewOutdated"/>, an act its means does not know with <see cref="WrongUndoing"/>, a refund on the terminal the act of the régie does not allow with <see cref="RefundNotAllowed"/>, more than there is to note again with <see cref="NoteAgainFirst"/>, and what <see cref="Reversals.UndoAsync(StructureId, Undoing, IReadOnlyList{ValueTuple{SoldLine, int}}, CancellationToken, Guid?)"/> and
    /// <see cref="ProviderRefunds.RefundAsync"/> refuse.
    /// </summary>
    public async Task<Receipt> DoAsync(
        StructureId structure, Agent by, PaymentId payment, UndoAct act, IReadOnlyDictionary<long, int> quantities, string? reason, Guid key, CancellationToken stop, string? number = null,
        int? seen = null, DateOnly? bankOn = null)
    {
        if (act is UndoAct.Left)
            throw new ArgumentOutOfRangeException(nameof(act), act, "It is said of a request.");
        var why = ReasonOf(reason);
        IReadOnlyList<(SoldLine Line, int Quantity)> taken;
        await using (var work = await database.BeginAsync(structure, stop))
        {
            taken = await UndoFile.ChosenAsync(work, payment, act, quantities, stop);
            if (!act.Lifts() && await KeyOf(key, act, taken, number).DocumentAsync(work, stop) is { } made)
                return made;
            await act.RefuseUnfitAsync(work, payment, stop);
            bankOn = await act.BankDayAsync(work, payment, bankOn, stop);
        }
        if (act is UndoAct.ProviderRefund)
            return await refunds.RefundAsync(structure, key, taken, stop, why, seen, by.Name);
        if (act is UndoAct.Told)
            return await PlaceAsync(structure, payment, number, taken, new(why, by.Name), KeyOf(key, act, taken, number), stop);
        RefuseMore(taken);
        return act switch
        {
            UndoAct.CommuneRefund => await reversals.UndoAsync(structure, Reversals.CommuneRefund(why) with { By = by.Name, Shown = number, Seen = seen }, taken, stop, key),
            UndoAct.Cancel => await Cancellations.CancelAsync(database, structure, by, why, taken, key, seen, stop),
            UndoAct.WinBack or UndoAct.NotPaid or UndoAct.Mistaken => throw new NothingToWinBack(),
            _ => await reversals.UndoAsync(structure, new Undoing(EntryKind.Reversal, "R", act.Document(), why) { By = by.Name, Seen = seen, BankOn = bankOn }, taken, stop, key),
        };
    }

    /// <summary>Under the provider's own number, so that it is mirrored once whoever tells it again; no provider is called.</summary>
    private async Task<Receipt> PlaceAsync(
        StructureId structure, PaymentId payment, string? number, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Why why, ActKey key, CancellationToken stop)
    {
        TakenBack told;
        await using (var work = await database.BeginAsync(structure, stop))
            told = await ToldMoney.PlaceAsync(work, payment, number, taken, stop);
        RefuseMore(taken);
        var document = await _mirrors.PlaceAsync(structure, payment, told, taken, why, stop);
        await using (var work = await database.BeginAsync(structure, stop))
        {
            await key.KeepAsync(work, document, stop);
            await work.CommitAsync(stop);
        }
        return document;
    }

    /// <summary>The same tickets said of another sum are another act.</summary>
    private static ActKey KeyOf(Guid key, UndoAct act, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string? number) =>
        ActKey.Of(key, act.Document(), taken, act is UndoAct.Told ? number : null);

    private static string ReasonOf(string? reason) => string.IsNullOrWhiteSpace(reason) ? throw new ReasonMissing() : reason.Trim();

    private static void RefuseMore(IReadOnlyList<(SoldLine Line, int Quantity)> chosen)
    {
        if (chosen.Count == 0)
            throw new NothingChosen();
        if (chosen.Any(t => t.Quantity < 0 || t.Quantity > t.Line.StillSold))
            throw new MoreThanSold(chosen.Sum(t => t.Quantity));
    }
}
