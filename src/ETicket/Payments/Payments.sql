-- « Issue d'un règlement » — moves payments along the allowed steps (payment_edge) with the news that moved them. A step not in the table, or a credit whose
-- amount is not exactly ours, moves nothing. Payments are locked in the order of their keys until the end of the transaction. Several structures at once:
-- what many communes learn in the same instant is one batch. Rows are looked up key by key (`offset 0` and the locks hold the planner to it), so that one
-- plan serves every batch.
drop function if exists payments_decide(uuid, uuid[], text[], bigint[], text[], timestamptz[], text[], text[], text[]);
drop function if exists payments_decide(uuid[], uuid[], text[], bigint[], text[], timestamptz[], text[], text[], text[]);
create or replace function payments_decide(
  p_structures uuid[], p_payments uuid[], p_states text[], p_cents bigint[], p_means text[], p_provider_at timestamptz[],
  p_authorisations text[], p_sources text[], p_proofs text[])
returns table (structure_id uuid, payment_id uuid, from_state text, to_state text, moved boolean) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  with told as materialized (
    select distinct on (x.structure_id, x.id) x.*
    from unnest(p_structures, p_payments, p_states, p_cents, p_means, p_provider_at, p_authorisations, p_sources, p_proofs)
      as x(structure_id, id, state, cents, means, provider_at, auth, source, proof)
    -- Of several news of one payment, the money wins.
    order by x.structure_id, x.id, x.state in ('Paid', 'Promised') desc),
  -- Locked and read at once, one after the other: what is read is what the lock found.
  asked as materialized (
    select t.*, p.before, p.amount_cents
    from told t
    cross join lateral (select p.state as before, p.amount_cents from payment p where p.structure_id = t.structure_id and p.id = t.id for update) p),
  clock as materialized (select eticket_now() as moment from (select count(*) from asked) locked),
  allowed as (
    select a.* from asked a
    join payment_edge e on e.from_state = a.before and e.to_state = a.state
    where (a.state not in ('Paid', 'Promised') or a.cents = a.amount_cents)
      -- What left is paid again by the entry that won it back, never by a provider's answer to a question asked before; what was refunded the bank may still take.
      and (a.before not in ('ChargedBack', 'Refunded') or a.source = 'won back' or a.state = 'ChargedBack')),
  changed as (
    -- A debit that was promised is the one its receipt and its transit say, whatever the provider calls it later: its rejection comes back to that one.
    update payment p set state = a.state, means = case when a.before = 'Promised' then p.means else coalesce(a.means, p.means) end, provider_at = coalesce(a.provider_at, p.provider_at),
                         authorisation = coalesce(a.auth, p.authorisation)
    from allowed a where p.structure_id = a.structure_id and p.id = a.id),
  step as (
    insert into payment_step (structure_id, payment_id, from_state, to_state, at, source, proof_cents, proof)
    select a.structure_id, a.id, a.before, a.state, c.moment, a.source, a.cents, a.proof::jsonb from allowed a cross join clock c)
  select a.structure_id, a.id, a.before, a.state, exists (select from allowed x where x.structure_id = a.structure_id and x.id = a.id) from asked a;
end $$;

