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
/// « Remboursements bien partis » — the provider never answered, and a person read on its statement that the money left: its number is written, its tickets leave, and the request is over,
/// by whom and when. No provider is asked. What the provider tells later under that number is this refund; under another number it waits for a person.
/// </summary>
internal sealed class LeftRefunds(Database database, Reversals reversals)
{
    private readonly Mirrors _mirrors = new(database, reversals);

    /// <summary>
    /// Those of a payment a person may say it of, the earliest first: without an answer, though a sum that was told may already be it, or given up and never told of; one of each key.
    /// </summary>
    public static async Task<IReadOnlyList<RefundRequest>> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        var all = await UnansweredRefunds.OfAsync(work, payment, stop);
        return [.. all.Select(r => r.Key).Distinct().Select(key => UnansweredRefunds.UnknownOf(all, key) ?? all.Find(r => r.Key == key && r.EndedAt is null)).OfType<RefundRequest>()];
    }

    /// <summary>What the request took, as it was asked; refuses one that waits no more with <see cref="RefundAnswered"/>, and a number that is another's (<see cref="RefundNumbers"/>).</summary>
    public async Task<(RefundRequest Asked, IReadOnlyList<(SoldLine Line, int Quantity)> Taken)> ReadAsync(
        StructureId structure, PaymentId payment, Guid request, string number, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var asked = await FindAsync(work, payment, request, number, stop);
        // Its own number, written or told meanwhile, is no other's.
        if (asked.MadeAs is null)
            await RefundNumbers.RefuseAsync(work, asked, Told(asked, number), stop);
        return (asked, Taken(asked, await TakeBacks.SoldAsync(work, [payment], stop)));
    }

    /// <summary>
    /// Says it, in one transaction: the document under that number, the end of the request and of its discrepancy. The same under the same <paramref name="key"/>, or by somebody else,
    /// answers the same document. Where its tickets left another way meanwhile it is over all the same, a discrepancy waits under its number, and it refuses with
    /// <see cref="RefundWithoutTickets"/>. Refuses besides what <see cref="ReadAsync"/> refuses.
    /// </summary>
    public async Task<Receipt> SayAsync(StructureId structure, PaymentId payment, Guid request, string? number, string by, Guid key, CancellationToken stop)
    {
        var read = RefundNumbers.Read(number);
        if (await MadeAsync(structure, payment, request, read, by, key, stop) is { } made)
            return made;
        var (asked, taken) = await ReadAsync(structure, payment, request, read, stop);
        var told = Told(asked, read);
        var undoing = Reversals.ProviderRefund(Mirrors.ReasonOf(told, asked.Reason)) with
        {
            By = by,
            Also = async (work, document, stop) =>
            {
                await EndAsync(work, payment, request, read, by, document, stop);
                await Key(key, asked, taken, read).KeepAsync(work, document, stop);
            },
        };
        try
        {
            var document = await reversals.UndoAsync(structure, undoing, taken, ActKey.Of(payment, told), stop);
            await _mirrors.CloseAsync(structure, payment, told, Reasons.Say("Since", document.FullNumber), stop);
            // Told under this number while this was written, it may be another sum's.
            return await MadeAsync(structure, payment, request, read, by, key, stop) is null ? throw new NumberTaken(read, document.FullNumber) : document;
        }
        catch (MoreThanSold)
        {
            // Somebody else said it first, or the provider.
            if (await MadeAsync(structure, payment, request, read, by, key, stop) is { } first)
                return first;
            await using var work = await database.BeginAsync(structure, stop);
            await PaymentReader.HoldAsync(work, payment, stop);
            await EndAsync(work, payment, request, read, by, null, stop);
            await ToldMoney.WaitAsync(work, payment, told, stop, OwnTickets(taken));
            await work.CommitAsync(stop);
            throw new RefundWithoutTickets(told.Amount);
        }
    }

    /// <summary>Its document, where this was said before, or the provider told this very number of it: a request that still waited for its answer is then over.</summary>
    private async Task<Receipt?> MadeAsync(StructureId structure, PaymentId payment, Guid request, string number, string by, Guid key, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await PaymentReader.HoldAsync(work, payment, stop);
        var asked = (await UnansweredRefunds.OfAsync(work, payment, stop)).FindLast(r => r.Key == request) ?? throw new RefundAnswered();
        var said = Key(key, asked, Taken(asked, await TakeBacks.SoldAsync(work, [payment], stop)), number);
        if (await said.DocumentAsync(work, stop) is { } made)
            return made;
        if (asked.MadeAs != number || await ActKey.Of(payment, Told(asked, number)).DocumentAsync(work, stop) is not { } known)
            return null;
        await EndAsync(work, payment, request, number, by, known, stop);
        await said.KeepAsync(work, known, stop);
        await work.CommitAsync(stop);
        return known;
    }

    /// <summary>
    /// In the caller's transaction, which holds the payment: who said it, when, under which number; nobody has to look for its answer any more. Where it had been given up and money was given
    /// back since, beside its own <paramref name="document"/>, a person is told, as when the provider tells it.
    /// </summary>
    private static async Task EndAsync(Work work, PaymentId payment, Guid request, string number, string by, Receipt? document, CancellationToken stop)
    {
        var asked = await FindAsync(work, payment, request, number, stop);
        await using var command = work.Command(
            """
            update refund_request
            set left_by = case when made_as is null then $4 else left_by end, left_at = case when made_as is null then eticket_now() else left_at end, made_as = $5, ended_at = coalesce(ended_at, eticket_now()), outcome = coalesce(outcome, $5)
            where structure_id = $1 and payment_id = $2 and rank = $3
            """,
            work.Structure.Value, payment.Value, asked.Rank, by, number);
        await command.ExecuteNonQueryAsync(stop);
        // One that was given up has closed its own: what waits now is another's.
        if (asked.EndedAt is null)
            await Discrepancies.CloseAsync(work, payment, [UnansweredRefunds.Field], by, Reasons.Say("Left", number), stop);
        if ((await GivenBackSinceAsync(work, asked, document, stop)).Count > 0)
            await Discrepancies.RecordAsync(work, payment, new(RefundAnswers.MadeAfterAll, "", ToldMoney.Found(Told(asked, number))), stop);
    }

    /// <summary>The documents, <paramref name="but"/> one, that gave money of this payment back since this request was given up, and stand; none where it was not given up.</summary>
    public static async Task<IReadOnlyList<string>> GivenBackSinceAsync(Work work, RefundRequest asked, Receipt? but, CancellationToken stop)
    {
        if (asked is not { IsGivenUp: true, EndedAt: { } at })
            return [];
        var since = await work.Read<Receipt>().Where(r => r.PaymentId == asked.PaymentId && r.IssuedAt >= at && (r.Kind == ReceiptKind.CommuneRefund || r.Kind == ReceiptKind.ProviderRefund)
            && !work.Db.Set<Entry>().Any(e => e.Kind == EntryKind.ReversalUndone && e.CorrectsId == r.EntryId)).OrderBy(r => r.EntryId).ToListAsync(stop);
        return [.. since.Where(r => r.Id != but?.Id).Select(r => r.FullNumber)];
    }

    private static string OwnTickets(IReadOnlyList<(SoldLine Line, int Quantity)> taken) =>
        string.Join(", ", taken.Select(t => t.Line.InvoiceId is null ? FormattableString.Invariant($"{t.Quantity} × {t.Line.Designation}") : t.Line.Designation));

    /// <summary>The request that waits, or the one this number was written or told of before.</summary>
    private static async Task<RefundRequest> FindAsync(Work work, PaymentId payment, Guid request, string number, CancellationToken stop)
    {
        var all = await UnansweredRefunds.OfAsync(work, payment, stop);
        return UnansweredRefunds.UnknownOf(all, request) ?? all.FindLast(r => r.Key == request && r.MadeAs == number) ?? throw new RefundAnswered();
    }

    private static IReadOnlyList<(SoldLine Line, int Quantity)> Taken(RefundRequest asked, IReadOnlyList<SoldLine> lines) =>
        asked.Quantities is var quantities ? [.. lines.Where(l => quantities.ContainsKey(l.TransferId)).Select(l => (l, quantities[l.TransferId]))] : [];

    private static TakenBack Told(RefundRequest asked, string number) => new(number, asked.Amount, ByTheBank: false, WonBack: false);

    private static ActKey Key(Guid key, RefundRequest asked, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string number) =>
        ActKey.Of(key, ReceiptKind.ProviderRefund, taken, $"left|{asked.Key}|{number}");
}
