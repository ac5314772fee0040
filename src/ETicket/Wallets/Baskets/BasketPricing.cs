using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Wallets.Baskets;

/// <summary>« Prix du panier » — each line at the price of the day, invoices at what is left of them or the part asked, split by régie.</summary>
internal static class BasketPricing
{
    /// <summary>The parts, in the order of the lines. Refuses an unknown ticket or invoice, an invoice that is paid or being paid, another price than the one shown, and a CESU for a meal.</summary>
    public static async Task<IReadOnlyList<BasketPart>> SplitAsync(Work work, Basket basket, DateTimeOffset now, CancellationToken stop)
    {
        List<(RegieId Regie, PricedLine Line)> lines =
            [.. await TicketsAsync(work, basket, ParisTime.DayOf(now), stop), .. await InvoicesAsync(work, basket, now, stop)];
        if (basket.Means is PaymentMeans.Cesu)
            await RefuseMealsAsync(work, [.. lines.Select(l => l.Line.Line.ServiceId).Distinct()], stop);
        var regies = lines.Select(l => l.Regie).Distinct().ToList();
        var names = await work.Read<Regie>().Where(r => regies.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Name, stop);
        return [.. lines.GroupBy(l => l.Regie, l => l.Line).Select(g => new BasketPart(g.Key, names[g.Key], [.. g]))];
    }

    private static async Task<IReadOnlyList<(RegieId, PricedLine)>> TicketsAsync(Work work, Basket basket, DateOnly today, CancellationToken stop)
    {
        var types = basket.Lines.Select(l => l.TicketTypeId).Distinct().ToList();
        var sold = await (from t in work.Read<TicketType>()
                          join a in work.Read<Activity>() on t.ActivityId equals a.Id
                          join s in work.Read<RegieService>() on a.ServiceId equals s.Id
                          where types.Contains(t.Id) && a.Mode == ActivityMode.Prepaid
                          select new { Type = t, Activity = a, Service = s }).ToDictionaryAsync(x => x.Type.Id, stop);
        if (types.Any(t => !sold.ContainsKey(t)))
            throw new UnknownTicket();
        var prices = await Activities.PricesAsync(work, types, today, stop);
        return [.. basket.Lines.Select(line =>
        {
            var ticket = sold[line.TicketTypeId];
            if (line.Shown is { } shown && shown != prices[line.TicketTypeId])
                throw new PriceChanged(ticket.Activity.Name, shown, prices[line.TicketTypeId]);
            var designation = Designations.Tickets(line.ChildLabel, ticket.Activity.Name);
            var priced = new NewPaymentLine(ticket.Service.Id, line.TicketTypeId, designation, line.Quantity, prices[line.TicketTypeId]) { Tariff = ticket.Type.Label };
            return (ticket.Service.RegieId, new PricedLine(priced, ticket.Service.Label, ticket.Activity.Name));
        })];
    }

    private static async Task<IReadOnlyList<(RegieId, PricedLine)>> InvoicesAsync(Work work, Basket basket, DateTimeOffset now, CancellationToken stop)
    {
        if (basket.Invoices.Count == 0)
            return [];
        var invoices = await UnpaidInvoices.LockAsync(work, basket.Family, basket.Invoices, now, new(basket.Key, basket.Idle, basket.Provider is PaymentProvider.Counter), stop);
        var services = invoices.Select(i => i.Invoice.ServiceId).ToList();
        var labels = await work.Read<RegieService>().Where(s => services.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Label, stop);
        return [.. invoices.Select(i =>
        {
            var invoice = i.Invoice;
            var line = new NewPaymentLine(invoice.ServiceId, null, Designations.Invoice(i), 1, i.Pays, invoice.Id);
            return (invoice.RegieId, new PricedLine(line, labels[invoice.ServiceId], invoice.Label));
        })];
    }

    /// <summary>A CESU pays the hours a child is looked after, never what he eats: no act can allow it.</summary>
    private static async Task RefuseMealsAsync(Work work, IReadOnlyList<ServiceId> services, CancellationToken stop)
    {
        var meal = await (from a in work.Read<Activity>()
                          join s in work.Read<RegieService>() on a.ServiceId equals s.Id
                          where services.Contains(s.Id) && a.Kind == ActivityKind.Canteen
                          select s.Label).FirstOrDefaultAsync(stop);
        if (meal is not null)
            throw new CesuPaysNoMeal(meal);
    }
}
