using System.Globalization;
using System.Resources;
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
    private static readonly ResourceManager Reasons = new("ETicket.Treasury.Reasons", typeof(MoneyBack).Assembly);

    /// <summary>
    /// Posts each in its own transaction, in the order they are told; one that says nothing of what it took is tried again after the others, for it may be all that they left. What
    /// then stays unknown is left to a person (<see cref="Discrepancy"/>): an amount that no whole tickets make, or that several choices of them make, and money taken back twice.
    /// A dispute won that we never saw opened is posted and undone, so that the books do not depend on when we asked; a refund that failed undoes the mirror we posted, and where we
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
                await TellAPersonAsync(structure, payment, unknown, stop);
            break;
        }
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<Payment>().Where(p => p.Id == payment).Select(p => p.State).SingleAsync(stop);
    }

    /// <summary>
    /// The same for a refund whose tickets and reason are known: those leave, for that reason. Told by the provider first, its document is answered. Where those tickets left another
    /// way meanwhile, its amount alone decides; refuses with <see cref="RefundWithoutTickets"/> when it cannot: a person is told.
    /// </summary>
    internal async Task<Receipt> PostAsync(
        StructureId structure, PaymentId payment, TakenBack made, IReadOnlyList<(SoldLine Line, int Quantity)> taken, string? reason, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, made, stop) is { } known)
            return known;
        try
        {
            return await reversals.UndoAsync(structure, Reversals.ProviderRefund(reason is null ? Say("Refunded", made) : $"{reason} ({made.Key})"), taken, ActKey.Of(payment, made), stop);
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
                if (await KnownAsync(structure, payment, told, stop) is { Kind: ReceiptKind.ProviderRefund } failed)
                    await reversals.WinBackAsync(structure, failed.EntryId, Say("Failed", told), [ReceiptKind.ProviderRefund], stop);
            }
            else if (await MirrorAsync(structure, payment, told, stop) is not { } document)
            {
                waiting.Add(told);
            }
            else if (told.WonBack)
            {
                // A dispute first told as a refund has a refund's document.
                await reversals.WinBackAsync(structure, document.EntryId, Say("Won", told), [.. Undoing.ByTheBank, ReceiptKind.ProviderRefund], stop);
            }
        }
        return waiting;
    }

    private async Task<Receipt?> MirrorAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, told, stop) is { } known)
            return known;
        if (await WholeAsync(structure, payment, told.Amount, stop) is not { } taken)
            return null;
        var undoing = told.ByTheBank ? Reversals.Chargeback(Say("Disputed", told)) : Reversals.ProviderRefund(Say("Refunded", told));
        var document = await reversals.UndoAsync(structure, undoing, taken, ActKey.Of(payment, told), stop);
        await CloseAsync(structure, payment, told, document, stop);
        return document;
    }

    /// <summary>Nobody has to look at what somebody else posted since, or while this was written.</summary>
    private async Task TellAPersonAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        if (await KnownAsync(structure, payment, told, stop) is not null)
            return;
        await Discrepancies.RecordAsync(database, structure, payment, [new(told.ByTheBank ? "dispute" : "refund", "whole tickets still sold", Found(told))], stop);
        if (await KnownAsync(structure, payment, told, stop) is { } document)
            await CloseAsync(structure, payment, told, document, stop);
    }

    private Task CloseAsync(StructureId structure, PaymentId payment, TakenBack told, Receipt document, CancellationToken stop) =>
        Discrepancies.CloseAsync(database, structure, payment, Found(told), Text("Program"), string.Format(French.Culture, Text("Since"), document.FullNumber), stop);

    /// <summary>Its document, by either of its numbers; from then on by both.</summary>
    private async Task<Receipt?> KnownAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var key = ActKey.Of(payment, told);
        var known = await key.DocumentAsync(work, stop);
        if (known is not null && told.Twin is not null)
        {
            await key.KeepAsync(work, known, stop);
            await work.CommitAsync(stop);
        }
        return known;
    }

    private static string Found(TakenBack told) => string.Create(CultureInfo.InvariantCulture, $"{told.Amount.Cents} ({told.Key})");

    /// <summary>An invoice paid twice before anything else, for that is what is given back; otherwise what <see cref="WholeLines"/> tells from the amount alone.</summary>
    private async Task<IReadOnlyList<(SoldLine Line, int Quantity)>?> WholeAsync(StructureId structure, PaymentId payment, Money amount, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var lines = await TakeBacks.SoldAsync(work, [payment], stop);
        var twice = await Invoices.PaidTwiceAsync(work, [.. lines.Where(l => l.StillSold > 0)], 1, stop);
        return WholeLines.Of(twice, amount) ?? WholeLines.Of(lines, amount);
    }

    private static string Say(string name, TakenBack told) => string.Format(French.Culture, Text(name), told.Key);

    private static string Text(string name) => Reasons.GetString(name, French.Culture)!;
}
