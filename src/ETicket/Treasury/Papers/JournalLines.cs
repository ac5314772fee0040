using ETicket.Kernel;
using ETicket.Mail.Documents.Papers.Slips;
using ETicket.Persistence;

namespace ETicket.Treasury.Papers;

/// <summary>
/// « Lignes du journal » — the lines of every document of series Q and R that counts for the days asked, in the order they were issued, and of every reversal given back before that had a
/// document of its own. Each names who did it: the agent who sold, or who undid; a provider's own telling names nobody. What was sold is told without the child's name: the accountant has no use for it.
/// </summary>
internal static class JournalLines
{
    /// <summary>A sale says what took it back by the evening of the last day, and no more: a finished month is told the same for ever.</summary>
    private const string Lines =
        """
        with document as (
          select r.*, e.effective_on as day, e.actor, r.issued_at as at, r.kind as told, 1 as sign
          from receipt r join entry e on e.structure_id = r.structure_id and e.id = r.entry_id
          where r.structure_id = $1 and r.regie_id = $2 and r.series in ('Q', 'R') and e.effective_on between $3 and $4
          union all
          select r.*, e.effective_on, e.actor, e.recorded_at, 'GivesBack', -1
          from entry e join receipt r on r.structure_id = e.structure_id and r.entry_id = e.corrects_id
          where e.structure_id = $1 and e.kind = 'ReversalUndone' and r.regie_id = $2 and r.series = 'R' and e.effective_on between $3 and $4
            and not exists (select from receipt l where l.structure_id = e.structure_id and l.entry_id = e.id))
        select d.series || d.year || '-' || lpad(d.number::text, 6, '0'), d.at,
               case when d.told <> 'Sale' then coalesce(d.actor, case when p.provider = 'Counter' then 'non noté' end) when p.provider = 'Counter' then p.actor end, f.name, f.number, s.label,
               coalesce(y.label, l.designation), l.quantity * d.sign, l.unit_price_cents, d.means,
               case when p.provider <> 'Counter' then p.reference || coalesce(' / ' || p.authorisation, '')
                    else coalesce((select string_agg(concat_ws(', ', x.number, x.bank), ' / ' order by x.rank) from payment_paper x
                                   where x.structure_id = p.structure_id and x.payment_id = p.id and x.number is not null),
                                  (select 'au-delà du plafond, accepté par ' || o.allowed_by from cash_tolerance o where o.structure_id = p.structure_id and o.payment_id = p.id)) end,
               case when d.told = 'Cancel' then 'Cancels' when d.told = 'GivesBack' then 'GivesBack' when d.told = 'Lift' then 'Lifts' when d.told <> 'Sale' then 'TakesBack'
                    when back.cents is null then 'Taken' when back.cents <> -d.total_cents then 'PartlyTakenBackBy'
                    when back.kinds = array['Cancel'] then 'CancelledBy' when back.kinds = array['ProviderRefund'] then 'RefundedBy'
                    when back.kinds <@ array['UnpaidCheque', 'RejectedDebit', 'Chargeback'] then 'UnpaidBy' else 'TakenBackBy' end,
               case when d.told = 'GivesBack' then null when d.told = 'Sale' then back.numbers else o.series || o.year || '-' || lpad(o.number::text, 6, '0') end
        from document d
        join receipt_line l on l.structure_id = d.structure_id and l.receipt_id = d.id
        join regie_service s on s.structure_id = d.structure_id and s.id = l.service_id
        join family f on f.structure_id = d.structure_id and f.id = d.family_id
        join payment p on p.structure_id = d.structure_id and p.id = d.payment_id
        left join ticket_type y on y.structure_id = l.structure_id and y.id = l.ticket_type_id
        left join receipt o on o.structure_id = d.structure_id and o.id = d.undoes_id
        left join lateral (
          select sum(u.total_cents) as cents, array_agg(distinct u.kind::text) as kinds,
                 string_agg(u.series || u.year || '-' || lpad(u.number::text, 6, '0'), ', ' order by u.entry_id) as numbers
          from receipt u join entry e on e.structure_id = u.structure_id and e.id = u.entry_id
          where u.structure_id = d.structure_id and u.undoes_id = d.id and u.series in ('Q', 'R') and e.effective_on <= $4
            and not exists (
              select from entry w where w.structure_id = u.structure_id and w.kind = 'ReversalUndone' and w.corrects_id = u.entry_id and w.effective_on <= $4)) back
          on d.told = 'Sale'
        order by d.at, d.series, d.year, d.number, l.line
        """;

    private const string Runs =
        """
        with given as (
          select r.series, r.year, r.number, e.effective_on as day from receipt r join entry e on e.structure_id = r.structure_id and e.id = r.entry_id
          where r.structure_id = $1 and r.regie_id = $2 and r.series in ('Q', 'R') and e.effective_on <= $4),
        run as (
          select g.series, g.year, min(g.number) as first, max(g.number) as last, count(*)::int as documents from given g where g.day >= $3 group by 1, 2),
        expected as (
          select r.*, coalesce((select max(g.number) + 1 from given g where g.series = r.series and g.year = r.year and g.day < $3), c.first_number) as start
          from run r join receipt_counter c on c.structure_id = $1 and c.regie_id = $2 and c.series = r.series and c.year = r.year)
        select x.series || x.year || '-', x.start, x.first, x.last, x.documents,
               array(select n from generate_series(x.start, x.last) n
                     where not exists (select from given g where g.series = x.series and g.year = x.year and g.number = n and g.day >= $3) order by n)
        from expected x order by x.series, x.year
        """;

    public static async Task<IReadOnlyList<JournalLine>> OfAsync(Work work, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(Lines, work.Structure.Value, regie.Value, from, to);
        List<JournalLine> lines = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            lines.Add(new JournalLine(
                row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
                row.GetInt32(7), row.GetInt64(8), row.GetString(9), row.IsDBNull(10) ? null : row.GetString(10), row.GetString(11), row.IsDBNull(12) ? null : row.GetString(12)));
        }
        return lines;
    }

    /// <summary>« Suite des numéros » — one run per series and year, from the number after the last given before the first day; a number in between that is not on the journal is missing.</summary>
    public static async Task<IReadOnlyList<NumberRun>> RunsAsync(Work work, RegieId regie, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(Runs, work.Structure.Value, regie.Value, from, to);
        List<NumberRun> runs = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var series = row.GetString(0);
            string Written(int number) => FormattableString.Invariant($"{series}{number:D6}");
            runs.Add(new NumberRun(
                Written(row.GetInt32(1)), Written(row.GetInt32(2)), Written(row.GetInt32(3)), row.GetInt32(4), [.. row.GetFieldValue<int[]>(5).Select(n => new MissingNumber(Written(n)))]));
        }
        return runs;
    }
}
