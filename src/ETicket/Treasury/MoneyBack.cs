using System.Globalization;
using System.Resources;
using System.Security.Cryptography;
using System.Text;
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
    /// Posts each in its own transaction, in the order they are told. Tickets leave line after line; an amount that no whole number of tickets makes is left to a person
    /// (<see cref="Discrepancy"/>), and so is money taken back twice. A dispute won that we never saw opened is posted and undone, so that the books do not depend on when
    /// we asked; a refund that failed undoes the mirror we posted, and where we posted none it is nothing at all.
    /// </summary>
    public async Task<PaymentState> PostAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop)
    {
        foreach (var told in back)
        {
            if (told is { ByTheBank: false, WonBack: true })
            {
                if (await KnownAsync(structure, KeyOf(payment, told), stop) is { } failed)
                    await reversals.WinBackAsync(structure, failed.EntryId, Say("Failed", told), [ReceiptKind.ProviderRefund], stop);
                continue;
            }
            if (await MirrorAsync(structure, payment, told, stop) is { } document && told.WonBack)
                await reversals.WinBackAsync(structure, document.EntryId, Say("Won", told), stop);
        }
        await using var work = await database.BeginAsync(structure, stop);
        return await work.Read<Payment>().Where(p => p.Id == payment).Select(p => p.State).SingleAsync(stop);
    }

    /// <summary>The same for a refund whose tickets are known: those leave. Told by the provider first, its document is answered.</summary>
    internal Task<Receipt> PostAsync(StructureId structure, PaymentId payment, TakenBack made, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop) =>
        reversals.UndoAsync(structure, Reversals.ProviderRefund(Say("Refunded", made)), taken, stop, KeyOf(payment, made));

    private async Task<Receipt?> MirrorAsync(StructureId structure, PaymentId payment, TakenBack told, CancellationToken stop)
    {
        var key = KeyOf(payment, told);
        if (await KnownAsync(structure, key, stop) is { } known)
            return known;
        if (Whole(await SoldAsync(structure, payment, stop), told.Amount) is { } taken)
        {
            var undoing = told.ByTheBank ? Reversals.Chargeback(Say("Disputed", told)) : Reversals.ProviderRefund(Say("Refunded", told));
            return await reversals.UndoAsync(structure, undoing, taken, stop, key);
        }
        // Somebody else may have posted it since: then what is left sold says so, and nobody has to look.
        if (await KnownAsync(structure, key, stop) is { } twin)
            return twin;
        var found = string.Create(CultureInfo.InvariantCulture, $"{told.Amount.Cents} ({told.Key})");
        await Discrepancies.RecordAsync(database, structure, payment, [new(told.ByTheBank ? "dispute" : "refund", "whole tickets still sold", found)], stop);
        return null;
    }

    private async Task<Receipt?> KnownAsync(StructureId structure, Guid key, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await Reversals.MadeAsync(work, key, stop);
    }

    private async Task<IReadOnlyList<SoldLine>> SoldAsync(StructureId structure, PaymentId payment, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        return await TakeBacks.SoldAsync(work, [payment], stop);
    }

    /// <summary>Whole tickets still sold that make the amount to the cent, most of the first lines first; null when none do.</summary>
    private static List<(SoldLine Line, int Quantity)>? Whole(IReadOnlyList<SoldLine> lines, Money amount)
    {
        var hopeless = new HashSet<(int Line, long Cents)>();
        return From(0, amount.Cents);

        List<(SoldLine Line, int Quantity)>? From(int index, long cents)
        {
            if (cents == 0)
                return [];
            if (index == lines.Count || cents < 0 || hopeless.Contains((index, cents)))
                return null;
            var line = lines[index];
            for (var quantity = Math.Min(line.StillSold, cents / line.UnitPrice.Cents); quantity >= 0; quantity--)
            {
                if (From(index + 1, cents - quantity * line.UnitPrice.Cents) is { } rest)
                    return quantity == 0 ? rest : [(line, (int)quantity), .. rest];
            }
            hopeless.Add((index, cents));
            return null;
        }
    }

    private static Guid KeyOf(PaymentId payment, TakenBack told) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{payment}/{told.Key}")).AsSpan(0, 16));

    private static string Say(string name, TakenBack told) => string.Format(French.Culture, Reasons.GetString(name, French.Culture)!, told.Key);
}
