using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>
/// « Argent repris » — mirrors what a provider says left again: refunds made on its own pages or ours, disputes opened, disputes won. Each of its numbers is posted once.
/// </summary>
public sealed class MoneyBack(Database database, Reversals reversals) : IMoneyBack
{
    /// <summary>
    /// Posts each in its own transaction, in the order they are told; one that says nothing of what it took is tried again after the others, for it may be all that they left. What
    /// then stays unknown is left to a person (<see cref="Discrepancy"/>): an amount that no whole tickets make, or that several choices of them make, and money taken back twice.
    /// A dispute won that we never saw opened is posted and undone, so that the books do not depend on when we asked, and leaves nobody waiting where its tickets are unknown; a refund that failed undoes the mirror we posted, and where we
    /// posted none it is nothing at all. What bears two numbers of the provider is mirrored once, under whichever was told first.
    /// </summary>
    public async Task<PaymentState> PostAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop)
    {
        for (IReadOnlyList<TakenBack> told = back, waiting; told.Count > 0; told = waiting)
        {
            waiting = await WaitingAsync(structure, payment, told, stop);
            if (waiting.Count < told.Count)
                continue;
            foreach (var unknown in waiting)
                await (unknown.WonBack ? CloseAsync(structure, payment, unknown, ToldMoney.Say("Won", unknown), stop) : TellAPersonAsync(structure, payment, unknown, stop));
            break;
        }
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<Payment>().Where(p => p.Id == payment).Select(p => p.State).SingleAsync(stop);
    }

    /// <summary>
    /// The same for one whose tickets and reason are known: those leave, for that reason. Told by the provider first, its document is answered. Where those tickets left another
    /// way meanwhile, its amount alone decides; refuses with <see cref="RefundWithoutTickets"/> when it cannot: a person is told.
    /// </summary>
    internal async Task<Receipt> PostAsync(
        StructureId structure, PaymentId payment, TakenBack made, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string? reason, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, made, stop) is { } known)
            return known;
        try
        {
            return await UndoAsync(structure, payment, made, taken, reason, stop);
        }
        catch (MoreThanSold)
        {
            if (await MirrorAsync(structure, payment, made, stop) is { } mirror)
                return mirror;
            await TellAPersonAsync(structure, payment, made, stop);
            throw new RefundWithoutTickets(made.Amount);
        }
    }

    /// <summary>Those of which nobody can tell what they took.</summary>
    private async Task<IReadOnlyList<TakenBack>> WaitingAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop)
    {
        var waiting = new List<TakenBack>();
        foreach (var told in back)
        {
            if (told is { ByTheBank: false, WonBack: true })
            {
                var failed = await KnownAsync(structure, payment, told, stop);
                if (failed is null)
                    await CloseAsync(structure, payment, told, ToldMoney.Say("Failed", told), stop);
                else if (failed.Kind is ReceiptKind.ProviderRefund)
                    await reversals.WinBackAsync(structure, failed.EntryId, ToldMoney.Say("Failed", told), [ReceiptKind.ProviderRefund], stop);
            }
            else if (await MirrorAsync(structure, payment, told, stop) is not { } document)
            {
                waiting.Add(told);
            }
            else if (told.WonBack)
            {
                // A dispute first told as a refund has a refund's document.
                await reversals.WinBackAsync(structure, document.EntryId, ToldMoney.Say("Won", told), [.. Undoing.ByTheBank, ReceiptKind.ProviderRefund], stop);
            }
        }
        return waiting;
    }

    private async Task<Receipt?> MirrorAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, told, stop) is { } known)
            return known;
        IReadOnlyList<(SoldLine Line, int Quantity)>? taken;
        string? reason;
        await using (var work = await database.BeginAsync(structure, stop))
            (taken, reason) = await ToldMoney.WholeAsync(work, payment, told, stop);
        return taken is null ? null : await UndoAsync(structure, payment, told, taken, reason, stop);
    }

    private async Task<Receipt> UndoAsync(
        StructureId structure, PaymentId payment, TakenBack told, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string? reason, CancellationToken stop)
    {
        var why = string.IsNullOrEmpty(reason) ? ToldMoney.Say(told.ByTheBank ? "Disputed" : "Refunded", told) : $"{reason} ({told.Key})";
        var document = await reversals.UndoAsync(structure, told.ByTheBank ? Reversals.Chargeback(why) : Reversals.ProviderRefund(why), taken, ActKey.Of(payment, told), stop);
        await CloseAsync(structure, payment, told, ToldMoney.Since(document), stop);
        return document;
    }

    /// <summary>Nobody has to look at what somebody else posted since, or while this was written.</summary>
    private async Task TellAPersonAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, told, stop) is not null)
            return;
        await using (var work = await database.BeginAsync(structure, stop))
        {
            // One sum under two numbers waits once.
            if (told.Twin is { } twin)
                await Discrepancies.CloseAsync(work, payment, [ToldMoney.Found(told with { Key = twin })], ToldMoney.Program, ToldMoney.Say("SameSum", told), stop);
            await Discrepancies.RecordAsync(work, payment, new(told.ByTheBank ? ToldMoney.Dispute : ToldMoney.Refund, "whole tickets still sold", ToldMoney.Found(told)), stop);
            await work.CommitAsync(stop);
        }
        await KnownAsync(structure, payment, told, stop);
    }

    private async Task CloseAsync(StructureId structure, PaymentId payment, TakenBack told, string outcome, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await ToldMoney.CloseAsync(work, payment, told, outcome, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>Its document, by either of its numbers; from then on by both, and nobody has to look for it any more.</summary>
    private async Task<Receipt?> KnownAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var key = ActKey.Of(payment, told);
        var known = await key.DocumentAsync(work, stop);
        if (known is not null)
        {
            if (told.Twin is not null)
                await key.KeepAsync(work, known, stop);
            await ToldMoney.CloseAsync(work, payment, told, ToldMoney.Since(known), stop);
            await work.CommitAsync(stop);
        }
        return known;
    }
}