-- « Règlements lus » — payments with what their provider must be asked, and the place of each in the list. A function for its plan alone: asked for lists of every
-- length, the question would be planned at each, which takes longer than its answer.
drop function if exists payments_find(uuid[], uuid[]);
create or replace function payments_find(p_structures uuid[], p_payments uuid[])
returns table (
  place int, family_id uuid, regie_id uuid, basket_id uuid, provider text, state text, amount_cents bigint, reference text, provider_reference text, pay_at text, payer_email text,
  budget_year int, actor text, created_at timestamptz, kind text, name text, act_number text, act_on date, client_number text, mode text, account text, opened_at timestamptz,
  may_take boolean, part int, pays_invoices boolean, declined boolean) language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
  select x.ordinal::int - 1, p.family_id, p.regie_id, p.basket_id, p.provider::text, p.state::text, p.amount_cents, p.reference::text, p.provider_reference::text, p.pay_at::text,
         p.payer_email::text, p.budget_year, p.actor::text, p.created_at, r.kind::text, r.name::text, r.act_number::text, r.act_on,
         coalesce(p.client_number, r.client_number)::text,
         coalesce(p.mode, case r.pay_fip_mode when 'Production' then 'W' when 'Activation' then 'X' else 'T' end)::text,
         case when p.provider in ('Stripe', 'PayPal') then (
           select a.account from provider_account a where a.structure_id = x.structure_id and a.regie_id = p.regie_id and a.provider = p.provider) end::text,
         p.opened_at,
         -- PayPal takes nothing before we do: it is not told to once another attempt at the part brought its money (PaymentStates.BroughtMoney), or an invoice of it was paid otherwise, and the order is more than what is left.
         case when p.provider = 'PayPal' then not exists (
           select from payment o
           where o.structure_id = x.structure_id and o.basket_id = p.basket_id and o.regie_id = p.regie_id and o.part = p.part and o.id <> p.id
             and o.state in ('Paid', 'Promised', 'Refunded', 'ChargedBack'))
           and not exists (
             select from payment_line l
             cross join lateral (
               select from invoice i where i.structure_id = x.structure_id and i.id = l.invoice_id and i.paid_cents + l.quantity * l.unit_price_cents > i.amount_cents offset 0) i
             where l.structure_id = x.structure_id and l.payment_id = p.id and l.invoice_id is not null) else true end,
         p.part, exists (select from payment_line l where l.structure_id = x.structure_id and l.payment_id = p.id and l.invoice_id is not null),
         -- Nor is it asked twice for what it refused us, before the payer agreed again.
         p.provider = 'PayPal' and p.answer is not distinct from 'Refused'
  from unnest(p_structures, p_payments) with ordinality as x(structure_id, id, ordinal)
  cross join lateral (select * from payment where structure_id = x.structure_id and id = x.id offset 0) p
  cross join lateral (select * from regie where structure_id = x.structure_id and id = p.regie_id offset 0) r;
end $$;

-- « Échéancier des relances » — when a provider is asked again about a payment it said nothing final of: every 5 minutes for an hour from the moment the payer was sent to
-- pay, every hour for a day, every day up to the 400th; then no more. Instants stand on a grid counted from the first: whatever was asked in between, the next keeps its place.
create or replace function next_ask(p_from timestamptz, p_now timestamptz) returns timestamptz language sql immutable parallel safe as $$
  select p_from + x.rank * s.every
  from (values (interval '5 minutes', interval '1 hour'), (interval '1 hour', interval '24 hours'), (interval '24 hours', interval '9600 hours')) s(every, until)
  cross join lateral (select floor(extract(epoch from p_now - p_from) / extract(epoch from s.every)) + 1 as rank) x
  where x.rank * s.every <= s.until
  order by s.every limit 1
$$;

