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
    /// Posts each in its own transaction, in the order they are told. An invoice paid twice leaves first; an amount that no whole tickets make, or that more
    /// than one choice of them makes, is left to a person (<see cref="Discrepancy"/>), and so is money taken back twice. A dispute won that we never saw opened is posted and undone, so that the books do not depend on when
    /// we asked; a refund that failed undoes the mirror we posted, and where we posted none it is nothing at all.
    /// </summary>
    public async Task<PaymentState> PostAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop)
    {
        foreach (var told in back)
        {
            if (told is { ByTheBank: false, WonBack: true })
            {
                if (await KnownAsync(structure, ActKey.Of(payment, told.Key), stop) is { } failed)
                    await reversals.WinBackAsync(structure, failed.EntryId, Say("Failed", told), [ReceiptKind.ProviderRefund], stop);
                continue;
            }
            if (await MirrorAsync(structure, payment, told, stop) is { } document && told.WonBack)
                await reversals.WinBackAsync(structure, document.EntryId, Say("Won", told), stop);
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
        var key = ActKey.Of(payment, made.Key);
        if (await KnownAsync(structure, key, stop) is { } known)
            return known;
        try
        {
            return await reversals.UndoAsync(structure, Reversals.ProviderRefund(reason is null ? Say("Refunded", made) : $"{reason} ({made.Key})"), taken, key, stop);
        }
        catch (MoreThanSold)
        {
            return await MirrorAsync(structure, payment, made, stop) ?? throw new RefundWithoutTickets(made.Amount);
        }
    }

    private async Task<Receipt?> MirrorAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        var key = ActKey.Of(payment, told.Key);
        if (await KnownAsync(structure, key, stop) is { } known)
            return known;
        if (await WholeAsync(structure, payment, told.Amount, stop) is { } taken)
        {
            var undoing = told.ByTheBank ? Reversals.Chargeback(Say("Disputed", told)) : Reversals.ProviderRefund(Say("Refunded", told));
            return await reversals.UndoAsync(structure, undoing, taken, key, stop);
        }
        // Somebody else may have posted it since: then what is left sold says so, and nobody has to look.
        if (await KnownAsync(structure, key, stop) is { } twin)
            return twin;
        var found = string.Create(CultureInfo.InvariantCulture, $"{told.Amount.Cents} ({told.Key})");
        await Discrepancies.RecordAsync(database, structure, payment, [new(told.ByTheBank ? "dispute" : "refund", "whole tickets still sold", found)], stop);
        return null;
    }

    private async Task<Receipt?> KnownAsync(StructureId structure, ActKey key, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await key.DocumentAsync(work, stop);
    }

    /// <summary>
    /// The lines an amount is: an invoice paid twice before anything else, for that is what is given back; otherwise the one set of whole tickets and invoices that makes it to
    /// the cent. Null when none does, and when several do: which it was is for a person to say.
    /// </summary>
    private async Task<List<(SoldLine Line, int Quantity)>?> WholeAsync(StructureId structure, PaymentId payment, Money amount, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var sold = (await TakeBacks.SoldAsync(work, [payment], stop)).Where(l => l.StillSold > 0).ToList();
        return Whole(await Invoices.PaidTwiceAsync(work, sold, 1, stop), amount) ?? Whole(sold, amount);
    }

    private static List<(SoldLine Line, int Quantity)>? Whole(IReadOnlyList<SoldLine> lines, Money amount)
    {
        // Tickets of one type at one price are the same, whichever line sold them.
        var alike = lines.GroupBy(l => (l.TicketTypeId, l.InvoiceId, l.UnitPrice)).Select(g => g.ToList()).ToList();
        var counted = new Dictionary<(int, long), int>();
        if (Ways(0, amount.Cents) != 1)
            return null;
        var taken = new List<(SoldLine Line, int Quantity)>();
        var left = amount.Cents;
        for (var index = 0; index < alike.Count; index++)
        {
            var quantity = Quantities(index, left).First(q => Ways(index + 1, left - q * Price(index)) == 1);
            left -= quantity * Price(index);
            foreach (var line in alike[index])
            {
                var some = (int)Math.Min(quantity, line.StillSold);
                quantity -= some;
                if (some > 0)
                    taken.Add((line, some));
            }
        }
        return taken;

        long Price(int index) => alike[index][0].UnitPrice.Cents;

        IEnumerable<long> Quantities(int index, long cents)
        {
            for (var quantity = Math.Min(alike[index].Sum(l => l.StillSold), cents / Price(index)); quantity >= 0; quantity--)
                yield return quantity;
        }

        // None, one, or 2 for several.
        int Ways(int index, long cents)
        {
            if (index == alike.Count)
                return cents == 0 ? 1 : 0;
            if (!counted.TryGetValue((index, cents), out var ways))
                counted[(index, cents)] = ways = Quantities(index, cents).Aggregate(0, (found, q) => found > 1 ? found : Math.Min(2, found + Ways(index + 1, cents - q * Price(index))));
            return ways;
        }
    }

    private static string Say(string name, TakenBack told) => string.Format(French.Culture, Reasons.GetString(name, French.Culture)!, told.Key);
}
