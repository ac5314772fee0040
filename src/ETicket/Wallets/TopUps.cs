using System.Globalization;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ETicket.Wallets;

/// <summary>A line as the buyer asks it: so many tickets of a type; the child is only a label on the receipt.</summary>
public sealed record BasketLine(TicketTypeId TicketTypeId, int Quantity, string? ChildLabel = null);

/// <summary>
/// A basket as the buyer posts it. <paramref name="Key"/> is the page's own: a double click, a reload, a second tab are the same basket.
/// <paramref name="Reference"/> imposes our reference instead of a fresh one (taking over another book).
/// </summary>
public sealed record Basket(
    Guid Key, StructureId Structure, FamilyId Family, PaymentProvider Provider, string Actor, string? PayerEmail, IReadOnlyList<BasketLine> Lines,
    PaymentMeans? Means = null, LoginId? AgentId = null, string? Reference = null);

/// <summary>« Achat de tickets » — exactly what buying paper tickets at the secretariat was: choose, pay, the tickets are in the wallet.</summary>
public sealed class TopUps(Database database) : IPaymentOutcome
{
    /// <summary>No family needs more tickets of a type at once; a typing mistake does.</summary>
    public const int MostTicketsPerLine = 999;

    /// <summary>
    /// Records the payments of a basket — one per régie, « paiement 1 sur 2 » — at today's prices and answers them. The same key again answers the same payments, with another basket it is refused (<see cref="BasketChanged"/>).
    /// Refuses an empty basket (<see cref="EmptyBasket"/>), a quantity outside 1…999 (<see cref="QuantityOutOfRange"/>), an unknown ticket (<see cref="UnknownTicket"/>),
    /// a means the act does not allow for a product or without an account there (<see cref="MeansNotAllowed"/>), a PayFiP amount under 1,00 € (<see cref="AmountTooSmall"/>).
    /// </summary>
    public async Task<IReadOnlyList<Payment>> PrepareAsync(Basket basket, CancellationToken stop)
    {
        try
        {
            await using var work = await database.BeginAsync(basket.Structure, stop);
            var payments = await PrepareAsync(work, basket, stop);
            await work.CommitAsync(stop);
            return payments;
        }
        catch (DbUpdateException e) when (IsTwin(e))
        {
            // The twin of this request committed first: its basket is this basket, or this one is refused.
            await using var work = await database.BeginAsync(basket.Structure, stop);
            return await PrepareAsync(work, basket, stop);
        }
    }

    /// <summary>The same, in the caller's transaction.</summary>
    public static async Task<IReadOnlyList<Payment>> PrepareAsync(Work work, Basket basket, CancellationToken stop)
    {
        if (await KnownAsync(work, basket.Key, stop) is { Count: > 0 } known)
            return await IsSameAsync(work, basket, known, stop) ? known : throw new BasketChanged();
        if (basket.Lines.Count == 0)
            throw new EmptyBasket();
        if (basket.Lines.FirstOrDefault(l => l.Quantity is < 1 or > MostTicketsPerLine) is { } wrong)
            throw new QuantityOutOfRange(wrong.Quantity, MostTicketsPerLine);

        var now = await work.Db.Database.SqlQuery<DateTimeOffset>($"select eticket_now() as \"Value\"").SingleAsync(stop);
        var lines = await PriceAsync(work, basket, ParisTime.DayOf(now), stop);
        await OpenWalletsAndAccountsAsync(work, basket, lines, stop);
        foreach (var regie in lines.GroupBy(l => l.RegieId))
        {
            var payment = new NewPayment(
                PaymentId.New(), basket.Family, regie.Key, basket.Key, basket.Provider, basket.Means, basket.Reference ?? PaymentReference.New(), basket.PayerEmail,
                basket.Actor, basket.AgentId, now, [.. regie.Select(l => l.Line)]);
            if (basket.Provider is PaymentProvider.PayFip && payment.Amount.Cents < 100)
                throw new AmountTooSmall(payment.Amount);
            Checkout.Record(work, payment);
        }
        await work.Db.SaveChangesAsync(stop);
        return await KnownAsync(work, basket.Key, stop);
    }

    /// <summary>The tickets of credited payments enter their wallets, in the transaction that credits them.</summary>
    public NpgsqlBatchCommand Credit(Guid[] structures, Guid[] payments) => new("select payment_id from wallets_sell_paid($1, $2)")
    {
        Parameters = { new() { Value = structures }, new() { Value = payments } },
    };

