-- « Écarts qui durent » — every difference both sides still have, waiting for a person or closed by one, and the euros it leaves in transit: what our books say less what the
-- provider says. Of a line told otherwise, its first reading is in the books, where it was in euros. One followed by another is over, as is one both sides agree on since.
create or replace view provider_gap_standing with (security_invoker = true) as
select g.structure_id, g.id, g.provider, g.account, g.kind, g.resolved_at is not null as closed,
       case when g.kind = 'Changed' and l.currency <> 'EUR' then 0 else coalesce(g.expected_cents, 0) end
         - case when g.currency = 'EUR' then coalesce(g.found_cents, 0) else 0 end as cents
from provider_gap g
left join provider_line l on g.kind = 'Changed' and l.structure_id = g.structure_id and l.provider = g.provider and l.account = g.account and l.key || '/' || l.kind = g.subject
where not g.healed and g.gone_at is null
  and not exists (select from provider_gap n where n.structure_id = g.structure_id and n.follows_id = g.id);

-- « Ce qui est en attente d'encaissement » — account by account: what our books hold in transit there, what the provider's lines come to, transfers to the bank apart for the
-- bank's own line books them; those transfers, negative where money went to the bank; and of what differs: that which waits for a person, and that which a person closed. What is left is not compared yet.
drop function if exists provider_transit(uuid);
create function provider_transit(p_structure uuid)
returns table (provider text, account text, books_cents bigint, provider_cents bigint, bank_cents bigint, open_cents bigint, closed_cents bigint) language sql stable as $$
  with held as (
    select a.structure_id, a.provider, a.account, array_agg(a.regie_id) as regies from provider_account a where a.structure_id = p_structure group by 1, 2, 3),
  gap as (
    select s.provider, s.account, coalesce(sum(s.cents) filter (where not s.closed), 0) as open, coalesce(sum(s.cents) filter (where s.closed), 0) as closed,
           coalesce(sum(s.cents) filter (where s.kind = 'Changed'), 0) as changed
    from provider_gap_standing s where s.structure_id = p_structure group by 1, 2)
  select h.provider, h.account, b.cents::bigint, (l.cents - coalesce(g.changed, 0))::bigint, l.bank::bigint, coalesce(g.open, 0)::bigint, coalesce(g.closed, 0)::bigint
  from held h
  cross join lateral (
    select coalesce(sum(case when t.debit_id = a.id then t.cents else -t.cents end), 0) as cents
    from account a join transfer t on t.structure_id = a.structure_id and a.id in (t.debit_id, t.credit_id)
    where a.structure_id = h.structure_id and a.kind = 'InTransit' and a.owner = any(h.regies)
      and a.part = case h.provider when 'Stripe' then 'CARTE_STRIPE' else upper(h.provider) end) b
  cross join lateral (
    select coalesce(sum(case when l.nature in ('Family', 'Charge') then l.gross_cents else 0 end - l.fee_cents), 0) as cents,
           coalesce(sum(l.gross_cents) filter (where l.nature = 'Bank'), 0) as bank
    from provider_line l where l.structure_id = h.structure_id and l.provider = h.provider and l.account = h.account and l.currency = 'EUR') l
  left join gap g on g.provider = h.provider and g.account = h.account
$$;
