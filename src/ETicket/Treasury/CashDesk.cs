using System.Text.Json;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury;

/// <summary>A sale at the counter: the same tickets as on line, for cash or a cheque, taken by one agent.</summary>
public sealed record CounterSale(
    Guid Key, StructureId Structure, FamilyId Family, LoginId Agent, string AgentName, PaymentMeans Means, string? ChequeNumber, IReadOnlyList<BasketLine> Lines);

/// <summary>« Guichet » — sells tickets for cash and cheques: the money is on the table, so the receipt comes out at once.</summary>
public sealed class CashDesk(Database database, Settlements settlements)
{
    /// <summary>
    /// Art. 1680 CGI, DGFiP note of 27 May 2014: at most 300 € in cash per receipt. An exceptional tolerance is a supervisor's decision, traced elsewhere.
    /// </summary>
    public static readonly Money MostCash = new(300_00);

    /// <summary>
    /// Sells in one transaction: payment, tickets, entry, receipt and letter. The same key again changes nothing. Refuses what <see cref="TopUps.PrepareAsync(Basket, CancellationToken)"/>
    /// refuses, a means that is not the counter's (<see cref="NotACounterMeans"/>), over 300 € in cash (<see cref="TooMuchCash"/>).
    /// </summary>
    public async Task<IReadOnlyList<Payment>> SellAsync(CounterSale sale, CancellationToken stop)
    {
        if (sale.Means is not (PaymentMeans.Cash or PaymentMeans.Cheque))
            throw new NotACounterMeans();
        try
        {
            return await TryAsync();
        }
        catch (DbUpdateException e) when (TopUps.IsTwin(e))
        {
            // The twin of this click committed first: asked again, the sale is known and nothing is sold twice.
            return await TryAsync();
        }

        Task<IReadOnlyList<Payment>> TryAsync() => Conflicts.ReplayAsync(() => Midnight.AcrossAsync(() => SellOnceAsync(sale, stop)), stop);
    }

    /// <summary>
    /// « Annulation » — undoes a counter sale, whole or in part, by a negative receipt in the same series. Refuses more than was sold (<see cref="MoreThanSold"/>) and a sale
    /// paid on line (<see cref="WrongUndoing"/>): its money is not in the drawer, the provider or the commune gives it back.
    /// </summary>
    public Task<Receipt> CancelAsync(StructureId structure, string reason, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop) =>
        Reversals.UndoAsync(database, structure, Reversals.Cancellation(reason), means => means is PaymentMeans.Cash or PaymentMeans.Cheque, taken, stop);

    private async Task<IReadOnlyList<Payment>> SellOnceAsync(CounterSale sale, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(sale.Structure, stop);
        var payments = await TopUps.PrepareAsync(
            work,
            new Basket(sale.Key, sale.Structure, sale.Family, PaymentProvider.Counter, sale.AgentName, null, sale.Lines, sale.Means, sale.Agent, sale.ChequeNumber ?? PaymentReference.New()),
            stop);
        if (sale.Means is PaymentMeans.Cash && payments.FirstOrDefault(p => p.Amount > MostCash) is { } over)
            throw new TooMuchCash(over.Amount, MostCash);
        // Every régie of the sale at once: all the wallets before the first receipt counter, the order every settlement takes them in.
        var proof = JsonSerializer.Serialize(new { agent = sale.AgentName, cheque = sale.ChequeNumber });
        await settlements.CreditAsync(
            work, [.. payments.Select(p => new News(sale.Structure, p.Id, PaymentState.Paid, p.Amount, sale.Means, null, null, "counter", proof))], stop);
        await work.CommitAsync(stop);
        return payments;
    }
}