    /// <summary>Two requests carried the same basket at the same time, and the other one was first.</summary>
    internal static bool IsTwin(DbUpdateException failure) => failure.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_payment_structure_id_basket_id_regie_id",
    };

    /// <summary>The same key must carry the same basket: the page's own, sent twice.</summary>
    private static async Task<bool> IsSameAsync(Work work, Basket basket, IReadOnlyList<Payment> known, CancellationToken stop)
    {
        var ids = known.Select(p => p.Id).ToList();
        var lines = await work.Read<PaymentLine>().Where(l => ids.Contains(l.PaymentId)).ToListAsync(stop);
        return known.All(p => p.FamilyId == basket.Family && p.Provider == basket.Provider && (basket.Means is null || p.Means == basket.Means))
            && lines.Select(l => (l.TicketTypeId, l.Quantity)).Order(Comparer).SequenceEqual(basket.Lines.Select(l => (l.TicketTypeId, l.Quantity)).Order(Comparer));
    }

    private static readonly Comparer<(TicketTypeId Type, int Quantity)> Comparer =
        Comparer<(TicketTypeId Type, int Quantity)>.Create((a, b) => (a.Type.Value, a.Quantity).CompareTo((b.Type.Value, b.Quantity)));

    private static async Task<IReadOnlyList<Payment>> KnownAsync(Work work, Guid key, CancellationToken stop) =>
        await work.Read<Payment>().Where(p => p.BasketId == key).OrderBy(p => p.Id).ToListAsync(stop);

    private static async Task<IReadOnlyList<PricedLine>> PriceAsync(Work work, Basket basket, DateOnly today, CancellationToken stop)
    {
        var types = basket.Lines.Select(l => l.TicketTypeId).Distinct().ToList();
        var sold = await (from t in work.Read<TicketType>()
                          join a in work.Read<Activity>() on t.ActivityId equals a.Id
                          join s in work.Read<RegieService>() on a.ServiceId equals s.Id
                          where types.Contains(t.Id) && a.Mode == ActivityMode.Prepaid
                          select new { Type = t, Activity = a, Service = s }).ToDictionaryAsync(x => x.Type.Id, stop);
        if (types.Any(t => !sold.ContainsKey(t)))
            throw new UnknownTicket();

        await CheckMeansAsync(work, basket, [.. sold.Values.Select(x => x.Service).DistinctBy(s => s.Id)], today, stop);
        var prices = await Activities.PricesAsync(work, types, today, stop);
        return [.. basket.Lines.Select(line =>
        {
            var ticket = sold[line.TicketTypeId];
            var designation = Designations.Tickets(line.ChildLabel, ticket.Activity.Name);
            return new PricedLine(ticket.Service.RegieId, new NewPaymentLine(ticket.Service.Id, line.TicketTypeId, designation, line.Quantity, prices[line.TicketTypeId]));
        })];
    }

    /// <summary>What another book took over was paid by is what its act allowed; what is to be paid must also be open at the provider.</summary>
    private static async Task CheckMeansAsync(Work work, Basket basket, IReadOnlyList<RegieService> services, DateOnly today, CancellationToken stop)
    {
        if (basket is { Means: null, Reference: null, Provider: not PaymentProvider.Counter })
        {
            var offered = await ProviderAccounts.OfferedAsync(work, today, stop);
            if (services.FirstOrDefault(s => !offered[s.Id].Contains(basket.Provider)) is { } closed)
                throw new MeansNotAllowed(closed.Label);
            return;
        }
        IReadOnlyList<PaymentMeans> wanted = basket.Means is { } means ? [means] : basket.Provider.Means();
        var allowed = await work.Read<AllowedMeans>().Where(m => m.StartsOn <= today).ToListAsync(stop);
        foreach (var service in services)
        {
            if (!allowed.Any(m => m.ServiceId == service.Id && wanted.Contains(m.Means)))
                throw new MeansNotAllowed(service.Label);
        }
    }

    /// <summary>Whatever the payment turns out to be paid with, the accounts are there when it is: the statement that credits creates nothing.</summary>
    private static async Task OpenWalletsAndAccountsAsync(Work work, Basket basket, IReadOnlyList<PricedLine> lines, CancellationToken stop)
    {
        await WalletBook.OpenAsync(work, [.. lines.Select(l => (basket.Family, l.Line.TicketTypeId)).Distinct()], stop);
        var accounts = new HashSet<AccountName>();
        foreach (var (regie, line) in lines)
        {
            accounts.Add(AccountName.Due(regie, line.ServiceId));
            if (basket.Means is PaymentMeans.Cash && basket.AgentId is { } agent)
                accounts.Add(AccountName.Drawer(regie, agent));
            else if (basket.Means is PaymentMeans.Cheque)
                accounts.Add(AccountName.ChequesInHand(regie));
            else if (basket.Means is { } means)
                accounts.Add(AccountName.InTransit(regie, means));
            else
                accounts.UnionWith(basket.Provider.Means().Select(m => AccountName.InTransit(regie, m)));
        }
        await Journal.OpenAccountsAsync(work.Connection, work.Structure, [.. accounts], stop);
    }

    private sealed record PricedLine(RegieId RegieId, NewPaymentLine Line);
}

/// <summary>Our own references, told to providers: unique for ever, 6 to 30 characters [A-Za-z0-9], no word and no family in them.</summary>
internal static class PaymentReference
{
    public static string New() => "ET" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)[..26].ToUpperInvariant();
}