-- The next numbers of counters of one series, so many of each, after everything else is written; and the instant they are given at. Counters are locked in
-- the order of their keys; each régie must come once. The entries they prove were written moments before: where midnight in Paris passed in between, the two
-- would count for different days, even different years. Nothing is then kept (ETDAY) and the caller begins its whole transaction again, on the new day.
drop function if exists receipts_take_numbers(uuid, uuid, text, int);
drop function if exists receipts_take_numbers(uuid[], uuid[], text, int[]);
create or replace function receipts_take_numbers(p_structures uuid[], p_regies uuid[], p_series text, p_counts int[], p_day date)
returns table (structure_id uuid, regie_id uuid, first_number int, number_year int, moment timestamptz) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare this_year int := extract(year from p_day); instant timestamptz; locked int;
begin
  loop
    perform 1
    from (select x.structure_id, x.regie_id from unnest(p_structures, p_regies) as x(structure_id, regie_id) order by 1, 2) x
    cross join lateral (
      select from receipt_counter c
      where c.structure_id = x.structure_id and c.regie_id = x.regie_id and c.series = p_series and c.year = this_year for update) c;
    get diagnostics locked = row_count;
    exit when locked = cardinality(p_regies);
    -- The first of the year: whoever makes it, it is then there to be locked.
    insert into receipt_counter (structure_id, regie_id, series, year, first_number, last_number)
    select x.structure_id, x.regie_id, p_series, this_year, 1, 0 from unnest(p_structures, p_regies) as x(structure_id, regie_id) order by 1, 2
    on conflict do nothing;
  end loop;
  -- The instant is read under the locks, so that numbers and instants run in the same order.
  instant := eticket_now();
  if paris_day(instant) <> p_day then
    raise exception 'The day % ended before its receipts could be numbered.', p_day using errcode = 'ETDAY';
  end if;
  return query
  update receipt_counter c set last_number = c.last_number + x.wanted
  from (
    -- Each counter by its key and, as it is ours, by its place: joined to the list, all counters of the year would be read beside every line of it.
    select k.place, x.wanted
    from unnest(p_structures, p_regies, p_counts) as x(structure_id, regie_id, wanted)
    cross join lateral (
      select c.ctid as place from receipt_counter c
      where c.structure_id = x.structure_id and c.regie_id = x.regie_id and c.series = p_series and c.year = this_year offset 0) k) x
  where c.ctid = x.place
  returning c.structure_id, c.regie_id, c.last_number - x.wanted + 1, this_year, instant;
end $$;

drop function if exists paper_head(uuid, uuid, uuid);

