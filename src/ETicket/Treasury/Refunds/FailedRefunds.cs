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

    /// <summary>In the transaction that undoes <paramref name="refund"/>, so once.</summary>
    public static Task TellAsync(Work work, Receipt refund, TakenBack failed, CancellationToken stop) =>
        Discrepancies.RecordAsync(work, refund.PaymentId, new(Field, "", ToldMoney.Found(failed with { Amount = -refund.Total })), stop);

    /// <summary>The same of one whose tickets never left: <paramref name="made"/> is what the provider had promised.</summary>
    public static Task TellAsync(Work work, PaymentId payment, TakenBack made, CancellationToken stop) =>
        Discrepancies.RecordAsync(work, payment, new(Field, "", ToldMoney.Found(made)), stop);

    /// <summary>
    /// This document gives money back: the earliest refund that failed for exactly its sum is made good, in the transaction of the document. A larger or smaller one may be for something
    /// else: then a person says. Where the bank took the whole payment nothing of it is to be given back any more: answers what was.
    /// </summary>
    public static async Task<Money> EndAsync(Work work, Receipt document, CancellationToken stop)
    {
        var waiting = await work.Read<Discrepancy>().Where(d => d.PaymentId == document.PaymentId && d.Field == Field && d.ResolvedAt == null).OrderBy(d => d.Id).ToListAsync(stop);
        if (waiting.Count == 0)
            return Money.Zero;
        if (document.Kind is ReceiptKind.CommuneRefund or ReceiptKind.ProviderRefund)
        {
            if (waiting.Find(d => ToldMoney.Read(d).Amount == -document.Total) is { } good)
                await Discrepancies.CloseAsync(work, document.PaymentId, [Field], Reasons.Program, Reasons.Say("GivenBackSince", document.FullNumber), stop, [good.Found]);
            return Money.Zero;
        }
        if (!Undoing.ByTheBank.Contains(document.Kind) || (await TakeBacks.SoldAsync(work, [document.PaymentId], stop)).Any(l => l.StillSold > 0))
            return Money.Zero;
        await Discrepancies.CloseAsync(work, document.PaymentId, [Field], Reasons.Program, Reasons.Say("TakenByTheBank", document.FullNumber), stop);
        return new Money(waiting.Sum(d => ToldMoney.Read(d).Amount.Cents));
    }

    /// <summary>What this document took comes back: whoever waited for a refund until the program closed that with its number waits again. Answers for how much.</summary>
    public static async Task<Money> AgainAsync(Work work, Receipt document, long entry, CancellationToken stop)
    {
        var closed = await work.Read<Discrepancy>().Where(d => d.PaymentId == document.PaymentId && d.Field == Field && d.ResolvedBy == Reasons.Program).OrderBy(d => d.Id).ToListAsync(stop);
        var again = closed.Where(d => d.Outcome?.Contains(document.FullNumber, StringComparison.Ordinal) is true).Select(ToldMoney.Read).ToList();
        foreach (var told in again)
            await Discrepancies.RecordAsync(work, document.PaymentId, new(Field, "", ToldMoney.Found(told with { Key = FormattableString.Invariant($"{told.Key}/{entry}") })), stop);
        return new Money(again.Sum(told => told.Amount.Cents));
    }
}
