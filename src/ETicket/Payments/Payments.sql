-- « Issue d'un règlement » — moves payments along the allowed steps (payment_edge) with the news that moved them. A step not in the table, or a credit whose
-- amount is not exactly ours, moves nothing. Payments are locked in the order of their ids until the end of the transaction.
create or replace function payments_decide(
  p_structure uuid, p_payments uuid[], p_states text[], p_cents bigint[], p_means text[], p_provider_at timestamptz[],
  p_authorisations text[], p_sources text[], p_proofs text[])
returns table (payment_id uuid, from_state text, to_state text, moved boolean) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare moment timestamptz;
begin
  perform 1 from payment p where p.structure_id = p_structure and p.id = any(p_payments) order by p.id for update;
  moment := eticket_now();

  return query
  with asked as materialized (
    select distinct on (x.id) x.*, p.before, p.amount_cents
    from unnest(p_payments, p_states, p_cents, p_means, p_provider_at, p_authorisations, p_sources, p_proofs)
      as x(id, state, cents, means, provider_at, auth, source, proof)
    cross join lateral (select p.state as before, p.amount_cents from payment p where p.structure_id = p_structure and p.id = x.id offset 0) p
    -- Of several news of one payment, the money wins.
    order by x.id, x.state in ('Paid', 'Promised') desc),
  allowed as (
    select a.* from asked a
    join payment_edge e on e.from_state = a.before and e.to_state = a.state
    where a.state not in ('Paid', 'Promised') or a.cents = a.amount_cents),
  changed as (
    update payment p set state = a.state, means = coalesce(a.means, p.means), provider_at = coalesce(a.provider_at, p.provider_at),
                         authorisation = coalesce(a.auth, p.authorisation)
    from allowed a where p.structure_id = p_structure and p.id = a.id
    returning p.id),
  step as (
    insert into payment_step (structure_id, payment_id, from_state, to_state, at, source, proof_cents, proof)
    select p_structure, a.id, a.before, a.state, moment, a.source, a.cents, a.proof::jsonb from allowed a)
  select a.id, a.before, a.state, exists (select from allowed x where x.id = a.id) from asked a;
end $$;

-- The next numbers of one counter: n of them, after everything else is written, and the instant they are given at.
create or replace function receipts_take_numbers(p_structure uuid, p_regie uuid, p_series text, p_count int, out first_number int, out number_year int, out moment timestamptz)
language plpgsql as $$
begin
  loop
    number_year := extract(year from paris_day(eticket_now()));
    insert into receipt_counter (structure_id, regie_id, series, year, first_number, last_number)
    select p_structure, p_regie, p_series, number_year, 1, 0
    where not exists (select from receipt_counter c where c.structure_id = p_structure and c.regie_id = p_regie and c.series = p_series and c.year = number_year)
    on conflict do nothing;
    perform 1 from receipt_counter c
    where c.structure_id = p_structure and c.regie_id = p_regie and c.series = p_series and c.year = number_year for update;
    -- The instant is read under the lock, so that numbers and instants run in the same order; across midnight of 31 December the year is asked again.
    moment := eticket_now();
    exit when extract(year from paris_day(moment)) = number_year;
  end loop;
  update receipt_counter c set last_number = c.last_number + p_count
  where c.structure_id = p_structure and c.regie_id = p_regie and c.series = p_series and c.year = number_year
  returning c.last_number - p_count + 1 into first_number;
end $$;

