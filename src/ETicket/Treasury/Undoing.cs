using System.Text.Json;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>How a sale is undone: which entry, which series of documents, and why.</summary>
public sealed record Undoing(EntryKind Entry, string Series, ReceiptKind Receipt, string Reason)
{
    /// <summary>The commune's documents its preview said it notes again (<see cref="NotedAgain"/>), blank for none; null where nothing was previewed.</summary>
    internal string? Shown { get; init; }

    /// <summary>How many acts had undone the payment, or undone that, when its preview was shown (<see cref="CountAsync"/>); null where nothing was previewed.</summary>
    internal int? Seen { get; init; }

    /// <summary>What is written with its document, in the same transaction; not again where that document was there before.</summary>
    internal Func<Work, Receipt, CancellationToken, Task>? Also { get; init; }

    /// <summary>What the bank takes back, and may have to give back again.</summary>
    internal static readonly ReceiptKind[] ByTheBank = [ReceiptKind.UnpaidCheque, ReceiptKind.RejectedDebit, ReceiptKind.Chargeback];

    /// <summary>Only a cheque bounces, only a debit is rejected; money on the table is neither charged back nor refunded by a provider.</summary>
    internal static bool Fits(ReceiptKind kind, PaymentMeans means) => kind switch
    {
        ReceiptKind.UnpaidCheque => means is PaymentMeans.Cheque,
        ReceiptKind.RejectedDebit => means is PaymentMeans.PayFipDebit,
        ReceiptKind.Chargeback or ReceiptKind.ProviderRefund => !means.IsInHand() && means is not PaymentMeans.Transfer,
        _ => true,
    };

    /// <summary>
    /// The payment's state follows what is left sold of it. Several acts may have undone it bit by bit: where the bank took any of it back, that is what the state says, for
    /// that may still be won back.
    /// </summary>
    internal async Task FollowAsync(Work work, Payment payment, long entry, CancellationToken stop)
    {
        if ((await TakeBacks.SoldAsync(work, [payment.Id], stop)).Any(l => l.StillSold > 0))
            return;
        var byTheBank = ByTheBank.Contains(Receipt) || await work.Read<Receipt>().AnyAsync(
            r => r.PaymentId == payment.Id && ByTheBank.Contains(r.Kind)
                && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId),
            stop);
        var state = PaymentStates.After(payment.State, byTheBank ? PaymentEvent.TakenByTheBank : PaymentEvent.RefundedWhole)
            ?? throw new InvalidOperationException($"Payment {payment.Id} is {payment.State}: nothing of it was sold.");
        await new News(work.Structure, payment.Id, state, null, null, null, null, Receipt.ToString(), Proof(entry, Reason)).TellAsync(work, stop);
    }

    /// <summary>How many documents undid a payment, and how many of them were undone in their turn: a page that showed fewer is out of date.</summary>
    internal static async Task<int> CountAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var documents = work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind != ReceiptKind.Sale);
        return await documents.CountAsync(stop) + await work.Read<Entry>().CountAsync(e => e.Kind == EntryKind.ReversalUndone && documents.Any(r => r.EntryId == e.CorrectsId), stop);
    }

    /// <summary>In the transaction that holds the payment: two colleagues who were shown the same tickets do not both take some. Refuses with <see cref="PreviewOutdated"/>.</summary>
    internal static async Task RefuseOutdatedAsync(Work work, PaymentId payment, int? seen, CancellationToken stop)
    {
        if (seen is { } shown && shown != await CountAsync(work, payment, stop))
            throw new PreviewOutdated();
    }

    /// <summary>What a step of a payment says of the entry that made it.</summary>
    internal static string Proof(long entry, string reason) => JsonSerializer.Serialize(new { entry, reason });
}

/// <summary>
/// What a person may do about a payment that was credited. A refund made on the card terminal is recorded, and money a provider tells of is placed (<see cref="UndoAct.Told"/>), a refund read on its
/// statement is said to have left (<see cref="UndoAct.Left"/>), one that only a person knows of never to have arrived (<see cref="UndoAct.NotPaid"/>): no provider is asked.
/// </summary>
public enum UndoAct { UnpaidCheque, RejectedDebit, Chargeback, ProviderRefund, TerminalRefund, CommuneRefund, Told, Left, WinBack, NotPaid }

