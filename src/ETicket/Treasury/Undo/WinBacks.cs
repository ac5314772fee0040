using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>« Retours » — what was undone and is not any more: won back, paid after all, a refund that never arrived.</summary>
internal sealed class WinBacks(Database database, UndoLetters letters, PortalAddress portal)
{
    /// <summary><see cref="Reversals.WinBackAsync"/>, of documents of these kinds.</summary>
    public Task<long> WinBackAsync(StructureId structure, long reversal, string reason, IReadOnlyList<ReceiptKind> kinds, CancellationToken stop) =>
        Conflicts.ReplayAsync(() => WinBackOnceAsync(structure, reversal, reason, kinds, null, null, stop), stop);

    /// <summary>
    /// « Ce remboursement n’a pas abouti » — said by a person, of one that nobody but a person said to have left (<see cref="NotPaidRefunds"/>), once per key of the page and once per document:
    /// what it took comes back, and a discrepancy says that its sum is still to be given back. Answers the entry; 0 when it was said already. Refuses any other document with
    /// <see cref="RefundNotUndone"/>.
    /// </summary>
    public Task<long> NotPaidAsync(StructureId structure, Receipt refund, string reason, Guid key, CancellationToken stop) => Conflicts.ReplayAsync(
        () => WinBackOnceAsync(
            structure, refund.EntryId, reason, [ReceiptKind.CommuneRefund, ReceiptKind.ProviderRefund], new TakenBack(refund.FullNumber, -refund.Total, ByTheBank: false, WonBack: true),
            ActKey.Of(key, refund.Kind, [], $"not paid|{refund.Id}"), stop),
        stop);

    /// <summary>
    /// « Remboursement qui n’a pas abouti » — undone by what its provider tells: what was to be given back still is, and a discrepancy says so (<see cref="FailedRefunds"/>).
    /// </summary>
    public Task<long> FailAsync(StructureId structure, long refund, TakenBack failed, CancellationToken stop) =>
        Conflicts.ReplayAsync(() => WinBackOnceAsync(structure, refund, Reasons.Say("Failed", failed.Key), [ReceiptKind.ProviderRefund], failed, null, stop), stop);

    private async Task<long> WinBackOnceAsync(
        StructureId structure, long reversal, string reason, IReadOnlyList<ReceiptKind> kinds, TakenBack? failed, ActKey? said, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var document = await work.Read<Receipt>().SingleOrDefaultAsync(r => r.EntryId == reversal && kinds.Contains(r.Kind), stop) ?? throw new NothingToWinBack();
        var payment = await PaymentReader.LockAsync(work, document.PaymentId, stop);
        if (said is not null)
        {
            if (await said.DocumentAsync(work, stop) is not null || await work.Read<Entry>().AnyAsync(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == reversal, stop))
                return 0;
            await NotPaidRefunds.RefuseOtherAsync(work, document, stop);
        }
        var twice = await Discrepancies.TwiceAsync(work, payment.Id, stop);
        var entry = await TakeBacks.WinBackAsync(work, reversal, reason, stop);
        if (entry == 0)
            return 0;
        await Invoices.WinBackAsync(work, reversal, payment.Id, stop);
        if (PaymentStates.After(payment.State, PaymentEvent.WonBack) is { } won && won != payment.State)
            await new News(structure, payment.Id, won, payment.Amount, null, null, null, News.WonBack, Undoing.Proof(entry, reason)).TellAsync(work, stop);
        // Of a refund that failed the family is told that its sum waits: flagged as paid twice beside it, the same sum would be promised twice.
        var paidTwice = failed is null && await Discrepancies.FlagTwiceAgainAsync(work, payment.Id, twice, portal, stop);
        var noLongerOwed = Undoing.ByTheBank.Contains(document.Kind) ? await NotedAgain.AskAsync(work, document, stop) : Money.Zero;
        // A dispute may have been told as a refund first.
        var dueAgain = failed is null ? await FailedRefunds.AgainAsync(work, document, entry, stop) : Money.Zero;
        if (failed is not null)
            await FailedRefunds.TellAsync(work, document, failed, stop);
        await letters.GivenBackAsync(work, document, refundFailed: failed is not null, notPaid: said is not null, paidTwice, noLongerOwed, dueAgain, stop);
        if (said is not null && !await said.KeepAsync(work, document, stop))
            throw new KeyReused();
        await work.CommitAsync(stop);
        return entry;
    }
}