-- « Quittances » — one numbered receipt for each credited payment of the list that has none, in the order of the list within its régie, and its letter to each
-- guardian of the family who receives letters. Rows are looked up key by key (`offset 0` holds the planner to it): a join may
-- read a whole commune, as the planner multiplies the chances of columns that go together; and so one plan serves every batch.
drop function if exists receipts_issue(uuid, uuid, uuid[], text);
create or replace function receipts_issue(p_structures uuid[], p_payments uuid[], p_portal text)
returns table (payment_id uuid, receipt_id uuid, number text) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  return query
  with pending as materialized (
    select x.structure_id, x.id, p.regie_id, p.family_id, p.means, p.amount_cents, p.paid_by, e.id as entry_id, e.effective_on,
           -- At the counter, the number of its one paper: a reference of ours says nothing to whoever paid in coins.
           case when p.provider <> 'Counter' then p.reference else (
             select max(k.number) from payment_paper k where k.structure_id = x.structure_id and k.payment_id = x.id having count(*) = 1) end as told,
           (row_number() over (partition by x.structure_id, p.regie_id order by x.ordinal))::int as rank
    -- The reference as text before it meets the table: a cast inside the comparison could not use the index under row level security.
    from (select x.*, x.id::text as reference from unnest(p_structures, p_payments) with ordinality as x(structure_id, id, ordinal) offset 0) x
    -- Of a payment that brings both, the sale: the invoices paid with it bear the same reference.
    cross join lateral (
      select e.id, e.effective_on from entry e where e.structure_id = x.structure_id and e.kind in ('Sale', 'InvoicePaid') and e.reference = x.reference
      order by e.kind desc limit 1) e
    cross join lateral (select p.* from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) p
    where p.state in ('Paid', 'Promised')
      and not exists (select from receipt r where r.structure_id = x.structure_id and r.payment_id = x.id and r.kind = 'Sale' offset 0)),
  numbering as materialized (
    select n.*, s.name as structure_name, r.name as regie_name, r.act_number, r.act_on from (
      select array_agg(c.structure_id) as structures, array_agg(c.regie_id) as regies, array_agg(c.wanted) as wanted, min(c.day) as day
      from (select p.structure_id, p.regie_id, count(*)::int as wanted, min(p.effective_on) as day from pending p group by 1, 2) c
      having count(*) > 0) c
    cross join lateral receipts_take_numbers(c.structures, c.regies, 'Q', c.wanted, c.day) n
    cross join lateral (select s.name from structure s where s.id = n.structure_id offset 0) s
    -- An association has a till of its own, and no « acte constitutif ».
    cross join lateral (
      select r.name, case when r.kind = 'Regie' then r.act_number end as act_number, case when r.kind = 'Regie' then r.act_on end as act_on from regie r
      where r.structure_id = n.structure_id and r.id = n.regie_id offset 0) r),
  issued as (
    insert into receipt (structure_id, id, regie_id, series, year, number, kind, family_id, payment_id, entry_id, issued_at, means, total_cents, paid_by)
    select p.structure_id, gen_random_uuid(), p.regie_id, 'Q', n.number_year, n.first_number + p.rank - 1, 'Sale', p.family_id, p.id, p.entry_id,
           n.moment, p.means, p.amount_cents, p.paid_by
    from pending p join numbering n on n.structure_id = p.structure_id and n.regie_id = p.regie_id
    returning receipt.*),
  lines as (
    insert into receipt_line (structure_id, receipt_id, line, service_id, ticket_type_id, invoice_id, designation, quantity, unit_price_cents, tariff)
    select i.structure_id, i.id, l.line, l.service_id, l.ticket_type_id, l.invoice_id, l.designation, l.quantity, l.unit_price_cents, l.tariff
    from issued i cross join lateral (select l.* from payment_line l where l.structure_id = i.structure_id and l.payment_id = i.payment_id offset 0) l),
  letter as (
    insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
    select i.structure_id, 'TopUpReceipt', i.id::text, i.family_id, g.id,
           jsonb_build_object(
             'structure_name', n.structure_name, 'regie_name', n.regie_name, 'regie_act_number', n.act_number, 'regie_act_date', n.act_on,
             'receipt_number', 'Q' || i.year || '-' || lpad(i.number::text, 6, '0'), 'issued_at', i.issued_at, 'family_name', f.name,
             'guardian_first_name', g.first_name, 'means', i.means, 'reference', p.told, 'total_cents', i.total_cents, 'portal_address', p_portal,
             'paid_by', i.paid_by, 'brings_tickets', bought.tickets, 'lines', bought.lines, 'left', bought.left),
           'queued', 0, i.issued_at, i.issued_at
    from issued i
    join pending p on p.structure_id = i.structure_id and p.id = i.payment_id
    join numbering n on n.structure_id = i.structure_id and n.regie_id = i.regie_id
    cross join lateral (
      select bool_or(l.ticket_type_id is not null) as tickets,
             jsonb_agg(jsonb_build_object('designation', l.designation, 'quantity', l.quantity, 'unit_cents', l.unit_price_cents,
                                          'cents', l.quantity * l.unit_price_cents) order by l.line) as lines,
             -- « Reste à payer » of each invoice of which this was only a part.
             coalesce(jsonb_agg(jsonb_build_object('number', 'F' || v.year || '-' || lpad(v.number::text, 6, '0'), 'left_cents', v.amount_cents - v.paid_cents, 'due_on', v.due_on)
                                order by l.line) filter (where v.id is not null), '[]') as left
      from payment_line l
      left join lateral (
        select v.* from invoice v where v.structure_id = l.structure_id and v.id = l.invoice_id and v.paid_cents < v.amount_cents offset 0) v on true
      where l.structure_id = i.structure_id and l.payment_id = i.payment_id offset 0) bought
    cross join lateral (select f.name from family f where f.structure_id = i.structure_id and f.id = i.family_id offset 0) f
    cross join lateral (
      select g.id, g.first_name from guardian g
      where g.structure_id = i.structure_id and g.family_id = i.family_id and g.receives_letters and g.email is not null offset 0) g)
  select i.payment_id, i.id, 'Q' || i.year || '-' || lpad(i.number::text, 6, '0') from issued i;
end $$;

