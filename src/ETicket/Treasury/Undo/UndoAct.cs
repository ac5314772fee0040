using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Refunds;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>
/// What a person may do about a payment that was credited. A refund made on the card terminal is recorded, and money a provider tells of is placed (<see cref="UndoAct.Told"/>), a refund read on its
/// statement is said to have left (<see cref="UndoAct.Left"/>), one that only a person knows of never to have arrived (<see cref="UndoAct.NotPaid"/>), what only a person said to have been said by
/// mistake (<see cref="UndoAct.Mistaken"/>): no provider is asked.
/// </summary>
public enum UndoAct { UnpaidCheque, RejectedDebit, Chargeback, ProviderRefund, TerminalRefund, CommuneRefund, Told, Left, WinBack, NotPaid, Cancel, NeverReceived, Mistaken }

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
        UndoAct.Cancel => means.IsInHand(),
        UndoAct.WinBack or UndoAct.NotPaid or UndoAct.Mistaken => true,
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

    /// <summary>Whether it undoes a document that undid the payment, and not the payment.</summary>
    public static bool Lifts(this UndoAct act) => act is UndoAct.WinBack or UndoAct.NotPaid or UndoAct.Mistaken;

    /// <summary>All that is left of the payment or nothing: the bank knows no part, and a cheque or a voucher is handed back as it is; coins, and what the provider or the commune gives back, may go in part.</summary>
    public static bool IsWhole(this UndoAct act, PaymentMeans? means) => act switch
    {
        UndoAct.Cancel => means is not PaymentMeans.Cash,
        UndoAct.ProviderRefund or UndoAct.TerminalRefund or UndoAct.CommuneRefund or UndoAct.Told or UndoAct.Left => false,
        _ => true,
    };

    /// <summary>What leaves nothing of the payment to the régie: the bank took it, or it never came. All of it or nothing, with what the commune had refunded.</summary>
    public static bool TakesAll(this UndoAct act) => act is UndoAct.UnpaidCheque or UndoAct.RejectedDebit or UndoAct.Chargeback or UndoAct.NeverReceived;

    /// <summary>
    /// « Date du rejet » — the day the bank gives for a debit it rejected; null for any other act. Refuses none with <see cref="BankDayMissing"/>, one before the debit was ordered or not come yet
    /// with <see cref="BankDayImpossible"/>.
    /// </summary>
    public static async Task<DateOnly?> BankDayAsync(this UndoAct act, Work work, PaymentId payment, DateOnly? said, CancellationToken stop)
    {
        if (act is not UndoAct.RejectedDebit || await work.Read<Payment>().SingleOrDefaultAsync(p => p.Id == payment, stop) is not { Means: PaymentMeans.PayFipDebit } debit)
            return null;
        var (ordered, today) = (ParisTime.DayOf(debit.ProviderAt ?? debit.CreatedAt), ParisTime.DayOf(await work.NowAsync(stop)));
        return said is not { } day ? throw new BankDayMissing() : day < ordered || day > today ? throw new BankDayImpossible(ordered, today) : day;
    }

    /// <summary>The document it makes.</summary>
    public static ReceiptKind Document(this UndoAct act) => act switch
    {
        UndoAct.UnpaidCheque => ReceiptKind.UnpaidCheque,
        UndoAct.RejectedDebit => ReceiptKind.RejectedDebit,
        UndoAct.Chargeback => ReceiptKind.Chargeback,
        UndoAct.ProviderRefund or UndoAct.TerminalRefund or UndoAct.Told or UndoAct.Left => ReceiptKind.ProviderRefund,
        UndoAct.CommuneRefund => ReceiptKind.CommuneRefund,
        UndoAct.Cancel => ReceiptKind.Cancel,
        UndoAct.NeverReceived => ReceiptKind.NeverReceived,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "It makes no document."),
    };
}
