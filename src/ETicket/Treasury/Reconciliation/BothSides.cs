using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Treasury.Reconciliation;

/// <summary>« Les deux côtés » — our documents and the provider's lines of one account, of those payments only whose sums are not the same on both.</summary>
internal static class BothSides
{
    /// <summary>What does not meet, as both sides are known in this transaction; nothing is written.</summary>
    public static async Task<IReadOnlyList<Unmatched>> CompareAsync(Work work, BooksAccount account, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            with number as materialized (
              select x.number, min(x.payment_id::text)::uuid as payment_id, bool_or(x.itself) as itself
              from (
                select p.authorisation as number, p.id as payment_id, true as itself from payment p
                where p.structure_id = $1 and p.provider = $2 and p.regie_id = any($4) and p.authorisation is not null
                union all
                select a.provider_reference, a.payment_id, false from payment_address a where a.structure_id = $1 and a.provider = $2) x
              group by 1),
            document as (
              select r.*, p.regie_id as collected_by, p.provider_at, coalesce(p.opened_at, p.created_at) as since from receipt r join payment p on p.structure_id = r.structure_id and p.id = r.payment_id
              where r.structure_id = $1 and p.provider = $2 and p.regie_id = any($4) and r.kind in ('Sale', 'ProviderRefund', 'Chargeback')),
            here as materialized (
              select d.payment_id, d.collected_by, d.id::text as subject, d.kind = 'Sale' as is_sale, d.total_cents as cents,
                     case d.kind when 'Sale' then coalesce(d.provider_at, d.issued_at) else d.issued_at end as at, d.since
              from document d
              union all
              select d.payment_id, d.collected_by, d.id || '/won', false, -d.total_cents, e.recorded_at, d.since
              from document d join entry e on e.structure_id = d.structure_id and e.corrects_id = d.entry_id and e.kind = 'ReversalUndone'),
            there as materialized (
              select coalesce(s.payment_id, k.payment_id, b.payment_id) as payment_id, l.regie_id, l.key || '/' || l.kind as subject, coalesce(s.itself, false) as itself, l.gross_cents as cents, l.at,
                     l.kind, l.source, l.currency
              from provider_line l left join number s on s.number = l.source left join number k on k.number = l.key
              left join lateral (select n.payment_id from unnest(l.about) with ordinality as x(said, rank) join number n on n.number = x.said order by x.rank limit 1) b on true
              where l.structure_id = $1 and l.provider = $2 and l.account = $3 and l.nature = 'Family' and l.gross_cents <> 0),
            -- Nearly every payment is told alike on both sides: only the others are looked at one by one.
            unlike as materialized (
              select x.payment_id
              from (select h.payment_id, true as ours, h.cents || ' EUR' as sum from here h
                    union all select t.payment_id, false, t.cents || ' ' || t.currency from there t where t.payment_id is not null) x
              group by 1 having array_agg(x.sum order by x.sum) filter (where x.ours) is distinct from array_agg(x.sum order by x.sum) filter (where not x.ours))
            select true, h.payment_id, h.collected_by, h.subject, h.is_sale, h.cents, h.at, null, null, null, h.since from here h where h.payment_id in (select u.payment_id from unlike u)
            union all
            select false, t.payment_id, t.regie_id, t.subject, t.itself, t.cents, t.at, t.kind, t.source, t.currency, t.at from there t
            where t.payment_id is null or t.payment_id in (select u.payment_id from unlike u)
            order by 7, 4
            """,
            work.Structure.Value, account.Provider.ToString(), account.Account, account.Regies.Select(r => r.Value).ToArray());
        var (facts, lines) = (new List<OurFact>(), new List<TheirLine>());
        await using (var row = await command.ExecuteReaderAsync(stop))
        {
            while (await row.ReadAsync(stop))
            {
                if (row.GetBoolean(0))
                    facts.Add(new(new(row.GetGuid(1)), new(row.GetGuid(2)), row.GetString(3), row.GetBoolean(4), row.GetInt64(5), row.GetFieldValue<DateTimeOffset>(6)) { Since = row.GetFieldValue<DateTimeOffset>(10) });
                else
                    lines.Add(LineOf(row));
            }
        }
        return Matching.Of(facts, lines);
    }

    private static TheirLine LineOf(NpgsqlDataReader row) => new(
        row.IsDBNull(1) ? null : new PaymentId(row.GetGuid(1)), new(row.GetGuid(2)), row.GetString(3), row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.GetBoolean(4), row.GetInt64(5),
        row.GetString(9), row.GetFieldValue<DateTimeOffset>(6));
}
