using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Treasury.Refunds;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Undo;

/// <summary>« Levées » — what was undone and is not any more: won back, paid after all, a refund that never arrived, an act noted by mistake. Each has a document of its own (<see cref="Lift"/>).</summary>
internal sealed class WinBacks(Database database, UndoLetters letters, PortalAddress portal)
{
    private static readonly ReceiptKind[] Refunds = [ReceiptKind.CommuneRefund, ReceiptKind.ProviderRefund];

    /// <summary><see cref="Reversals.WinBackAsync"/>, of documents of these kinds.</summary>
    public Task<long> WinBackAsync(StructureId structure, long reversal, string reason, IReadOnlyList<ReceiptKind> kinds, CancellationToken stop, string? by = null) =>
        LiftAsync(structure, reversal, new(reason, by, kinds), stop);

    /// <summary>
    /// « Ce remboursement n’a pas abouti » — said by a person, of one that nobody but a person said to have left (<see cref="NotPaidRefunds"/>), once per key of the page and once per document:
    /// what it took comes back, and a discrepancy says that its sum is still to be given back. Answers the entry; 0 when it was said already. Refuses any other document with
    /// <see cref="RefundNotUndone"/>.
    /// </summary>
    public Task<long> NotPaidAsync(StructureId structure, Receipt refund, string reason, string by, Guid key, CancellationToken stop) => LiftAsync(
        structure, refund.EntryId,
        new(reason, by, Refunds)
        {
            Failed = new TakenBack(refund.FullNumber, -refund.Total, ByTheBank: false, WonBack: true),
            Said = ActKey.Of(key, refund.Kind, [], $"not paid|{refund.Id}"),
            Refuse = NotPaidRefunds.RefuseOtherAsync,
        },
        stop);

    /// <summary>
    /// « Noté par erreur » — said by a person, of a document that nobody but a person made (<see cref="Mistakes"/>), once per key of the page and once per document: it never happened, so what it
    /// took comes back and nothing is due for it. Answers the entry; 0 when it was said already. Refuses any other document with <see cref="NotAMistake"/>.
    /// </summary>
    public Task<long> MistakenAsync(StructureId structure, Receipt document, string reason, string by, Guid key, CancellationToken stop) => LiftAsync(
        structure, document.EntryId,
        new(reason, by, [.. Undoing.Whole, .. Refunds]) { Mistaken = true, Said = ActKey.Of(key, document.Kind, [], $"mistaken|{document.Id}"), Refuse = Mistakes.RefuseOtherAsync }, stop);

    /// <summary>
    /// « Remboursement qui n’a pas abouti » — undone by what its provider tells: what was to be given back still is, and a discrepancy says so (<see cref="FailedRefunds"/>).
    /// </summary>
    public Task<long> FailAsync(StructureId structure, long refund, TakenBack failed, CancellationToken stop) =>
        LiftAsync(structure, refund, new(Reasons.Say("Failed", failed.Key), null, [ReceiptKind.ProviderRefund]) { Failed = failed }, stop);

    private Task<long> LiftAsync(StructureId structure, long reversal, Lifting lifting, CancellationToken stop) =>
        Conflicts.ReplayAsync(() => Midnight.AcrossAsync(() => LiftOnceAsync(structure, reversal, lifting, stop)), stop);

    private async Task<long> LiftOnceAsync(StructureId structure, long reversal, Lifting lifting, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var document = await work.Read<Receipt>().SingleOrDefaultAsync(r => r.EntryId == reversal && lifting.Kinds.Contains(r.Kind), stop) ?? throw new NothingToWinBack();
        var payment = await PaymentReader.LockAsync(work, document.PaymentId, stop);
        await HeldInvoices.HoldAsync(work, payment.Id, stop);
        if (lifting.Said is { } said)
        {
            if (await said.DocumentAsync(work, stop) is not null || await work.Read<Entry>().AnyAsync(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == reversal, stop))
                return 0;
            await lifting.Refuse!(work, document, stop);
        }
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var twice = await Discrepancies.TwiceAsync(work, payment.Id, stop);
        var entry = await TakeBacks.WinBackAsync(work, reversal, today, lifting.Reason, lifting.By, stop);
        if (entry == 0)
            return 0;
        await Invoices.WinBackAsync(work, reversal, payment.Id, stop);
        if (PaymentStates.After(payment.State, PaymentEvent.WonBack) is { } won && won != payment.State)
            await new News(structure, payment.Id, won, payment.Amount, null, null, null, News.WonBack, Undoing.Proof(entry, lifting.Reason)).TellAsync(work, stop);
        await new Lift(document, entry).IssueAsync(work, today, lifting.Reason, stop);
        var failed = lifting.Failed;
        // Of a refund that failed the family is told that its sum waits: flagged as paid twice beside it, the same sum would be promised twice.
        var paidTwice = failed is null && await Discrepancies.FlagTwiceAgainAsync(work, payment.Id, twice, portal, stop);
        var noLongerOwed = Undoing.Whole.Contains(document.Kind) ? await NotedAgain.AskAsync(work, document, stop) : Money.Zero;
        if (lifting.Mistaken)
            await NotedAgain.AskAgainAsync(work, document, entry, stop);
        // A dispute may have been told as a refund first.
        var dueAgain = failed is null ? await FailedRefunds.AgainAsync(work, document, entry, stop) : Money.Zero;
        if (failed is not null)
            await FailedRefunds.TellAsync(work, document, failed, stop);
        await letters.GivenBackAsync(work, document, new(failed is not null, NotPaid: failed is not null && lifting.Said is not null, lifting.Mistaken, paidTwice, noLongerOwed, dueAgain, lifting.Reason), stop);
        if (lifting.Said is not null && !await lifting.Said.KeepAsync(work, document, stop))
            throw new KeyReused();
        await work.CommitAsync(stop);
        return entry;
    }

    /// <summary>Why, said by whom, and of documents of which kinds.</summary>
    private sealed record Lifting(string Reason, string? By, IReadOnlyList<ReceiptKind> Kinds)
    {
        /// <summary>The refund whose sum is still to be given back.</summary>
        public TakenBack? Failed { get; init; }

        /// <summary>It never happened, and only a person had said so.</summary>
        public bool Mistaken { get; init; }

        /// <summary>The key a page made; null where a provider tells it, or a person says it once whatever the page.</summary>
        public ActKey? Said { get; init; }

        /// <summary>What may be said of the document, where a page says it.</summary>
        public Func<Work, Receipt, CancellationToken, Task>? Refuse { get; init; }
    }
}
