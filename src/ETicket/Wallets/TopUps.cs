using System.Globalization;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Wallets.Baskets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Wallets;

/// <summary>« Achat de tickets » — exactly what buying paper tickets at the secretariat was: choose, pay, the tickets are in the wallet.</summary>
public sealed class TopUps(Database database, IEnumerable<IPaymentProvider> providers) : IPaymentOutcome
{
    /// <summary>No family needs more tickets of a type at once; a typing mistake does.</summary>
    public const int MostTicketsPerLine = 999;

    private readonly ProviderChoice _choice = new(providers);

    /// <summary>
    /// Records the payments of a basket — one per régie, « paiement 1 sur 2 » — at today's prices and answers them. The same key again answers the same payments (of each part
    /// the attempt that counts), with another basket it is refused (<see cref="BasketChanged"/>). Refuses an empty basket (<see cref="EmptyBasket"/>), a quantity outside 1…999
    /// (<see cref="QuantityOutOfRange"/>), an unknown ticket or invoice (<see cref="UnknownTicket"/>, <see cref="UnknownInvoice"/>), an invoice paid, being paid or
    /// whose money a person looks at (<see cref="InvoiceAlreadyPaid"/>, <see cref="InvoiceBeingPaid"/>, <see cref="MoneyBeingLookedAt"/>), a means the act does not allow for a product or without an account there
    /// (<see cref="MeansNotAllowed"/>, on line <see cref="OtherMeansOnly"/>, <see cref="NoMeansForAll"/>, <see cref="PaidOnTheSpotOnly"/>), more of an invoice than what is left (<see cref="InvoicePartOutOfRange"/>), a part under what its provider takes (<see cref="AmountTooSmall"/>, <see cref="InvoiceTooSmall"/>): nothing is then recorded, of no part.
    /// </summary>
    public async Task<IReadOnlyList<Payment>> PrepareAsync(Basket basket, CancellationToken stop)
    {
        try
        {
            return await PrepareOnceAsync(basket, stop);
        }
        catch (DbUpdateException e) when (IsTwin(e))
        {
            // The twin of this request committed first: its basket is this basket, or this one is refused.
            return await PrepareOnceAsync(basket, stop);
        }
    }

    /// <summary>The same for the counter, in the caller's transaction.</summary>
    internal static Task<IReadOnlyList<Payment>> PrepareAtCounterAsync(Work work, Basket basket, CancellationToken stop) => PrepareAsync(work, basket, ProviderChoice.Counter, stop);

    /// <summary>The tickets of credited payments enter their wallets, in the transaction that credits them.</summary>
    public NpgsqlBatchCommand Credit(Guid[] structures, Guid[] payments) => new("select payment_id from wallets_sell_paid($1, $2)")
    {
        Parameters = { new() { Value = structures }, new() { Value = payments } },
    };

    /// <summary>Two requests carried the same basket at the same time, and the other one was first.</summary>
    internal static bool IsTwin(DbUpdateException failure) => failure.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "one_payment_per_part_and_attempt",
    };

    private async Task<IReadOnlyList<Payment>> PrepareOnceAsync(Basket basket, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(basket.Structure, stop);
        var payments = await PrepareAsync(work, basket, _choice, stop);
        await work.CommitAsync(stop);
        return payments;
    }

    private static async Task<IReadOnlyList<Payment>> PrepareAsync(Work work, Basket basket, ProviderChoice choice, CancellationToken stop)
    {
        if (await BasketRepeats.OfKeyAsync(work, basket, stop) is { Count: > 0 } known)
        {
            await UnpaidInvoices.RefuseBeyondAsync(work, known, stop);
            return known;
        }
        if (basket.Lines.Count == 0 && basket.Invoices.Count == 0)
            throw new EmptyBasket();
        if (basket.Lines.FirstOrDefault(l => l.Quantity is < 1 or > MostTicketsPerLine) is { } wrong)
            throw new QuantityOutOfRange(wrong.Quantity, MostTicketsPerLine);

        var now = await work.NowAsync(stop);
        if (basket.ReusesLive && await BasketRepeats.LiveTwinAsync(work, basket, now, stop) is { Count: > 0 } live)
            return live;
        var parts = await BasketPricing.SplitAsync(work, basket, now, stop);
        var chosen = await choice.OfAsync(work, basket, parts, ParisTime.DayOf(now), stop);
        List<Payment> payments = [];
        // Numbers made in one millisecond are in no order; the parts are shown in the order they were prepared.
        var ids = parts.Select(_ => PaymentId.New().Value).Order().Select(id => new PaymentId(id)).ToList();
        foreach (var (part, provider, id) in parts.Zip(chosen, ids))
        {
            var lines = part.Lines.Select(l => l.Line).ToList();
            await PaymentAccounts.OpenAsync(work, basket.Family, part.Regie, provider, basket.Means, basket.AgentId, lines, stop);
            payments.Add(new NewPayment(
                id, basket.Family, part.Regie, basket.Key, provider, basket.Means, basket.Reference ?? PaymentReference.New(), basket.PayerEmail,
                basket.Actor, basket.AgentId, now, lines)
            { Part = basket.Part, Payer = basket.Payer, Papers = basket.Papers }.Record(work));
        }
        await work.Db.SaveChangesAsync(stop);
        return payments;
    }
}

/// <summary>Our own references, told to providers: unique for ever, 6 to 30 characters [A-Za-z0-9], no word and no family in them.</summary>
internal static class PaymentReference
{
    public static string New() => "ET" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)[..26].ToUpperInvariant();
}