-- « Part payée deux fois » — what of a payment another one paid too and is still sold, in cents, and whether tickets are among it; and the same as it was sold, whatever was given back.
-- All of it where another attempt at the same part of the same basket brought money, else, of its lines of invoices that stand paid beyond their amount, what is beyond it: all of a line where an invoice was paid twice whole. Nothing of a payment whose own money
-- left again.
drop function if exists payment_doubled(uuid, uuid);
create function payment_doubled(p_structure uuid, p_payment uuid) returns table (cents bigint, with_tickets boolean, sold_cents bigint) language sql stable as $$
  select coalesce(sum(case when p.whole or l.invoice_id is null then l.still_sold * l.unit_price_cents else least(l.still_sold * l.unit_price_cents, l.beyond) end), 0)::bigint, coalesce(bool_or(l.ticket_type_id is not null and l.still_sold > 0), false),
         coalesce(sum(l.quantity * l.unit_price_cents), 0)::bigint
  from (
    select p.structure_id, p.id, exists (
      select from payment o
      where o.structure_id = p.structure_id and o.basket_id = p.basket_id and o.regie_id = p.regie_id and o.part = p.part and o.id <> p.id
        and o.state in ('Paid', 'Promised') offset 0) as whole
    from payment p where p.structure_id = p_structure and p.id = p_payment and p.state in ('Paid', 'Promised') offset 0) p
  cross join lateral (
    select l.*, x.still_sold, (
      select i.paid_cents - i.amount_cents from invoice i where i.structure_id = l.structure_id and i.id = l.invoice_id offset 0) as beyond
    from payments_still_sold(p.structure_id, p.id) x
    join payment_line l on l.structure_id = p.structure_id and l.payment_id = p.id and l.line = x.line offset 0) l
  where p.whole or l.beyond > 0
$$;

-- « Paiements du même achat » — those that may have paid what this one did: itself, the other attempts at its part of the basket, and those of its invoices.
create or replace function payment_twins(p_structure uuid, p_payment uuid) returns table (payment_id uuid) language sql stable as $$
  select o.id from payment p join payment o on o.structure_id = p.structure_id and o.basket_id = p.basket_id and o.regie_id = p.regie_id and o.part = p.part
  where p.structure_id = p_structure and p.id = p_payment
  union
  select k.payment_id from payment_line l join payment_line k on k.structure_id = l.structure_id and k.invoice_id = l.invoice_id
  where l.structure_id = p_structure and l.payment_id = p_payment
$$;

-- « Payé deux fois » — of payments that have just been credited, those whose money was already given: another attempt at the same part of the same basket, or the same
-- invoice. Both credit; the second waits for a person as a discrepancy, and the family is told, in the transaction that credits. Called before the receipts: a payment
-- that has one was judged the first time, and is judged again only when it was won back (p_again). The rows that both credit (wallet, invoice) are locked, so of two at
-- once the second sees the first. Everything is looked up key by key (`offset 0`), as in receipts_issue: one plan serves every batch, in a commune of any size.
-- Where no invoice is among what is paid, the baskets, régies and parts they pay may be given: the first question then asks nothing else.
drop function if exists payments_flag_twice(uuid[], uuid[], text);
drop function if exists payments_flag_twice(uuid[], uuid[], text, boolean);
create or replace function payments_flag_twice(
  p_structures uuid[], p_payments uuid[], p_portal text, p_again boolean default false, p_baskets uuid[] default null, p_regies uuid[] default null, p_parts int[] default null)
