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
    private const string OwedToTheCommune = "refunded by the commune";
    private const string ToNoteAgain = "refund to note again";

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
        await Discrepancies.RecordAsync(work, payment.Id, new(OwedToTheCommune, "", Found(sum, standing)), stop);
        return sum;
    }

    /// <summary>The bank paid after all: the family owes the commune nothing any more, the refunds its reversal had undone are real again, and a person notes them again.</summary>
    public static async Task TellAgainAsync(Work work, Receipt reversal, CancellationToken stop)
    {
        // Another reversal of this payment, before the one that took them, undid none.
        var undid = await work.Read<Receipt>().AnyAsync(
            r => r.PaymentId == reversal.PaymentId && r.Kind == ReceiptKind.CommuneRefund
                && work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId && e.Id < reversal.EntryId),
            stop);
        if (!undid || await Told(work, reversal.PaymentId, OwedToTheCommune).LastOrDefaultAsync(stop) is not { } owed)
            return;
        await Discrepancies.CloseAsync(work, reversal.PaymentId, [owed.Found], ToldMoney.Program, Text("PaidAfterAll"), stop);
        await Discrepancies.RecordAsync(work, reversal.PaymentId, new(ToNoteAgain, "", owed.Found), stop);
    }

    /// <summary>The discrepancy that asks for the commune's refund to be noted again, where these tickets are its sum; or null: it is another refund.</summary>
    public static async Task<Discrepancy?> ToNoteAgainAsync(Work work, PaymentId payment, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var sum = string.Create(CultureInfo.InvariantCulture, $"{taken.Sum(t => t.Line.UnitPrice * t.Quantity).Cents} (");
        return await Told(work, payment, ToNoteAgain).FirstOrDefaultAsync(d => d.ResolvedAt == null && d.Found.StartsWith(sum), stop);
    }

    /// <summary>What its second document says beside its reason: no money leaves a second time.</summary>
    public static string ReasonAgain(string reason, Discrepancy asked) =>
        string.Format(French.Culture, Text("NotedAgain"), reason.TrimEnd('.', ' '), asked.Found[(asked.Found.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')'));

    /// <summary>It is noted again: nobody has to look any more.</summary>
    public static Task NotedAgainAsync(Work work, Discrepancy asked, Receipt document, CancellationToken stop) =>
        Discrepancies.CloseAsync(work, asked.PaymentId, [asked.Found], ToldMoney.Program, ToldMoney.Since(document), stop);

    /// <summary>What the document says beside its reason, for the family reads it.</summary>
    public static string Reason(string reason, Money refunded) =>
        string.Format(French.Culture, Text("RefundedBefore"), reason.TrimEnd('.', ' '), French.Euros(refunded));

    private static IOrderedQueryable<Discrepancy> Told(Work work, PaymentId payment, string field) =>
        work.Read<Discrepancy>().Where(d => d.PaymentId == payment && d.Field == field).OrderBy(d => d.Id);

    private static string Text(string name) => Reasons.GetString(name, French.Culture)!;

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
