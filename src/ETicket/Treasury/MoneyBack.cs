using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Treasury.Refunds;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>
/// « Argent repris » — mirrors what a provider says left again: refunds made on its own pages or ours, disputes opened, disputes won. Each of its numbers is posted once.
/// </summary>
public sealed class MoneyBack(Database database, Reversals reversals) : IMoneyBack
{
    private readonly Mirrors _mirrors = new(database, reversals);

    /// <summary>
    /// Posts each in its own transaction, in the order they are told; one that says nothing of what it took is tried again after the others, for it may be all that they left. What
    /// then stays unknown is left to a person (<see cref="Discrepancy"/>): an amount that no whole tickets make, or that several choices of them make, and money taken back twice.
    /// A dispute won that we never saw opened is posted and undone, so that the books do not depend on when we asked, and leaves nobody waiting where its tickets are unknown; a refund that failed undoes the mirror we posted, and a person is told that it is still to be
    /// given back; where we posted none it is nothing at all, and an older answer that still calls it made is believed no more. What bears two numbers of the provider is mirrored once, under whichever was told first. One that bears the key of our own request answers it. What a dispute
    /// takes again after it gave it back is another sum (<see cref="Takings"/>); told without a movement, it waits for a person.
    /// </summary>
    public async Task<PaymentState> PostAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop)
    {
        for (IReadOnlyList<TakenBack> told = back, waiting; told.Count > 0; told = waiting)
        {
            waiting = await WaitingAsync(structure, payment, told, stop);
            if (waiting.Count < told.Count)
                continue;
            foreach (var unknown in waiting)
                await (unknown.WonBack ? _mirrors.CloseAsync(structure, payment, unknown, Reasons.Say("Won", unknown.Key), stop) : _mirrors.TellAPersonAsync(structure, payment, unknown, stop));
            break;
        }
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<Payment>().Where(p => p.Id == payment).Select(p => p.State).SingleAsync(stop);
    }

    /// <summary>
    /// The same for one whose tickets and reason are known: those leave, for that reason. Told by the provider first, its document is answered. Where those tickets left another
    /// way meanwhile, its amount alone decides; one that failed meanwhile takes nothing, is told to a person and refused with <see cref="RefundNeverWas"/>; refuses with <see cref="RefundWithoutTickets"/> when it cannot, or when a person said meanwhile that it left under another number: a person
    /// is told.
    /// </summary>
    internal async Task<Receipt> PostAsync(
        StructureId structure, PaymentId payment, TakenBack made, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Why why, CancellationToken stop)
    {
        try
        {
            return await PostKnownAsync(structure, payment, made, taken, why, stop);
        }
        catch (RefundNeverWas)
        {
            // Asked for here, answered « pending », and failed before this was written: its payer still waits for it.
            await _mirrors.TellFailedAsync(structure, payment, made, stop);
            throw;
        }
    }

    private async Task<Receipt> PostKnownAsync(
        StructureId structure, PaymentId payment, TakenBack made, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Why why, CancellationToken stop)
    {
        if (await _mirrors.KnownAsync(structure, payment, made, stop) is { } known)
            return known;
        if (await _mirrors.SaidOtherwiseAsync(structure, payment, made, stop) is not null)
        {
            await _mirrors.TellAPersonAsync(structure, payment, made, stop);
            throw new RefundWithoutTickets(made.Amount);
        }
        try
        {
            return await _mirrors.PostAsync(structure, payment, made, taken, why, stop);
        }
        catch (MoreThanSold)
        {
            if (await _mirrors.OfAsync(structure, payment, made, stop) is { } mirror)
                return mirror;
            await _mirrors.TellAPersonAsync(structure, payment, made, stop);
            throw new RefundWithoutTickets(made.Amount);
        }
    }

    /// <summary>Those of which nobody can tell what they took.</summary>
    private async Task<IReadOnlyList<TakenBack>> WaitingAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop)
    {
        var waiting = new List<TakenBack>();
        foreach (var told in back)
        {
            try
            {
                if (told is { ByTheBank: false, WonBack: true })
                {
                    await FailAsync(structure, payment, told, stop);
                }
                else if (await TakenAgain.TellAsync(database, _mirrors, structure, payment, told, stop))
                {
                    // A person looks.
                }
                else if (await _mirrors.OfAsync(structure, payment, told, stop) is not { } document)
                {
                    waiting.Add(told);
                }
                else if (told.WonBack)
                {
                    // A dispute first told as a refund has a refund's document.
                    await reversals.Won.WinBackAsync(structure, document.EntryId, Reasons.Say("Won", told.Key), [.. Undoing.ByTheBank, ReceiptKind.ProviderRefund], stop);
                }
            }
            catch (RefundNeverWas)
            {
                // The answer is older than the one that said it failed.
            }
        }
        return waiting;
    }

    private async Task FailAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await _mirrors.HearAsync(structure, payment, told, stop);
        // Under our own key it is our request, whatever number a person had read.
        if (told.Asked is not null && await _mirrors.SaidOtherwiseAsync(structure, payment, told, stop) is { MadeAs: { } read })
            told = told with { Key = read };
        var failed = await _mirrors.KnownAsync(structure, payment, told, stop) ?? await _mirrors.NeverAsync(structure, payment, told, stop);
        if (failed is null)
            return;
        if (failed.Kind is ReceiptKind.ProviderRefund)
            await reversals.Won.FailAsync(structure, failed.EntryId, told, stop);
    }
}
