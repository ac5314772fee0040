using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Remboursements qui n’ont pas abouti » — a refund was made, its tickets left, and the bank did not take the money: the tickets are given again, and whoever had paid still waits for that
/// sum. A discrepancy says so until as much is given back in one document, or a person says what became of it.
/// </summary>
internal static class FailedRefunds
{
    public const string Field = "refund failed";

    /// <summary>What is expected of one that failed before anything had left: no ticket moved, and nobody was told.</summary>
    private const string NothingHadLeft = "nothing had left";

    /// <summary>In the transaction that undoes <paramref name="refund"/>, so once.</summary>
    public static Task TellAsync(Work work, Receipt refund, TakenBack failed, CancellationToken stop) =>
        Discrepancies.RecordAsync(work, refund.PaymentId, new(Field, "", ToldMoney.Found(failed with { Amount = -refund.Total })), stop);

    /// <summary>
    /// The same of one whose tickets never left, once per number: <paramref name="made"/> is what the provider had promised. Nobody waits for more than may still be given back of the payment:
    /// all of it, or a part, may have left another way meanwhile.
    /// </summary>
    public static async Task TellAsync(Work work, PaymentId payment, TakenBack made, CancellationToken stop)
    {
        await PaymentReader.HoldAsync(work, payment, stop);
        var told = await work.Read<Discrepancy>().Where(d => d.PaymentId == payment && d.Field == Field).ToListAsync(stop);
        if (told.Exists(d => ToldMoney.Read(d).Key == made.Key))
            return;
        var sum = Within(made.Amount, await LeftAsync(work, payment, stop));
        if (sum > Money.Zero)
            await Discrepancies.RecordAsync(work, payment, new(Field, NothingHadLeft, ToldMoney.Found(made with { Amount = sum })), stop);
    }

    /// <summary>
    /// This document gives money back: the earliest refund that failed for exactly its sum is made good, in the transaction of the document. A larger or smaller one may be for something
    /// else: then a person says. Where the bank took the whole payment nothing of it is to be given back any more: answers what was, which is never more than it took but for what the
    /// commune had <paramref name="refunded"/>, for two refunds of the same tickets may have failed, or one since been made in part.
    /// </summary>
    public static async Task<Money> EndAsync(Work work, Receipt document, Money refunded, CancellationToken stop)
    {
        var waiting = await WaitingAsync(work, document.PaymentId, stop);
        if (waiting.Count == 0)
            return Money.Zero;
        if (document.Kind is ReceiptKind.CommuneRefund or ReceiptKind.ProviderRefund)
        {
            if (waiting.Find(d => ToldMoney.Read(d).Amount == -document.Total) is { } good)
                await Discrepancies.CloseAsync(work, document.PaymentId, [Field], Reasons.Program, Reasons.Say("GivenBackSince", document.FullNumber), stop, [good.Found]);
            return Money.Zero;
        }
        if (!Undoing.Whole.Contains(document.Kind) || (await TakeBacks.SoldAsync(work, [document.PaymentId], stop)).Any(l => l.StillSold > 0))
            return Money.Zero;
        await Discrepancies.CloseAsync(work, document.PaymentId, [Field], Reasons.Program, Reasons.Say("TakenByTheBank", document.FullNumber), stop);
        return Within(waiting.Sum(d => ToldMoney.Read(d).Amount), -document.Total - refunded);
    }

    /// <summary>
    /// What this document took comes back: whoever waited for a refund until the program closed that with its number waits again. Answers for how much: never more than may still be given
    /// back of the payment, so asked once what is to be noted again is known (<see cref="NotedAgain.AskAsync"/>).
    /// </summary>
    public static async Task<Money> AgainAsync(Work work, Receipt document, long entry, CancellationToken stop)
    {
        var closed = await work.Read<Discrepancy>().Where(d => d.PaymentId == document.PaymentId && d.Field == Field && d.ResolvedBy == Reasons.Program).OrderBy(d => d.Id).ToListAsync(stop);
        var again = closed.Where(d => d.Outcome?.Contains(document.FullNumber, StringComparison.Ordinal) is true).Select(ToldMoney.Read).ToList();
        var left = again.Count > 0 ? await LeftAsync(work, document.PaymentId, stop) : Money.Zero;
        var due = Money.Zero;
        foreach (var told in again)
        {
            var sum = Within(told.Amount, left - due);
            if (sum > Money.Zero)
                await Discrepancies.RecordAsync(work, document.PaymentId, new(Field, "", ToldMoney.Found(told with { Amount = sum, Key = FormattableString.Invariant($"{told.Key}/{entry}") })), stop);
            due += sum;
        }
        return due;
    }

    /// <summary>What may still be given back of a payment: what is still sold of it, without what the commune gave back before and notes again, nor what waits already.</summary>
    private static async Task<Money> LeftAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var sold = (await TakeBacks.SoldAsync(work, [payment], stop)).Sum(l => l.UnitPrice * l.StillSold);
        var noted = (await NotedAgain.WaitingAsync(work, payment, stop))?.Left ?? Money.Zero;
        return sold - noted - (await WaitingAsync(work, payment, stop)).Sum(d => ToldMoney.Read(d).Amount);
    }

    private static Task<List<Discrepancy>> WaitingAsync(Work work, PaymentId payment, CancellationToken stop) =>
        work.Read<Discrepancy>().Where(d => d.PaymentId == payment && d.Field == Field && d.ResolvedAt == null).OrderBy(d => d.Id).ToListAsync(stop);

    private static Money Within(Money told, Money most) => told < most ? told : most > Money.Zero ? most : Money.Zero;
}