-- « Quittances » — one numbered receipt for each credited payment of the list that has none, in the order of the list, and its letter to each guardian
-- of the family who receives letters. Payments of one régie at a time. Rows are looked up key by key (`offset 0` holds the planner to it): a join may
-- read a whole commune, as the planner multiplies the chances of columns that go together; and so one plan serves every batch.
create or replace function receipts_issue(p_structure uuid, p_regie uuid, p_payments uuid[], p_portal text)
returns table (payment_id uuid, receipt_id uuid, number text) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare pending uuid[]; numbering record;
begin
  select array_agg(x.id order by x.ordinal) into pending
  from unnest(p_payments) with ordinality as x(id, ordinal)
  cross join lateral (select p.regie_id, p.state from payment p where p.structure_id = p_structure and p.id = x.id offset 0) p
  where p.regie_id = p_regie and p.state in ('Paid', 'Promised')
    and not exists (select from receipt r where r.structure_id = p_structure and r.payment_id = x.id and r.kind = 'Sale' offset 0);
  if pending is null then
    return;
  end if;
  numbering := receipts_take_numbers(p_structure, p_regie, 'Q', cardinality(pending));

  return query
  with issued as (
    insert into receipt (structure_id, id, regie_id, series, year, number, kind, family_id, payment_id, entry_id, issued_at, means, total_cents)
    select p_structure, gen_random_uuid(), p_regie, 'Q', numbering.number_year, numbering.first_number + x.ordinal::int - 1, 'Sale', p.family_id, p.id, e.id,
           numbering.moment, p.means, p.amount_cents
    -- The reference as text before it meets the table: a cast inside the comparison could not use the index under row level security.
    from (select x.id, x.ordinal, x.id::text as reference from unnest(pending) with ordinality as x(id, ordinal) offset 0) x
    cross join lateral (select p.* from payment p where p.structure_id = p_structure and p.id = x.id offset 0) p
    cross join lateral (select e.id from entry e where e.structure_id = p_structure and e.kind = 'Sale' and e.reference = x.reference offset 0) e
    returning receipt.id, receipt.payment_id, receipt.family_id, receipt.year, receipt.number, receipt.issued_at, receipt.means, receipt.total_cents),
  lines as (
    insert into receipt_line (structure_id, receipt_id, line, service_id, ticket_type_id, designation, quantity, unit_price_cents)
    select p_structure, i.id, l.line, l.service_id, l.ticket_type_id, l.designation, l.quantity, l.unit_price_cents
    from issued i cross join lateral (select l.* from payment_line l where l.structure_id = p_structure and l.payment_id = i.payment_id offset 0) l),
  letter as (
    insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
    select p_structure, 'TopUpReceipt', i.id::text, i.family_id, g.id,
           jsonb_build_object(
             'structure_name', s.name, 'regie_name', r.name, 'regie_act_number', r.act_number, 'regie_act_date', r.act_on,
             'receipt_number', 'Q' || i.year || '-' || lpad(i.number::text, 6, '0'), 'issued_at', i.issued_at, 'family_name', f.name,
             'guardian_first_name', g.first_name, 'means', i.means, 'reference', p.reference, 'total_cents', i.total_cents, 'portal_address', p_portal,
             'lines', (select jsonb_agg(jsonb_build_object('designation', l.designation, 'quantity', l.quantity, 'unit_cents', l.unit_price_cents,
                                                           'cents', l.quantity * l.unit_price_cents) order by l.line)
                       from payment_line l where l.structure_id = p_structure and l.payment_id = i.payment_id)),
           'queued', 0, i.issued_at, i.issued_at
    from issued i
    cross join lateral (select p.reference from payment p where p.structure_id = p_structure and p.id = i.payment_id offset 0) p
    join structure s on s.id = p_structure
    join regie r on r.structure_id = p_structure and r.id = p_regie
    cross join lateral (select f.name from family f where f.structure_id = p_structure and f.id = i.family_id offset 0) f
    cross join lateral (
      select g.id, g.first_name from guardian g
      where g.structure_id = p_structure and g.family_id = i.family_id and g.receives_letters and g.email is not null offset 0) g
    on conflict (structure_id, name, reference, guardian_id) do nothing)
  select i.payment_id, i.id, 'Q' || i.year || '-' || lpad(i.number::text, 6, '0') from issued i;
end $$;
