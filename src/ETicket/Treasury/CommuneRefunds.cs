using System.Globalization;
using System.Resources;
using System.Text.Json;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>
/// « Remboursé par la commune, puis repris par la banque » — the bank takes a whole payment of which the commune had refunded some. A refund outside the régie moved no euro of the
/// régie: it is undone in the books and the whole sale is mirrored, so that tickets and euros end at zero. What the commune paid out, the family owes it: the commune asks for it by a
/// titre, and a discrepancy says so until a person has seen to it.
/// </summary>
internal static class CommuneRefunds
{
    private static readonly ResourceManager Reasons = new("ETicket.Treasury.Reasons", typeof(CommuneRefunds).Assembly);

    /// <summary>The lines of a payment as the bank sees them: what is still sold, and what the commune refunded.</summary>
    public static async Task<IReadOnlyList<SoldLine>> ReceivedAsync(Work work, PaymentId payment, IReadOnlyList<SoldLine> lines, CancellationToken stop)
    {
        var refunded = await RefundedAsync(work, await StandingAsync(work, payment, stop), stop);
        return [.. lines.Select(l => l with { StillSold = l.StillSold + refunded.GetValueOrDefault(l.TransferId) })];
    }

    /// <summary>
    /// Undoes the commune's refunds of a payment, in the caller's transaction which holds it, when these lines are all the bank had paid and more than is still sold; tells a person
    /// what the family owes. Answers that sum: zero where nothing was refunded, or the bank takes no more than is left.
    /// </summary>
    public static async Task<Money> UndoAsync(Work work, Payment payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string reason, CancellationToken stop)
    {
        var standing = await StandingAsync(work, payment.Id, stop);
        if (standing.Count == 0)
            return Money.Zero;
        var sold = await TakeBacks.SoldAsync(work, [payment.Id], stop);
        var refunded = await RefundedAsync(work, standing, stop);
        var asked = taken.ToDictionary(t => t.Line.TransferId, t => t.Quantity);
        if (sold.Any(l => asked.GetValueOrDefault(l.TransferId) != l.StillSold + refunded.GetValueOrDefault(l.TransferId)))
            return Money.Zero;
        foreach (var document in standing)
        {
            await TakeBacks.WinBackAsync(work, document.EntryId, reason, stop);
            await Invoices.WinBackAsync(work, document.EntryId, payment.Id, stop);
        }
        if (!payment.State.IsCredited())
            await new News(work.Structure, payment.Id, PaymentState.Paid, payment.Amount, null, null, null, News.WonBack, JsonSerializer.Serialize(new { reason })).TellAsync(work, stop);
        var sum = -standing.Sum(d => d.Total);
        await Discrepancies.RecordAsync(work, payment.Id, new("refunded by the commune", "", Found(sum, standing)), stop);
        return sum;
    }

    /// <summary>The bank paid after all: the refunds its reversal had undone are real again, and a person notes them again.</summary>
    public static async Task TellAgainAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var undone = await work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind == ReceiptKind.CommuneRefund
            && work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.EntryId).ToListAsync(stop);
        if (undone.Count > 0)
            await Discrepancies.RecordAsync(work, payment, new("refund to note again", "", Found(-undone.Sum(d => d.Total), undone)), stop);
    }

    /// <summary>What the document says beside its reason, for the family reads it.</summary>
    public static string Reason(string reason, Money refunded) =>
        string.Format(French.Culture, Reasons.GetString("RefundedBefore", French.Culture)!, reason.TrimEnd('.', ' '), French.Euros(refunded));

    private static Task<List<Receipt>> StandingAsync(Work work, PaymentId payment, CancellationToken stop) =>
        work.Read<Receipt>().Where(r => r.PaymentId == payment && r.Kind == ReceiptKind.CommuneRefund
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.EntryId).ToListAsync(stop);

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

    private static string Found(Money sum, IEnumerable<Receipt> documents) => string.Create(CultureInfo.InvariantCulture, $"{sum.Cents} ({string.Join(", ", documents.Select(d => d.FullNumber))})");
}
