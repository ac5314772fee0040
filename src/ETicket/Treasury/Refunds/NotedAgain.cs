using System.Globalization;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>
/// « Remboursement noté de nouveau » — what the commune had paid out under these documents before the bank paid after all, and what of it a person has still to note again. While
/// that waits, every refund of the commune is some of it: no money leaves a second time.
/// </summary>
public sealed record NotedAgain(string Documents, Money Left)
{
    internal const string Field = "refund to note again";

    /// <summary>Whether some refund of this payment was ever to be noted again.</summary>
    internal static Task<bool> WasAskedAsync(Work work, PaymentId payment, CancellationToken stop) => work.Read<Discrepancy>().AnyAsync(d => d.PaymentId == payment && d.Field == Field, stop);

    /// <summary>What waits; null when nothing does. Every refund of the commune that stands was noted since.</summary>
    internal static async Task<NotedAgain?> WaitingAsync(Work work, PaymentId payment, CancellationToken stop) =>
        await WaitingAsync(work, payment, await CommuneRefunds.StandingAsync(work, payment, stop), stop);

    internal static async Task<NotedAgain?> WaitingAsync(Work work, PaymentId payment, List<Receipt> standing, CancellationToken stop)
    {
        var asked = await work.Read<Discrepancy>().Where(d => d.PaymentId == payment && d.Field == Field && d.ResolvedAt == null).OrderBy(d => d.Id).LastOrDefaultAsync(stop);
        if (asked?.Found.Split(' ', 2) is not [var cents, ['(', .. var numbers, ')']])
            return null;
        var left = new Money(long.Parse(cents, CultureInfo.InvariantCulture)) + standing.Sum(d => d.Total);
        return left > Money.Zero ? new(string.Join(", ", numbers.Split(", ").Where(n => n.StartsWith('B'))), left) : null;
    }

    /// <summary>
    /// The same once these tickets are noted; null where nothing waits: it is another refund. Several documents may note one sum. Refuses more than is still to note with
    /// <see cref="NoteAgainFirst"/>: some of it would be paid twice.
    /// </summary>
    internal static async Task<NotedAgain?> ByAsync(Work work, PaymentId payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        if (await WaitingAsync(work, payment, stop) is not { } waiting)
            return null;
        var sum = taken.Sum(t => t.Line.UnitPrice * t.Quantity);
        return sum > waiting.Left ? throw new NoteAgainFirst(waiting.Left, waiting.Documents) : waiting with { Left = waiting.Left - sum };
    }

    /// <summary>The commune gives back nothing beside money that left, or may have; what it had paid out before is no second payment, as its preview said.</summary>
    internal static async Task<NotedAgain?> ShownAsync(Work work, PaymentId payment, string? shown, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        await RefundRequests.RefuseAnotherAsync(work, payment, stop);
        var noted = await ByAsync(work, payment, taken, stop);
        return shown is null || shown == (noted?.Documents ?? "") ? noted : throw new PreviewOutdated();
    }

    /// <summary>Refuses any other way of giving back with <see cref="NoteAgainFirst"/> while something waits: the family would have it twice.</summary>
    internal static async Task RefuseAnotherAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        if (await WaitingAsync(work, payment, stop) is { } waiting)
            throw new NoteAgainFirst(waiting.Left, waiting.Documents);
    }

    /// <summary>
    /// The bank paid after all: the family owes the commune nothing any more, the refunds its reversal had undone are real again, and a person notes them again. Answers what is no longer owed.
    /// </summary>
    internal static async Task<Money> AskAsync(Work work, Receipt reversal, CancellationToken stop)
    {
        var owed = work.Read<Discrepancy>().Where(d => d.PaymentId == reversal.PaymentId && d.Field == CommuneRefunds.Owed).OrderBy(d => d.Id);
        if (await owed.LastOrDefaultAsync(stop) is not { } last || !await IsOfAsync(work, last, reversal, stop))
            return Money.Zero;
        await Discrepancies.CloseAsync(work, reversal.PaymentId, [CommuneRefunds.Owed], Reasons.Program, Reasons.Say("PaidAfterAll"), stop);
        await Discrepancies.RecordAsync(work, reversal.PaymentId, new(Field, "", last.Found), stop);
        return new Money(long.Parse(last.Found.Split(' ', 2)[0], CultureInfo.InvariantCulture));
    }

    /// <summary>A document that noted some of it again was noted by mistake: where that had ended it, it waits again. While it waits, what is left of it grows by itself.</summary>
    internal static async Task AskAgainAsync(Work work, Receipt document, long entry, CancellationToken stop)
    {
        var last = await work.Read<Discrepancy>().Where(d => d.PaymentId == document.PaymentId && d.Field == Field).OrderBy(d => d.Id).LastOrDefaultAsync(stop);
        if (last is { ResolvedAt: not null } && last.ResolvedBy == Reasons.Program && last.Outcome?.Contains(document.FullNumber, StringComparison.Ordinal) is true)
            await Discrepancies.RecordAsync(work, document.PaymentId, new(Field, "", FormattableString.Invariant($"{last.Found.TrimEnd(')')}, {entry})")), stop);
    }

    /// <summary>
    /// Whether this reversal made that debt: it undid the refunds the debt names, after any reversal before it, or it names that one, won back before its refunds were noted again. An
    /// earlier debt was settled with its own reversal.
    /// </summary>
    private static async Task<bool> IsOfAsync(Work work, Discrepancy owed, Receipt reversal, CancellationToken stop)
    {
        var named = owed.Found.Split(' ', 2) is [_, ['(', .. var numbers, ')']] ? numbers.Split(", ") : [];
        var before = await work.Read<Receipt>().Where(r => r.PaymentId == reversal.PaymentId && Undoing.Whole.Contains(r.Kind) && r.EntryId < reversal.EntryId)
            .OrderBy(r => r.EntryId).LastOrDefaultAsync(stop);
        if (before is not null && named.Contains(before.FullNumber))
            return true;
        var since = before?.EntryId ?? 0;
        var undone = await work.Read<Receipt>().Where(r => r.PaymentId == reversal.PaymentId && r.Kind == ReceiptKind.CommuneRefund && work.Db.Set<Entry>().Any(
            e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId && e.Id > since && e.Id < reversal.EntryId)).ToListAsync(stop);
        return undone.Exists(r => named.Contains(r.FullNumber));
    }

    /// <summary>What a document that notes it says beside its reason.</summary>
    internal string Reason(string reason) => Reasons.Say("NotedAgain", reason.TrimEnd('.', ' '), Documents);

    /// <summary>Noted whole, nobody has to look any more.</summary>
    internal async Task EndAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        if (Left > Money.Zero)
            return;
        var documents = (await CommuneRefunds.StandingAsync(work, payment, stop)).Select(d => d.FullNumber);
        await Discrepancies.CloseAsync(work, payment, [Field], Reasons.Program, Reasons.Say("Noted", string.Join(", ", documents)), stop);
    }
}
