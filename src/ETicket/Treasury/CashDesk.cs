using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Counter;
using ETicket.Payments.Invoicing;
using ETicket.Persistence;
using ETicket.Structures;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>« Guichet » — sells tickets and takes the money of invoices: it is on the table, so the receipt comes out at once.</summary>
public sealed class CashDesk(Database database, Settlements settlements, LeftOpen leftOpen)
{
    /// <summary>
    /// Sells in one transaction, every share of it: payments, tickets, entries, receipts and letters. The same key again changes nothing. Refuses what
    /// <see cref="TopUps.PrepareAsync(Basket, CancellationToken)"/> refuses, a means that is not the counter's (<see cref="NotACounterMeans"/>), papers that do not say what their means owes
    /// (<see cref="CounterPapers.Checked"/>) or are worth another sum (<see cref="CounterPapers.RefuseOtherWorth"/>), the same one in two shares (<see cref="PaperTwice"/>), one for two régies
    /// (<see cref="OneRegiePerShare"/>), a CESU for a meal (<see cref="CesuPaysNoMeal"/>), over 300 € in cash for one régie without the tolerance of somebody who runs it
    /// (<see cref="TooMuchCash"/>, <see cref="ToleranceWithoutReason"/>, <see cref="ToleranceNotYours"/>).
    /// An invoice whose payment was opened on line and left is paid once its provider can take it no more (<see cref="LeftOpen"/>); as long as it may, <see cref="InvoiceBeingPaidOnLine"/>
    /// says until when.
    /// </summary>
    public async Task<IReadOnlyList<Payment>> SellAsync(CounterSale sale, CancellationToken stop)
    {
        if (sale.Shares.Any(s => !s.Means.IsAtCounter()))
            throw new NotACounterMeans();
        IReadOnlyList<CounterShare> shares = [.. sale.Shares.Select(s => s with { Papers = CounterPapers.Checked(s.Means, s.Papers) })];
        CounterPapers.RefuseTwice(shares.SelectMany(s => s.Papers));
        try
        {
            return await TryAsync();
        }
        catch (DbUpdateException e) when (TopUps.IsTwin(e))
        {
            // The twin of this click committed first: asked again, the sale is known and nothing is sold twice.
            return await TryAsync();
        }

        Task<IReadOnlyList<Payment>> TryAsync() => leftOpen.AsideAsync(sale.Structure, idle => Conflicts.ReplayAsync(() => Midnight.AcrossAsync(() => SellOnceAsync(sale, shares, idle, stop)), stop), stop);
    }

    /// <summary>
    /// « Annulation » — undoes a counter sale, whole or in part, by a negative receipt in the same series: coins and papers are handed back, coins from the drawer of <paramref name="by"/>,
    /// whoever took them. The same again under the same <paramref name="key"/> answers the same document; <paramref name="seen"/> is how many acts had undone the payment when it was shown
    /// (<see cref="UndoFile.Seen"/>). Refuses a blank reason (<see cref="ReasonMissing"/>), more than was sold (<see cref="MoreThanSold"/>), a payment undone by somebody else since
    /// (<see cref="PreviewOutdated"/>), a cheque that left for its bank (<see cref="ChequeHandedIn"/>), and what is not in hand (<see cref="WrongUndoing"/>): a card is refunded on the terminal,
    /// a transfer by the commune, on-line money by its provider.
    /// </summary>
    public Task<Receipt> CancelAsync(
        StructureId structure, Agent by, string? reason, IReadOnlyList<(SoldLine Line, int Quantity)> taken, Guid key, CancellationToken stop, int? seen = null) =>
        Cancellations.CancelAsync(database, structure, by, reason, taken, key, seen, stop);

    private async Task<IReadOnlyList<Payment>> SellOnceAsync(CounterSale sale, IReadOnlyList<CounterShare> shares, IReadOnlySet<PaymentId> idle, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(sale.Structure, stop);
        // Of two clicks the second finds what the first sold: their invoice is paid by then, and is not asked about again.
        await using (var one = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 19))", sale.Key.ToString()))
            await one.ExecuteNonQueryAsync(stop);
        await RefuseOtherSharesAsync(work, sale, stop);
        // Of every share, before any of them touches a wallet.
        await HeldInvoices.HoldAsync(work, [.. shares.SelectMany(s => s.Invoices).Select(i => i.Invoice).Distinct()], stop);
        List<Payment> payments = [];
        List<News> news = [];
        foreach (var (share, part) in shares.Select((s, i) => (s, i + 1)))
        {
            // A paper with a number is found by it; whatever has none is given a reference of ours, which no quittance prints.
            var reference = share.Papers is [{ Number: { } number }] ? number : PaymentReference.New();
            var basket = new Basket(sale.Key, sale.Structure, sale.Family, PaymentProvider.Counter, sale.AgentName, null, share.Lines, share.Means, sale.Agent, reference)
            { Invoices = share.Invoices, Part = part, Payer = share.Payer, Papers = share.Papers, Idle = idle };
            var paid = await TopUps.PrepareAtCounterAsync(work, basket, stop);
            if (paid.Count > 1 && share.Means is not PaymentMeans.Cash)
                throw new OneRegiePerShare(await NamesAsync(work, paid, stop));
            CounterPapers.RefuseOtherWorth(paid.Sum(p => p.Amount), share.Papers);
            payments.AddRange(paid);
            var proof = JsonSerializer.Serialize(new { agent = sale.AgentName, papers = share.Papers.Select(p => new { p.Number, p.Bank, p.Signer, p.Face?.Cents }), payer = share.Payer?.Name });
            news.AddRange(paid.Select(p => new News(sale.Structure, p.Id, PaymentState.Paid, p.Amount, share.Means, null, null, "counter", proof)));
        }
        await CashLimit.HoldAsync(work, sale.Tolerance, payments, stop);
        // Every régie and payer of the sale at once: all the wallets before the first receipt counter, the order every settlement takes them in.
        await settlements.CreditAsync(work, news, stop);
        await work.CommitAsync(stop);
        return payments;
    }

    private static async Task<string> NamesAsync(Work work, IReadOnlyList<Payment> payments, CancellationToken stop)
    {
        var regies = payments.Select(p => p.RegieId).ToList();
        return string.Join(", ", await work.Read<Regie>().Where(r => regies.Contains(r.Id)).OrderBy(r => r.Name).Select(r => r.Name).ToListAsync(stop));
    }

    /// <summary>The key was already used for another number of shares.</summary>
    private static async Task RefuseOtherSharesAsync(Work work, CounterSale sale, CancellationToken stop)
    {
        var known = await work.Read<Payment>().Where(p => p.BasketId == sale.Key).Select(p => p.Part).Distinct().CountAsync(stop);
        if (known != 0 && known != sale.Shares.Count)
            throw new BasketChanged();
    }
}
