using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Reports;

/// <summary>What one product of the régie earned, in cents.</summary>
public sealed record ServiceRevenue(ServiceId ServiceId, string Code, Money Revenue);

/// <summary>The month where the sale is the revenue.</summary>
public sealed record AtSaleRevenue(IReadOnlyList<ServiceRevenue> ByService)
{
    public Money Total => ByService.Sum(s => s.Revenue);
}

/// <summary>
/// The month where the consumption is the revenue: what was advanced at the opening (4191), sold, refunded outside the régie, consumed (7067, net of re-credits; negative),
/// and what remains advanced.
/// </summary>
public sealed record AtConsumptionRevenue(Money Opening, Money Sales, Money Refunds, Money Consumed, Money Closing)
{
    /// <summary>The titre to issue on 7067.</summary>
    public Money Revenue => -Consumed;
}

/// <summary>
/// « Recettes du mois » under both doctrines a commune may follow, from the same entries. « Droits au comptant »: the régisseur hands over what he took (CGCT R1617-1 ff.)
/// and the sale is the revenue. « Avance »: tickets not used yet are owed to the families (M57, 4191) and the used ones are the revenue (7067).
/// </summary>
public static class RevenueReport
{
    /// <summary>
    /// « Droits au comptant » — credits less debits of what is due, by sales, invoices paid, cancellations and reversals, product by product; openings, month closings and remittances are
    /// not revenue. Every product of the régies is there, in their order.
    /// </summary>
    public static async Task<AtSaleRevenue> AtSaleAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select s.id, s.code, coalesce(sum(x.cents), 0)::bigint
            from regie_service s
            left join (
              select due.owner, due.part, case when t.credit_id = due.id then t.cents else -t.cents end as cents
              from entry e
              join transfer t on t.structure_id = e.structure_id and t.entry_id = e.id
              join account due on due.structure_id = t.structure_id and due.id in (t.debit_id, t.credit_id) and due.kind = 'Due'
              where e.structure_id = $1 and e.effective_on between $2 and $3 and e.kind in ('Sale', 'InvoicePaid', 'Cancel', 'Reversal', 'ReversalUndone')) x
              on x.owner = s.regie_id and x.part = s.id::text
            where s.structure_id = $1
            group by s.id, s.code order by s.code collate "C", s.id
            """,
            work.Structure.Value, from, to);
        var services = new List<ServiceRevenue>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            services.Add(new ServiceRevenue(new(reader.GetGuid(0)), reader.GetString(1), new(reader.GetInt64(2))));
        return new AtSaleRevenue(services);
    }

    /// <summary>« Avance » — the movements of the value of all wallets, negative ones included: opening + sales + refunds + consumed is closing.</summary>
    public static async Task<AtConsumptionRevenue> AtConsumptionAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var types = await TicketReport.ReadAsync(work, from, to, stop);
        return new AtConsumptionRevenue(
            types.Sum(t => t.Opening.Value),
            types.Sum(t => t.Sold.Value + t.Cancelled.Value + t.Reversed.Value + t.Moved.Value),
            types.Sum(t => t.Refunded.Value),
            types.Sum(t => t.Consumed.Value + t.RecreditedForClosure.Value + t.RecreditedForAbsence.Value + t.RecreditedByGoodwill.Value),
            types.Sum(t => t.Closing.Value));
    }
}
