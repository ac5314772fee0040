namespace ETicket.Mail.Rounds;

internal sealed partial class StillTrue
{
    /// <summary>Of the letter $2 of the structure $1. Lines are found by their landmarks; those written before they had any, by their words.</summary>
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        // The children and activities of which still nobody spoke for that week.
        [nameof(Letters.EmptyWeek)] = """
            select jsonb_set(l.variables, '{lines}', jsonb_agg(x.line order by x.place))::text
            from outbox_letter l cross join jsonb_array_elements(l.variables -> 'lines') with ordinality x(line, place)
            where l.structure_id = $1 and l.id = $2 and (x.line ->> 'add_until')::timestamptz > eticket_now() and not exists (
              select from family_child f
              join child c on c.structure_id = f.structure_id and c.id = f.child_id
                and case when x.line ->> 'child_id' is null then c.first_name = x.line ->> 'child' else c.id = (x.line ->> 'child_id')::uuid end
              join activity a on a.structure_id = f.structure_id
                and case when x.line ->> 'activity_id' is null then a.name = x.line ->> 'activity' else a.id = (x.line ->> 'activity_id')::uuid end
              join booking b on b.structure_id = f.structure_id and b.child_id = c.id and b.activity_id = a.id
                and b.day between (l.variables ->> 'first_day')::date and (l.variables ->> 'first_day')::date + 6
              where f.structure_id = l.structure_id and f.family_id = l.family_id
              union all
              select from standing_booking s
              where s.structure_id = l.structure_id and s.family_id = l.family_id and s.child_id = (x.line ->> 'child_id')::uuid and s.activity_id = (x.line ->> 'activity_id')::uuid
                and s.starts_on <= (l.variables ->> 'first_day')::date + 6 and (s.ends_on is null or s.ends_on >= (l.variables ->> 'first_day')::date)
              union all
              select from planning_standing_days(l.structure_id, array[(x.line ->> 'child_id')::uuid], (l.variables ->> 'first_day')::date, (l.variables ->> 'first_day')::date + 6) s
              where s.activity_id = (x.line ->> 'activity_id')::uuid
              union all
              -- A rule of custody came meanwhile: the week is the other home's.
              select from open_day d
              where d.structure_id = l.structure_id and d.activity_id = (x.line ->> 'activity_id')::uuid and d.closed_for is null
                and d.day between (l.variables ->> 'first_day')::date and (l.variables ->> 'first_day')::date + 6
              having bool_and(coalesce((select c.family_id from planning_custody(l.structure_id, (x.line ->> 'child_id')::uuid, d.day) c), l.family_id) <> l.family_id))
            group by l.structure_id, l.id
            """,
        // The booklets it names that are below zero now, with what they lack now. A line without landmark stays as it was written, while some booklet of that name is.
        [nameof(Letters.NegativeBalance)] = """
            select (l.variables || jsonb_build_object('lines', k.lines, 'total_cents', k.cents))::text
            from outbox_letter l cross join lateral (
              select jsonb_agg(x.line || jsonb_build_object('missing', n.missing, 'cents', n.cents) order by x.place) as lines, sum(n.cents)::bigint as cents
              from jsonb_array_elements(l.variables -> 'lines') with ordinality x(line, place)
              cross join lateral (
                select -w.tickets as missing, -w.value_cents as cents from wallet w
                where w.structure_id = l.structure_id and w.id = (x.line ->> 'wallet_id')::bigint and w.family_id = l.family_id and w.tickets < 0
                union all
                select (x.line ->> 'missing')::int, (x.line ->> 'cents')::bigint
                where x.line ->> 'wallet_id' is null and exists (
                  select from wallet w join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id and y.label = x.line ->> 'label'
                  where w.structure_id = l.structure_id and w.family_id = l.family_id and w.tickets < 0)) n) k
            where l.structure_id = $1 and l.id = $2 and k.lines is not null
            """,
        // The booklets into which no tickets came since it was written (what a mirror gives back was there already); the basket proposes no others.
        [nameof(Letters.LowBalance)] = """
            select (l.variables || jsonb_build_object('lines', k.lines, 'basket_address', split_part(l.variables ->> 'basket_address', '?', 1) || coalesce('?' || (
                     select string_agg(p.field, '&' order by p.place)
                     from unnest(string_to_array(split_part(l.variables ->> 'basket_address', '?', 2), '&')) with ordinality p(field, place)
                     where split_part(p.field, '=', 1) <> all(k.bought)), '')))::text
            from outbox_letter l cross join lateral (
              select jsonb_agg(x.line order by x.place) filter (where b.field is null) as lines, coalesce(array_agg(b.field) filter (where b.field is not null), '{}') as bought
              from jsonb_array_elements(l.variables -> 'lines') with ordinality x(line, place)
              left join lateral (
                select 'n' || replace(w.ticket_type_id::text, '-', '') as field from wallet w
                where w.structure_id = l.structure_id and w.id = (x.line ->> 'wallet_id')::bigint and w.family_id = l.family_id and exists (
                  select from transfer m
                  where m.structure_id = w.structure_id and m.wallet_id = w.id and m.id > (x.line ->> 'transfer_id')::bigint and m.credit_id = w.id and m.quantity > 0
                    and m.mirrors_id is null)) b on true) k
            where l.structure_id = $1 and l.id = $2 and k.lines is not null
            """,
        // As long as somebody has still to say what becomes of it, with what is still too much.
        [nameof(Letters.PaidTwice)] = """
            select (l.variables || jsonb_build_object('total_cents', k.cents, 'with_tickets', k.with_tickets))::text
            from outbox_letter l cross join lateral payment_doubled(l.structure_id, split_part(l.reference, '/', 1)::uuid) k
            where k.cents > 0 and l.structure_id = $1 and l.id = $2 and exists (
              select from discrepancy d
              where d.structure_id = l.structure_id and d.payment_id = split_part(l.reference, '/', 1)::uuid and d.field = 'paid twice' and d.resolved_at is null)
            """,
        // It always leaves, as it says what was taken: of what it asks for, what is still owed, and no more than it said. Booklets are those of its document's lines; one whose
        // ticket was renamed since stays as it was written, and so does all of it where the money came back once more: the letter that says so follows.
        [nameof(Letters.TicketsTakenBack)] = """
            select (case when exists (
              select from receipt r join entry e on e.structure_id = r.structure_id and e.corrects_id = r.entry_id and e.kind = 'ReversalUndone'
              where r.structure_id = l.structure_id and r.id = l.reference::uuid) then l.variables else l.variables || jsonb_build_object('missing', m.missing, 'invoices', i.invoices, 'nothing_owed', (l.variables ->> 'nothing_owed')::bool or (
                     (l.variables -> 'missing' <> '[]' or l.variables -> 'invoices' @> '[{"owed": true}]') and m.missing = '[]' and not i.invoices @> '[{"owed": true}]'
                     and (l.variables ->> 'owed_to_commune_cents' is null or coalesce(l.variables ->> 'paid_by', '') <> ''))) end)::text
            from outbox_letter l
            cross join lateral (
              select coalesce(jsonb_agg(x.line || jsonb_build_object('count', least((x.line ->> 'count')::int, -w.tickets)) order by x.place)
                              filter (where w.tickets < 0 or w.tickets is null and o.owes and not o.labels @> array[x.line ->> 'label']), '[]') as missing
              from (select v.*, row_number() over (partition by v.line ->> 'label' order by (v.line ->> 'count')::int desc, v.place) as rank
                    from jsonb_array_elements(l.variables -> 'missing') with ordinality v(line, place)) x
              cross join lateral (
                select coalesce(bool_or(w.tickets < 0), false) as owes, array_agg(y.label::text) as labels
                from wallet w join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
                where w.structure_id = l.structure_id and w.family_id = l.family_id and w.ticket_type_id in (
                  select r.ticket_type_id from receipt_line r where r.structure_id = l.structure_id and r.receipt_id = l.reference::uuid)) o
              left join lateral (
                select w.tickets, row_number() over (order by w.tickets) as rank
                from wallet w join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id and y.label = x.line ->> 'label'
                where w.structure_id = l.structure_id and w.family_id = l.family_id and w.ticket_type_id in (
                  select r.ticket_type_id from receipt_line r where r.structure_id = l.structure_id and r.receipt_id = l.reference::uuid)) w on w.rank = x.rank) m
            cross join lateral (
              select coalesce(jsonb_agg(x.line || jsonb_build_object('owed', (x.line ->> 'owed')::bool and exists (
                       select from receipt_line r join invoice v on v.structure_id = r.structure_id and v.id = r.invoice_id and v.paid_cents < v.amount_cents
                       where r.structure_id = l.structure_id and r.receipt_id = l.reference::uuid
                         and x.line ->> 'number' = 'F' || v.year || '-' || lpad(v.number::text, 6, '0'))) order by x.place), '[]') as invoices
              from jsonb_array_elements(l.variables -> 'invoices') with ordinality x(line, place)) i
            where l.structure_id = $1 and l.id = $2
            """,
        // « À payer », as long as it is, and for what is left of it.
        [nameof(Letters.InvoiceAvailable)] = """
            select (l.variables || jsonb_build_object('amount_cents', least((l.variables ->> 'amount_cents')::bigint, i.amount_cents - i.paid_cents)))::text
            from outbox_letter l join invoice i on i.structure_id = l.structure_id and i.id = l.reference::uuid and i.paid_cents < i.amount_cents
            where l.structure_id = $1 and l.id = $2
            """,
        // The invoices that are still to pay, each for what is left of it.
        [nameof(Letters.InvoiceReminder)] = """
            select (case when l.variables -> 'invoices' = '[]' then l.variables else l.variables || jsonb_build_object('invoices', k.lines, 'total_cents', k.cents) end)::text
            from outbox_letter l cross join lateral (
              select jsonb_agg(x.line || jsonb_build_object('cents', v.cents) order by x.place) as lines, sum(v.cents)::bigint as cents
              from jsonb_array_elements(l.variables -> 'invoices') with ordinality x(line, place)
              cross join lateral (
                select least((x.line ->> 'cents')::bigint, v.amount_cents - v.paid_cents) as cents from invoice v
                where v.structure_id = l.structure_id and v.family_id = l.family_id and v.label = x.line ->> 'label' and v.paid_cents < v.amount_cents
                  and x.line ->> 'number' = 'F' || v.year || '-' || lpad(v.number::text, 6, '0')
                order by v.id limit 1) v) k
            where l.structure_id = $1 and l.id = $2 and (l.variables -> 'invoices' = '[]' or k.lines is not null)
            """,
    };
}
