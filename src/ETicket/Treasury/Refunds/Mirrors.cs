using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Refunds;

/// <summary>« Miroir d'une somme partie » — one sum a provider tells of, and the one document it becomes, under either of its numbers.</summary>
internal sealed class Mirrors(Database database, Reversals reversals)
{
    /// <summary>Its document, made now where its tickets are known: those of our request, or those its amount tells. Null when nobody can tell.</summary>
    public async Task<Receipt?> OfAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, told, stop) is { } known)
        {
            await HearAsync(structure, payment, told, stop);
            return known;
        }
        if (await SaidOtherwiseAsync(structure, payment, told, stop) is not null)
            return null;
        IReadOnlyList<(SoldLine Line, int Quantity)>? taken;
        Why why;
        await using (var work = await database.BeginAsync(structure, stop))
        {
            var asked = await RefundAnswers.HearAsync(work, payment, told, unknown: true, stop);
            (taken, why) = await ToldMoney.WholeAsync(work, payment, told, asked, stop);
            await work.CommitAsync(stop);
        }
        return taken is null ? null : await PostAsync(structure, payment, told, taken, why, stop);
    }

    /// <summary>What its document says: why it was asked for, where that is known, and its number.</summary>
    public static string ReasonOf(TakenBack told, string? reason) =>
        string.IsNullOrEmpty(reason) ? Reasons.Say(told.ByTheBank ? "Disputed" : "Refunded", told.Key) : $"{reason} ({told.Key})";

    /// <summary>Its document, where these tickets leave for that reason; told already, the one it has.</summary>
    public async Task<Receipt> PostAsync(
        StructureId structure, PaymentId payment, TakenBack told, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Why why, CancellationToken stop)
    {
        var reason = ReasonOf(told, why.Reason);
        var undoing = (told.ByTheBank ? Reversals.Chargeback(reason) : Reversals.ProviderRefund(reason)) with { By = why.By };
        var document = await reversals.UndoAsync(structure, undoing, taken, ActKey.Of(payment, told), stop);
        await CloseAsync(structure, payment, told, Reasons.Say("Since", document.FullNumber), stop);
        return document;
    }

    /// <summary>
    /// The same where a person says which tickets it was. Refuses with <see cref="NothingToPlace"/> when it has a document of other tickets: somebody said so first, or the provider
    /// told more.
    /// </summary>
    public async Task<Receipt> PlaceAsync(StructureId structure, PaymentId payment, TakenBack told, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Why why, CancellationToken stop)
    {
        var document = await KnownAsync(structure, payment, told, stop) ?? await PostAsync(structure, payment, told, taken, why, stop);
        await using var work = await database.BeginAsync(structure, stop);
        var lines = await work.Read<ReceiptLine>().Where(l => l.ReceiptId == document.Id).ToListAsync(stop);
        var same = lines.Select(l => (l.TicketTypeId, l.InvoiceId, l.UnitPrice, -l.Quantity)).ToHashSet()
            .SetEquals(taken.Select(t => (t.Line.TicketTypeId, t.Line.InvoiceId, t.Line.UnitPrice, t.Quantity)));
        return same ? document : throw new NothingToPlace(told.Key);
    }

    /// <summary>Its document, by either of its numbers; from then on by both, and nobody has to look for it any more.</summary>
    public async Task<Receipt?> KnownAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var key = ActKey.Of(payment, told);
        var known = await key.DocumentAsync(work, stop);
        if (known is not null)
        {
            if (told.Twin is not null)
                await key.KeepAsync(work, known, stop);
            await ToldMoney.CloseAsync(work, payment, told, Reasons.Say("Since", known.FullNumber), stop);
            await work.CommitAsync(stop);
        }
        return known;
    }

    /// <summary>Our request a person said to have left under another number than this one, which the provider tells of the same money; null when there is none.</summary>
    public async Task<RefundRequest?> SaidOtherwiseAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await ToldMoney.SaidOtherwiseAsync(work, payment, told, stop);
    }

    /// <summary>A refund that bears our key, or the number a person read, is the answer to our request, made or failed, whatever else is known of it.</summary>
    public async Task HearAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await RefundAnswers.HearAsync(work, payment, told, unknown: false, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>Nobody has to look at what somebody else posted since, or while this was written.</summary>
    public async Task TellAPersonAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop, string? expected = null)
    {
        try
        {
            if (await KnownAsync(structure, payment, told, stop) is not null)
                return;
        }
        catch (RefundNeverWas)
        {
            return;
        }
        await using (var work = await database.BeginAsync(structure, stop))
        {
            // One sum under two numbers waits once.
            if (told.Twin is { } twin)
                await ToldMoney.CloseAsync(work, payment, told with { Key = twin, Twin = null }, Reasons.Say("SameSum", told.Key), stop);
            await ToldMoney.WaitAsync(work, payment, told, stop, expected);
            await work.CommitAsync(stop);
        }
        await KnownAsync(structure, payment, told, stop);
    }

    /// <summary>
    /// It failed, and nothing was made of it: from now on nothing will be, and nobody has to look for it. The payment is held, so that whoever is mirroring an older answer is either
    /// before, and answered here with the document to undo, or after, and refused.
    /// </summary>
    public async Task<Receipt?> NeverAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await PaymentReader.HoldAsync(work, payment, stop);
        var key = ActKey.Of(payment, told);
        if (await key.DocumentAsync(work, stop) is { } made)
            return made;
        await key.NeverAsync(work, stop);
        await ToldMoney.CloseAsync(work, payment, told, Reasons.Say("Failed", told.Key), stop);
        await work.CommitAsync(stop);
        return null;
    }

    /// <summary>A refund of ours failed before its tickets left: a person hears that its payer still waits for it.</summary>
    public async Task TellFailedAsync(StructureId structure, PaymentId payment, TakenBack made, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await FailedRefunds.TellAsync(work, payment, made, stop);
        await work.CommitAsync(stop);
    }

    public async Task CloseAsync(StructureId structure, PaymentId payment, TakenBack told, string outcome, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await ToldMoney.CloseAsync(work, payment, told, outcome, stop);
        await work.CommitAsync(stop);
    }
}