returns void language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  if p_baskets is not null and not exists (
    select from unnest(p_structures, p_payments, p_baskets, p_regies, p_parts) as x(structure_id, id, basket_id, regie_id, part)
    cross join lateral (
      select from payment o
      where o.structure_id = x.structure_id and o.basket_id = x.basket_id and o.regie_id = x.regie_id and o.part = x.part and o.id <> x.id offset 0) o) then
    return;
  end if;
  -- Nearly every payment is the only attempt at its part and pays no invoice: two looks at an index say so, and nothing more is read.
  if p_baskets is null and not exists (
    select from unnest(p_structures, p_payments) as x(structure_id, id)
    cross join lateral (select p.basket_id, p.regie_id, p.part from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) p
    where exists (
        select from payment o
        where o.structure_id = x.structure_id and o.basket_id = p.basket_id and o.regie_id = p.regie_id and o.part = p.part and o.id <> x.id offset 0)
      or exists (select from payment_line l where l.structure_id = x.structure_id and l.payment_id = x.id and l.invoice_id is not null offset 0)) then
    return;
  end if;

  with credited as materialized (
    select x.structure_id, x.id, p.basket_id, p.regie_id, p.part, p.attempt, p.family_id, p.reference, p.paid_by
    from (select distinct x.structure_id, x.id from unnest(p_structures, p_payments) as x(structure_id, id)) x
    cross join lateral (select p.* from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) p
    where p.state in ('Paid', 'Promised')
      and (p_again or not exists (select from receipt r where r.structure_id = x.structure_id and r.payment_id = x.id and r.kind = 'Sale' offset 0))),
  twice as materialized (
    -- Flagged once already and dealt with, what a win-back made twice again is told under that win-back; while the first waits, nobody is told a second time.
    select c.*, o.reference as first_reference, o.paid_by as first_paid_by,
           case when p_again and exists (
                  select from discrepancy d where d.structure_id = c.structure_id and d.payment_id = c.id and d.field = 'paid twice' offset 0)
             then (select max(e.id) from receipt r join entry e on e.structure_id = r.structure_id and e.corrects_id = r.entry_id and e.kind = 'ReversalUndone'
                   where r.structure_id = c.structure_id and r.payment_id = c.id) end as won
    from credited c
    cross join lateral (
      select o.reference, o.paid_by from (
        select o.id, o.reference, o.paid_by, o.before
        from (
          select o.id, o.reference, o.paid_by, o.attempt < c.attempt as before
          from payment o
          where o.structure_id = c.structure_id and o.basket_id = c.basket_id and o.regie_id = c.regie_id and o.part = c.part and o.id <> c.id
            and o.state in ('Paid', 'Promised') offset 0) o
        union all
        select o.id, o.reference, o.paid_by, o.id < c.id
        from (select l.* from payment_line l where l.structure_id = c.structure_id and l.payment_id = c.id and l.invoice_id is not null offset 0) l
        cross join lateral (
          select from invoice i where i.structure_id = l.structure_id and i.id = l.invoice_id and i.paid_cents > i.amount_cents offset 0) i
        cross join lateral (
          select k.structure_id, k.payment_id from payment_line k
          where k.structure_id = l.structure_id and k.invoice_id = l.invoice_id and k.payment_id <> c.id offset 0) k
        cross join lateral (
          select o.id, o.reference, o.paid_by from payment o
          where o.structure_id = k.structure_id and o.id = k.payment_id and o.state in ('Paid', 'Promised') offset 0) o) o
      -- Credited together, the later attempt is the second. Won back, it is the second, unless the other was flagged against it before.
      where (o.before or exists (select from receipt r where r.structure_id = c.structure_id and r.payment_id = o.id and r.kind = 'Sale' offset 0))
        and not (p_again and exists (
          select from discrepancy d where d.structure_id = c.structure_id and d.payment_id in (o.id, c.id) and d.field = 'paid twice' and d.resolved_at is null offset 0))
      -- Of several before it, the oldest.
      order by o.id limit 1) o),
  flagged as (
    insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found)
    select t.structure_id, t.id, eticket_now(), 'paid twice', t.first_reference, concat(t.reference, ' (' || t.won || ')') from twice t
    on conflict do nothing)
  insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
  select t.structure_id, 'PaidTwice', concat(t.id, '/' || t.won), t.family_id, g.id,
         jsonb_build_object('structure_name', s.name, 'guardian_first_name', g.first_name, 'family_name', f.name, 'first_reference', t.first_reference,
                            'reference', t.reference, 'total_cents', d.cents, 'with_tickets', d.with_tickets, 'portal_address', p_portal, 'paid_by', nullif(t.paid_by, ''),
                            'first_paid_by', nullif(t.first_paid_by, ''), 'has_act', r.kind <> 'Association'),
         'queued', 0, clock.at, clock.at
  from twice t
  cross join (select eticket_now() as at) clock
  cross join lateral payment_doubled(t.structure_id, t.id) d
  cross join lateral (select s.name from structure s where s.id = t.structure_id offset 0) s
  cross join lateral (select r.kind from regie r where r.structure_id = t.structure_id and r.id = t.regie_id offset 0) r
  cross join lateral (select f.name from family f where f.structure_id = t.structure_id and f.id = t.family_id offset 0) f
  cross join lateral (
    select g.id, g.first_name from guardian g
    where g.structure_id = t.structure_id and g.family_id = t.family_id and g.receives_letters and g.email is not null offset 0) g
  on conflict (structure_id, name, reference, guardian_id) do nothing;