/// <summary>What an act leaves behind.</summary>
internal static class UndoActs
{
    /// <summary>
    /// Whether a person does this about money that came by <paramref name="means"/>. Stripe and PayPal tell of their disputes and refunds themselves; of PayFiP's and the terminal's the
    /// régie hears from its bank.
    /// </summary>
    public static bool Suits(this UndoAct act, PaymentMeans means) => act switch
    {
        UndoAct.TerminalRefund => means is PaymentMeans.CardTerminal,
        UndoAct.Chargeback => means is PaymentMeans.PayFipCard or PaymentMeans.CardTerminal,
        UndoAct.WinBack or UndoAct.NotPaid => true,
        _ => Undoing.Fits(act.Document(), means),
    };

    /// <summary>
    /// What the page does not offer is refused here too, whoever asks: another means, and a refund on the terminal where the régie's act lets it give nothing back, or while one of the
    /// commune's is to be noted again.
    /// </summary>
    public static async Task RefuseUnfitAsync(this UndoAct act, Work work, PaymentId payment, CancellationToken stop)
    {
        if (act is not (UndoAct.TerminalRefund or UndoAct.Chargeback))
            return;
        if (await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == payment, stop) is not { Means: { } means } paid)
            return;
        if (!act.Suits(means))
            throw new WrongUndoing(means.InWords());
        if (act is not UndoAct.TerminalRefund)
            return;
        if (!await work.Read<Regie>().AnyAsync(r => r.Id == paid.RegieId && r.RefundsThroughProvider, stop))
            throw new RefundNotAllowed();
        await NotedAgain.RefuseAnotherAsync(work, payment, stop);
    }

    /// <summary>The document it makes.</summary>
    public static ReceiptKind Document(this UndoAct act) => act switch
    {
        UndoAct.UnpaidCheque => ReceiptKind.UnpaidCheque,
        UndoAct.RejectedDebit => ReceiptKind.RejectedDebit,
        UndoAct.Chargeback => ReceiptKind.Chargeback,
        UndoAct.ProviderRefund or UndoAct.TerminalRefund or UndoAct.Told or UndoAct.Left => ReceiptKind.ProviderRefund,
        UndoAct.CommuneRefund => ReceiptKind.CommuneRefund,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "It makes no document."),
    };
}

/// <summary>What an act will do: the money it speaks of, each booklet before and after, each invoice after.</summary>
/// <param name="Refunded">What the commune had refunded of it, which the family will owe the commune.</param>
/// <param name="GivenBack">Where a refund given up is said to have left: the documents that gave money back since.</param>
/// <param name="Noted">Where the commune had paid it out before: no money leaves, and what is then still to note.</param>
public sealed record UndoPreview(Money Total, IReadOnlyList<BookletMoved> Booklets, IReadOnlyList<InvoiceMoved> Invoices, Money Refunded = default, NotedAgain? Noted = null, string? GivenBack = null)
{
    /// <summary>Whether the commune will ask for what it had refunded by a titre; so little as no titre is issued for is left to it.</summary>
    public bool AskedByTitre => CommuneRefunds.IsAskedByTitre(Refunded);

    internal static async Task<UndoPreview> OfAsync(Work work, PaymentId payment, Money total, IReadOnlyList<(TicketTypeId? Type, InvoiceId? Invoice, int Quantity, Money Price)> moved, CancellationToken stop) =>
        new(total, await BookletMoved.AfterAsync(work, payment, [.. moved.Select(m => (m.Type, m.Quantity))], stop),
            await InvoiceMoved.AfterAsync(work, [.. moved.Select(m => (m.Invoice, m.Price * m.Quantity))], stop));
}

/// <summary>A booklet before and after an act; <paramref name="Held"/> tickets are promised to days ticked.</summary>
public sealed record BookletMoved(string Label, int Before, int After, int Held)
{
    internal static async Task<IReadOnlyList<BookletMoved>> AfterAsync(Work work, PaymentId payment, IReadOnlyList<(TicketTypeId? Type, int Quantity)> moved, CancellationToken stop)
    {
        var sums = moved.Where(m => m.Type is not null).GroupBy(m => m.Type!.Value).ToDictionary(g => g.Key, g => g.Sum(m => m.Quantity));
        var family = await work.Read<Payment>().Where(p => p.Id == payment).Select(p => p.FamilyId).SingleAsync(stop);
        var wallets = await (from w in work.Read<Wallet>()
                             join t in work.Read<TicketType>() on w.TicketTypeId equals t.Id
                             where w.FamilyId == family
                             orderby t.Label
                             select new { t.Id, t.Label, w.Tickets, w.Held }).ToListAsync(stop);
        return [.. wallets.Where(w => sums.ContainsKey(w.Id)).Select(w => new BookletMoved(w.Label, w.Tickets, w.Tickets + sums[w.Id], w.Held))];
    }
}
