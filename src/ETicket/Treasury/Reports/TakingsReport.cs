using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Reports;

/// <summary>What one means brought: receipts and their gross, then what was cancelled and reversed (both negative), in cents.</summary>
public sealed record MeansTakings(PaymentMeans Means, int Receipts, Money Gross, Money Cancelled, Money Reversed)
{
    public Money Net => Gross + Cancelled + Reversed;
}

/// <summary>
/// « État des encaissements » by means of payment, from the movements of what is due to the accountant: the account on the other side says where the money came from.
/// Receipts outside the régie are not takings.
/// </summary>
public static class TakingsReport
{
    /// <summary>Every movement of what is due, with the product and the means it is about: of structure $1, between days $2 and $3, of régie $4 or of all.</summary>
    internal const string Movements =
        """
        select e.kind, e.reference, due.part, case when t.credit_id = due.id then t.cents else -t.cents end as cents,
               case other.kind when 'Drawer' then 'ESPECES' when 'InTransit' then other.part else 'CHEQUE' end as means
        from entry e
        join transfer t on t.structure_id = e.structure_id and t.entry_id = e.id
        join account due on due.structure_id = t.structure_id and due.id in (t.debit_id, t.credit_id) and due.kind = 'Due'
        join account other on other.structure_id = t.structure_id and other.id in (t.debit_id, t.credit_id) and other.id <> due.id
        where e.structure_id = $1 and e.effective_on between $2 and $3 and e.kind in ('Sale', 'InvoicePaid', 'Cancel', 'Reversal', 'ReversalUndone')
          and ($4::uuid is null or due.owner = $4::uuid)
        """;

    /// <summary>Gross, cancelled and reversed, in that order.</summary>
    internal const string Sums =
        """
        coalesce(sum(x.cents) filter (where x.kind in ('Sale', 'InvoicePaid')), 0)::bigint,
        coalesce(sum(x.cents) filter (where x.kind = 'Cancel'), 0)::bigint,
        coalesce(sum(x.cents) filter (where x.kind in ('Reversal', 'ReversalUndone')), 0)::bigint
        """;

    /// <summary>« Moyens » — of every régie between two Paris days, both included; only the means that moved, in the order of their codes.</summary>
    public static Task<IReadOnlyList<MeansTakings>> ReadAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop) => ReadAsync(work, null, from, to, stop);

    /// <summary>The same of one régie.</summary>
    public static async Task<IReadOnlyList<MeansTakings>> ReadAsync(Work work, RegieId? regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            $"""
            select x.means, count(distinct x.reference) filter (where x.kind in ('Sale', 'InvoicePaid'))::int, {Sums}
            from ({Movements}) x
            group by x.means order by x.means collate "C"
            """,
            work.Structure.Value, from, to, regie?.Value);
        var takings = new List<MeansTakings>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            takings.Add(new MeansTakings(MeansOf(reader.GetString(0)), reader.GetInt32(1), new(reader.GetInt64(2)), new(reader.GetInt64(3)), new(reader.GetInt64(4))));
        return takings;
    }

    internal static PaymentMeans MeansOf(string code) =>
        MeansCodes.TryRead(code, out var means) ? means : throw new InvalidOperationException($"Unknown means of payment '{code}' in the journal.");
}
