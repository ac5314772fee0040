using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.States;
using ETicket.Persistence;

namespace ETicket.Treasury.Papers.States;

/// <summary>« État des frais en PDF » — commissions in the books of one régie (« dépenses à régulariser »), day by day, for the ordonnateur to mandate.</summary>
internal sealed class FeeStates(StateDesk desk)
{
    /// <summary>What the commune gave back comes from the Treasury account and is no fee.</summary>
    private const string Fees =
        """
        select e.effective_on, coalesce(l.provider, 'Dft'), coalesce(l.account, e.reference), count(*)::int,
               coalesce(sum(l.gross_cents) filter (where l.nature = 'Family' and l.gross_cents > 0), 0)::bigint, sum(case when t.debit_id = a.id then t.cents else -t.cents end)::bigint
        from account a
        join transfer t on t.structure_id = a.structure_id and a.id in (t.debit_id, t.credit_id)
        join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
        join account other on other.structure_id = t.structure_id and other.id in (t.debit_id, t.credit_id) and other.id <> a.id
        left join provider_line l on l.structure_id = e.structure_id and l.provider || '/' || l.account || '/' || l.key || '/' || l.kind = e.reference
        where a.structure_id = $1 and a.kind = 'Fees' and a.owner = $2 and e.effective_on between $3 and $4 and not (t.credit_id = a.id and other.kind = 'Dft')
        group by 1, 2, 3 order by 1, 2, 3
        """;

    private const string Balances =
        """
        select coalesce(sum(x.cents) filter (where x.day < $3), 0)::bigint, coalesce(-sum(x.cents) filter (where x.day >= $3 and x.cents < 0 and x.other = 'Dft'), 0)::bigint,
               coalesce(sum(x.cents), 0)::bigint
        from (
          select e.effective_on as day, other.kind as other, case when t.debit_id = a.id then t.cents else -t.cents end as cents
          from account a
          join transfer t on t.structure_id = a.structure_id and a.id in (t.debit_id, t.credit_id)
          join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
          join account other on other.structure_id = t.structure_id and other.id in (t.debit_id, t.credit_id) and other.id <> a.id
          where a.structure_id = $1 and a.kind = 'Fees' and a.owner = $2 and e.effective_on <= $4) x
        """;

    /// <summary>See <see cref="StateDesk"/>.</summary>
    public Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop) =>
        desk.PrintAsync(structure, regie, from, to, async (facts, first, last) => await PaperAsync(facts, first, last, stop), stop);

    private static async Task<IssuedPaper> PaperAsync(StateDesk.Facts facts, DateOnly from, DateOnly to, CancellationToken stop)
    {
        var (structure, regie) = (facts.Work.Structure.Value, facts.Regie.Id.Value);
        var fees = await FeesAsync(facts.Work, regie, from, to, stop);
        await using var balances = facts.Work.Command(Balances, structure, regie, from, to);
        await using var row = await balances.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return new FeesPaper
        {
            PortalAddress = facts.PortalAddress,
            From = from,
            To = to,
            Fees = fees,
            BeforeCents = row.GetInt64(0),
            GivenBackCents = row.GetInt64(1),
            AccountCents = row.GetInt64(2),
        };
    }

    private static async Task<IReadOnlyList<FeeRow>> FeesAsync(Work work, Guid regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(Fees, work.Structure.Value, regie, from, to);
        List<FeeRow> fees = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            fees.Add(new FeeRow(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5)));
        return fees;
    }
}
