using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Reports;

/// <summary>What one product of a régie brought by one means, in cents: its gross, then what was cancelled and reversed (both negative).</summary>
public sealed record ProductTakings(ServiceId ServiceId, string Code, string Label, string BudgetAccount, PaymentMeans Means, Money Gross, Money Cancelled, Money Reversed)
{
    public Money Net => Gross + Cancelled + Reversed;
}

/// <summary>What a régie owed the accountant before the first day, what it took, what it paid over, and what its accounts say it owes on the last evening.</summary>
public sealed record DueMovements(Money Opening, Money Taken, IReadOnlyList<Remitted> Remitted, Money Closing);

/// <summary>« Versement » — one entry that paid over: the Paris day, its reference, in cents.</summary>
public sealed record Remitted(DateOnly Day, string Reference, Money Amount);

/// <summary>
/// « Recettes d'une régie » — by product and means, and what became of « recettes à verser », from the entries alone (M57: one « titre de régularisation » by product and account).
/// </summary>
public static class RegieTakings
{
    /// <summary>« Produit × moyen » — between two Paris days, both included: only what moved, in the order of the products' codes, then of the means'.</summary>
    public static async Task<IReadOnlyList<ProductTakings>> ByProductAsync(Work work, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            $"""
            select s.id, s.code, s.label, s.budget_account, x.means, {TakingsReport.Sums}
            from ({TakingsReport.Movements}) x
            join regie_service s on s.structure_id = $1 and s.id::text = x.part
            group by s.id, s.code, s.label, s.budget_account, x.means order by s.code collate "C", s.id, x.means collate "C"
            """,
            work.Structure.Value, from, to, regie.Value);
        var takings = new List<ProductTakings>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            takings.Add(new ProductTakings(
                new(reader.GetGuid(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3), TakingsReport.MeansOf(reader.GetString(4)),
                new(reader.GetInt64(5)), new(reader.GetInt64(6)), new(reader.GetInt64(7))));
        }
        return takings;
    }

    /// <summary>
    /// « Recettes à verser » — from the evening before the first day to that of the last. A balance taken over is an opening, whatever day it was written on; moving a month to « mois précédents » moves nothing here.
    /// </summary>
    public static async Task<DueMovements> DueAsync(Work work, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select case when e.kind = 'Opening' or e.effective_on < $3 then 'Opening' when e.kind = 'Remittance' then 'Remittance' else 'Taken' end as fact,
                   case when e.kind = 'Remittance' and e.effective_on >= $3 then e.id end as remittance, min(e.effective_on), min(e.reference),
                   sum(case when t.credit_id = due.id then t.cents else -t.cents end)::bigint, sum(sum(case when t.credit_id = due.id then t.cents else -t.cents end)) over ()::bigint
            from account due
            join transfer t on t.structure_id = due.structure_id and due.id in (t.debit_id, t.credit_id)
            join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
            where due.structure_id = $1 and due.owner = $2 and due.kind in ('Due', 'DuePrevious') and e.effective_on <= $4
            group by 1, 2 order by 3, 2
            """,
            work.Structure.Value, regie.Value, from, to);
        var (opening, taken, closing, remitted) = (Money.Zero, Money.Zero, Money.Zero, new List<Remitted>());
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var amount = new Money(reader.GetInt64(4));
            closing = new(reader.GetInt64(5));
            switch (reader.GetString(0))
            {
                case "Opening":
                    opening += amount;
                    break;
                case "Remittance":
                    remitted.Add(new Remitted(reader.GetFieldValue<DateOnly>(2), reader.GetString(3), -amount));
                    break;
                default:
                    taken += amount;
                    break;
            }
        }
        return new DueMovements(opening, taken, remitted, closing);
    }
}