end $$;

-- « Semble payé deux fois » — a payment that had been refused, abandoned or lost, or of which nobody knew anything for twenty minutes (sooner, the basket itself knows its twin), the same
-- tickets bought again in another basket within three days while it had brought nothing, and then the money of both: perhaps one purchase, perhaps two. Nothing is given back, nobody is told but a person of the régie, who asks the family. The one that came late bears the flag, whichever was credited last.
create or replace function payments_flag_alike(p_structures uuid[], p_payments uuid[])
returns void language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  -- Nearly every payment has no such neighbour: a few looks at indexes say so, and nothing more is read.
  if not exists (
    select from unnest(p_structures, p_payments) as x(structure_id, id)
    cross join lateral (select p.* from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) c
    cross join lateral (
      select o.id, o.created_at from payment o
      where o.structure_id = c.structure_id and o.family_id = c.family_id and o.created_at > c.created_at - interval '5 days' and o.created_at < c.created_at + interval '5 days'
        and o.regie_id = c.regie_id and o.amount_cents = c.amount_cents and o.basket_id <> c.basket_id and o.state in ('Paid', 'Promised') offset 0) o
    where o.created_at not between c.created_at - interval '20 minutes' and c.created_at + interval '20 minutes' or exists (
      select from payment_step s
      where s.structure_id = x.structure_id and s.payment_id in (x.id, o.id) and s.from_state in ('Refused', 'Cancelled', 'Expired') and s.to_state in ('Paid', 'Promised') offset 0)) then
    return;
  end if;

  insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found)
  select pair.structure_id, pair.late, eticket_now(), 'perhaps paid twice', pair.other_reference, pair.late_reference
  from (select distinct x.structure_id, x.id from unnest(p_structures, p_payments) as x(structure_id, id)) x
  cross join lateral (select p.* from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) c
  cross join lateral (
    select o.* from payment o
    where o.structure_id = c.structure_id and o.family_id = c.family_id and o.created_at > c.created_at - interval '5 days' and o.created_at < c.created_at + interval '5 days'
      and o.regie_id = c.regie_id and o.amount_cents = c.amount_cents and o.basket_id <> c.basket_id and o.state in ('Paid', 'Promised') offset 0) o
  cross join lateral (values
    (c.structure_id, c.id, c.reference, c.created_at, o.id, o.reference, o.created_at),
    (c.structure_id, o.id, o.reference, o.created_at, c.id, c.reference, c.created_at)) as pair(structure_id, late, late_reference, late_at, other, other_reference, other_at)
  where c.state in ('Paid', 'Promised') and pair.late_at < pair.other_at
    and not exists (
      select from payment_step s
      where s.structure_id = pair.structure_id and s.payment_id = pair.late and s.to_state in ('Paid', 'Promised') and s.at <= pair.other_at)
    and (pair.other_at > pair.late_at + interval '20 minutes' and pair.other_at < pair.late_at + interval '3 days'
      or exists (
        select from payment_step s
        where s.structure_id = pair.structure_id and s.payment_id = pair.late and s.to_state in ('Refused', 'Cancelled', 'Expired')
          and s.at <= pair.other_at and pair.other_at < s.at + interval '3 days'))
    and (select string_agg(concat(l.ticket_type_id, ' ', l.quantity), ',' order by l.ticket_type_id, l.quantity) from payment_line l
         where l.structure_id = pair.structure_id and l.payment_id = pair.late having bool_and(l.ticket_type_id is not null))
      = (select string_agg(concat(l.ticket_type_id, ' ', l.quantity), ',' order by l.ticket_type_id, l.quantity) from payment_line l
         where l.structure_id = pair.structure_id and l.payment_id = pair.other having bool_and(l.ticket_type_id is not null))
  order by pair.late, pair.other
  on conflict do nothing;
end $$;
