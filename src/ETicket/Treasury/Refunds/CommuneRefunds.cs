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
/// « Remboursé par la commune, puis repris par la banque » — the bank takes a whole payment of which the commune had refunded some. A refund outside the régie moved no euro of the
/// régie: it is undone in the books and the whole sale is mirrored, so that tickets and euros end at zero. What the commune paid out, the family owes it: the commune asks for it by a
/// titre (not under 15 €), and a discrepancy says so until a person has seen to it.
/// </summary>
internal static class CommuneRefunds
{
    public const string Owed = "refunded by the commune";

    /// <summary>L. 1611-5 and D. 1611-1 CGCT: a debt of less than 15 € that is no tax is not recovered, so that no titre is issued for it alone.</summary>
    public static readonly Money LeastOfATitre = new(15_00);

    /// <summary>Whether the commune asks for this sum by itself.</summary>
    public static bool IsAskedByTitre(Money owed) => owed >= LeastOfATitre;

    /// <summary>The lines of a payment as the bank sees them: what is still sold, and what the commune refunded.</summary>
    public static async Task<IReadOnlyList<SoldLine>> ReceivedAsync(Work work, PaymentId payment, IReadOnlyList<SoldLine> lines, CancellationToken stop)
    {
        var refunded = await RefundedAsync(work, await StandingAsync(work, payment, stop), stop);
        return [.. lines.Select(l => l with { StillSold = l.StillSold + refunded.GetValueOrDefault(l.TransferId) })];
    }

    /// <summary>What whoever was refunded will owe the commune if the bank takes these lines: zero where nothing was refunded, or the bank takes no more than is left.</summary>
    public static async Task<Money> OwedAsync(Work work, PaymentId payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop) =>
        (await WholeAsync(work, payment, taken, stop))?.Sum ?? Money.Zero;

    /// <summary>
    /// Undoes the commune's refunds of a payment, in the caller's transaction which holds it, when these lines are all the bank had paid; tells a person what the family owes, with
    /// what was still to note again. Answers that sum; the documents of what is lifted are the caller's to issue, last (<paramref name="lifts"/>).
    /// </summary>
    public static async Task<Money> UndoAsync(Work work, Payment payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Undoing undoing, DateOnly today, List<Lift> lifts, CancellationToken stop)
    {
        if (await WholeAsync(work, payment.Id, taken, stop) is not { } whole)
            return Money.Zero;
        foreach (var document in whole.Standing)
        {
            lifts.Add(new(document, await TakeBacks.WinBackAsync(work, document.EntryId, today, undoing.Reason, undoing.By, stop)));
            await Invoices.WinBackAsync(work, document.EntryId, payment.Id, stop);
        }
        var numbers = whole.Standing.Select(d => d.FullNumber).ToList();
        if (whole.Waiting is { } waiting)
        {
            // Taken a second time before it was noted again: another debt than the first, by the reversal that was won meanwhile.
            var won = await work.Read<Receipt>().Where(r => r.PaymentId == payment.Id && Undoing.Whole.Contains(r.Kind)).OrderBy(r => r.EntryId).LastAsync(stop);
            numbers.AddRange([.. waiting.Documents.Split(", "), won.FullNumber]);
            await Discrepancies.CloseAsync(work, payment.Id, [NotedAgain.Field], Reasons.Program, Reasons.Say("TakenAgain"), stop);
        }
        await Discrepancies.RecordAsync(work, payment.Id, new(Owed, "", string.Create(CultureInfo.InvariantCulture, $"{whole.Sum.Cents} ({string.Join(", ", numbers)})")), stop);
        return whole.Sum;
    }

    /// <summary>Whether the bank took what the commune had refunded, and a person has still to see to it; a refund only noted by mistake is owed to nobody.</summary>
    public static Task<bool> IsOwedAsync(Work work, PaymentId payment, CancellationToken stop) =>
        work.Read<Discrepancy>().AnyAsync(d => d.PaymentId == payment && d.Field == Owed && d.ResolvedAt == null, stop);

    /// <summary>What the document says beside its reason, for the family reads it.</summary>
    public static string Reason(string reason, Money refunded) => Reasons.Say("RefundedBefore", reason.TrimEnd('.', ' '), French.Euros(refunded));

    /// <summary>The commune's refunds of a payment that were not undone.</summary>
    public static Task<List<Receipt>> StandingAsync(Work work, PaymentId payment, CancellationToken stop) =>
        work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind == ReceiptKind.CommuneRefund
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.EntryId).ToListAsync(stop);

    /// <summary>What the commune had refunded, what of it was still to note again, and the sum of both, where these lines are all the bank had paid; else null.</summary>
    private static async Task<(List<Receipt> Standing, NotedAgain? Waiting, Money Sum)?> WholeAsync(
        Work work, PaymentId payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var standing = await StandingAsync(work, payment, stop);
        var waiting = await NotedAgain.WaitingAsync(work, payment, standing, stop);
        if (standing.Count == 0 && waiting is null)
            return null;
        var (sold, refunded) = (await TakeBacks.SoldAsync(work, [payment], stop), await RefundedAsync(work, standing, stop));
        var asked = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        if (sold.Any(l => asked.GetValueOrDefault(l.TransferId) != l.StillSold + refunded.GetValueOrDefault(l.TransferId)))
            return null;
        return (standing, waiting, (waiting?.Left ?? Money.Zero) - standing.Sum(d => d.Total));
    }

    /// <summary>How many of each line of the sale these documents gave back; an invoice counts for one.</summary>
    private static async Task<IReadOnlyDictionary<long, int>> RefundedAsync(Work work, List<Receipt> documents, CancellationToken stop)
    {
        var given = new Dictionary<long, int>();
        if (documents.Count == 0)
            return given;
        await using var command = work.Command(
            "select t.mirrors_id, greatest(sum(t.quantity), 1)::int from transfer t where t.structure_id = $1 and t.entry_id = any($2) and t.mirrors_id is not null group by 1",
            work.Structure.Value, documents.Select(d => d.EntryId).ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            given[reader.GetInt64(0)] = reader.GetInt32(1);
        return given;
    }
}
