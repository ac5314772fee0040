using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>What may be done about a payment: the acts its means and the régie's act allow, the lines still sold, and the reversals the bank may still pay after all.</summary>
/// <param name="Received">The lines as the bank sees them: still sold, or refunded by the commune.</param>
/// <param name="Unfinished">A refund the provider never answered: it is asked again, or a person gives it up, before anything else is given back.</param>
/// <param name="Told">What left, by the provider, and nobody said yet for which tickets: a person says so of each before anything else is refunded.</param>
/// <param name="MayHaveLeft">Refunds without an answer or given up, that a person may find to have left after all: what the provider's statement says is then written.</param>
/// <param name="MayNotHaveArrived">Refunds that only a person said to have left, and a person may say never to have arrived.</param>
/// <param name="Seen">How many acts had undone it when this was read: an act confirmed later says so, and is refused where there are more.</param>
/// <param name="PaidTwice">The lines whose invoice stays paid without this payment: the commune refunds no other invoice.</param>
/// <param name="Waiting">What the commune had paid out and a person has to note again before it refunds anything else.</param>
public sealed record UndoFile(
    IReadOnlyList<UndoAct> Acts, IReadOnlyList<SoldLine> Lines, IReadOnlyList<SoldLine> Received, IReadOnlyList<Receipt> ToWinBack, RefundRequest? Unfinished,
    IReadOnlyList<TakenBack> Told, NotedAgain? Waiting, IReadOnlyList<RefundRequest> MayHaveLeft, IReadOnlyList<Receipt> MayNotHaveArrived, int Seen, IReadOnlyList<SoldLine> PaidTwice)
{
    /// <summary>Whether a person still has to give back what was paid twice, and only invoices were: a form then starts with these, and nothing else.</summary>
    public bool OwesOnlyInvoices { get; private init; }

    /// <summary>What only a person said, and may say to have been a mistake.</summary>
    public IReadOnlyList<Receipt> Mistakes { get; private init; } = [];

    /// <summary>Its cheque is on no slip: what the counter took it may still give back.</summary>
    private bool InHand { get; init; }

    /// <summary>Something of it was undone: a paper is not handed back whole for what is left.</summary>
    private bool Touched { get; init; }

    /// <summary>As it stands; <paramref name="offered"/> where its provider gives money back and the act lets it.</summary>
    internal static async Task<UndoFile> OfAsync(Work work, PaymentId payment, bool offered, CancellationToken stop)
    {
        var known = await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == payment, stop) ?? throw new UnknownPayment();
        var all = await TakeBacks.SoldAsync(work, [payment], stop);
        var (lines, received) = (all.Where(l => l.StillSold > 0).ToList(), (await CommuneRefunds.ReceivedAsync(work, payment, all, stop)).Where(l => l.StillSold > 0).ToList());
        var toWinBack = await work.Read<Receipt>().Where(r => r.PaymentId == payment && Undoing.ByTheBank.Contains(r.Kind)
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.IssuedAt).ToListAsync(stop);
        var file = new UndoFile(
            [], lines, received, toWinBack, await UnansweredRefunds.OpenAsync(work, payment, stop), await ToldMoney.OpenAsync(work, payment, stop), await NotedAgain.WaitingAsync(work, payment, stop),
            await LeftRefunds.OfAsync(work, payment, stop), await NotPaidRefunds.OfAsync(work, payment, stop),
            await Undoing.CountAsync(work, payment, stop), await Invoices.PaidTwiceAsync(work, lines, 1, stop));
        var actAllows = await work.Read<Regie>().AnyAsync(r => r.Id == known.RegieId && r.RefundsThroughProvider, stop);
        file = file with { Mistakes = await Undo.Mistakes.OfAsync(work, payment, stop), InHand = await TakeBacks.RemittedAsync(work, payment, stop) is null, Touched = all.Any(l => l.StillSold < l.Sold) };
        return file with { Acts = [.. file.Offers(known.Means, offered, actAllows)], OwesOnlyInvoices = await Doubled.OfAsync(work, payment, stop) is { WithTickets: false } };
    }

    /// <summary>What a person chose of a payment; the bank takes what the commune had refunded as well.</summary>
    internal static async Task<IReadOnlyList<(SoldLine Line, int Quantity)>> ChosenAsync(
        Work work, PaymentId payment, UndoAct act, IReadOnlyDictionary<long, int> quantities, CancellationToken stop)
    {
        var lines = await TakeBacks.SoldAsync(work, [payment], stop);
        if (act.TakesAll())
            lines = await CommuneRefunds.ReceivedAsync(work, payment, lines, stop);
        return [.. lines.Select(l => (Line: l, Quantity: quantities.GetValueOrDefault(l.TransferId))).Where(t => t.Quantity != 0)];
    }

    private IEnumerable<UndoAct> Offers(PaymentMeans? paidBy, bool offered, bool actAllows)
    {
        var free = Lines.Count > 0 && Unfinished is null && Told.Count == 0;
        if (Received.Count > 0 && paidBy is { } means)
        {
            foreach (var act in new[] { UndoAct.UnpaidCheque, UndoAct.RejectedDebit, UndoAct.Chargeback, UndoAct.NeverReceived }.Where(a => a.Suits(means)))
                yield return act;
            if (Lines.Count > 0 && Told.Count > 0)
                yield return UndoAct.Told;
            // What the commune had paid out comes first: any other refund would give it a second time.
            if (free && offered && Waiting is null)
                yield return UndoAct.ProviderRefund;
            if (free && actAllows && UndoAct.TerminalRefund.Suits(means) && Waiting is null)
                yield return UndoAct.TerminalRefund;
            if (free && UndoAct.Cancel.Suits(means) && InHand && Waiting is null && !(UndoAct.Cancel.IsWhole(means) && Touched))
                yield return UndoAct.Cancel;
            // An invoice leaves that way only where it stays paid.
            if (free && (PaidTwice.Count > 0 || Lines.Any(l => l.InvoiceId is null)))
                yield return UndoAct.CommuneRefund;
        }
        // Asked again until it is answered, even when a notice has already taken everything.
        if (Unfinished is not null && offered)
            yield return UndoAct.ProviderRefund;
        if (MayHaveLeft.Count > 0)
            yield return UndoAct.Left;
        if (ToWinBack.Count > 0)
            yield return UndoAct.WinBack;
        if (MayNotHaveArrived.Count > 0)
            yield return UndoAct.NotPaid;
        if (Mistakes.Count > 0)
            yield return UndoAct.Mistaken;
    }
}
