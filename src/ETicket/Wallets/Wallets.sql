-- Everything that changes a wallet. Each function takes many movements and is a fixed number of statements: wallets are locked in
-- the order of their numbers, then read again in a new statement, for a lock taken inside a statement leaves that statement's snapshot behind it. (`wallets_sell_paid` locks and
-- writes in one: it reads nothing of a wallet but what its own update returns, which is the newest.)

create or replace function wallets_open(p_structure uuid, p_families uuid[], p_types uuid[])
returns table (ordinal bigint, wallet_id bigint) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform ledger_open_accounts(p_structure, array_fill('Wallet'::text, array[cardinality(p_families)]), p_families, p_types::text[]);
  perform ledger_open_accounts(p_structure, array_fill('TicketsIssued'::text, array[cardinality(p_types)]), p_types, array_fill(''::text, array[cardinality(p_types)]));
  perform ledger_open_accounts(p_structure, array_fill('TicketsUsed'::text, array[cardinality(p_types)]), p_types, array_fill(''::text, array[cardinality(p_types)]));
  insert into wallet (structure_id, id, family_id, ticket_type_id, tickets, value_cents, held)
  select distinct p_structure, a.id, x.family, x.type, 0, 0::bigint, 0
  from (select x.*, x.type::text as part from unnest(p_families, p_types) as x(family, type) offset 0) x
  cross join lateral (
    select a.id from account a where a.structure_id = p_structure and a.kind = 'Wallet' and a.owner = x.family and a.part = x.part offset 0) a
  where not exists (select from wallet w where w.structure_id = p_structure and w.id = a.id offset 0)
  on conflict do nothing;

  return query
  select x.ordinal, w.id
  from unnest(p_families, p_types) with ordinality as x(family, type, ordinal)
  cross join lateral (
    select w.id from wallet w where w.structure_id = p_structure and w.family_id = x.family and w.ticket_type_id = x.type offset 0) w
  order by x.ordinal;
end $$;

-- Most batches meet no debt at all, nothing owed or nothing to pay it with: this question keeps its plan, the meeting itself is planned each time.
create or replace function wallets_meet_debts(p_structures uuid[], p_wallets bigint[], p_entries bigint[])
returns void language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  if exists (
    select from (select distinct x.structure_id, x.wallet_id from unnest(p_structures, p_wallets) as x(structure_id, wallet_id)) x
    where exists (select from debt d where d.structure_id = x.structure_id and d.wallet_id = x.wallet_id and not d.settled offset 0)
      and exists (select from lot l where l.structure_id = x.structure_id and l.wallet_id = x.wallet_id and not l.spent offset 0)) then
    perform wallets_pair_debts(p_structures, p_wallets, p_entries);
  end if;
end $$;

-- A wallet never keeps tickets and debts together: the oldest debts are met from the oldest lots. Where the prices differ, the wallet's value
-- moves by the difference, as its own transfer of quantity 0 against the tickets used, in the entry that brought the two together.
-- The wallets are locked by the caller.
create or replace function wallets_pair_debts(p_structures uuid[], p_wallets bigint[], p_entries bigint[])
returns void language plpgsql set plan_cache_mode = force_custom_plan set random_page_cost = 1 as $$
begin
  -- Per wallet, by index: joining the two lists whole would depend on what the planner guesses of them.
  with pair as materialized (
    select t.structure_id, t.wallet_id, t.entry_id, p.debt_id, p.lot_id, p.debt_cents, p.lot_cents, p.quantity,
           case when p.debt_cents <> p.lot_cents then nextval('transfer_id_seq') end as difference_id
    from (select x.structure_id, x.wallet_id, max(x.entry_id) as entry_id
          from unnest(p_structures, p_wallets, p_entries) as x(structure_id, wallet_id, entry_id) group by 1, 2) t
    cross join lateral (
      select o.id as debt_id, l.id as lot_id, o.unit_cents as debt_cents, l.unit_cents as lot_cents,
             (least(o.upto, l.upto) - greatest(o.upto - o.remaining, l.upto - l.remaining))::int as quantity
      from (select d.id, d.unit_cents, d.remaining, sum(d.remaining) over (order by d.id) as upto
            from debt d where d.structure_id = t.structure_id and d.wallet_id = t.wallet_id and not d.settled) o
      join (select l.id, l.unit_cents, l.remaining, sum(l.remaining) over (order by l.id) as upto
            from lot l where l.structure_id = t.structure_id and l.wallet_id = t.wallet_id and not l.spent) l
        on greatest(o.upto - o.remaining, l.upto - l.remaining) < least(o.upto, l.upto)
      order by o.id, l.id) p),
  difference as (
    insert into transfer (structure_id, entry_id, id, debit_id, credit_id, quantity, cents, wallet_id, lot_id)
    select p.structure_id, p.entry_id, p.difference_id,
           case when p.lot_cents > p.debt_cents then p.wallet_id else used.id end,
           case when p.lot_cents > p.debt_cents then used.id else p.wallet_id end,
           0, abs(p.lot_cents - p.debt_cents) * p.quantity, p.wallet_id, p.lot_id
    from pair p
    cross join lateral (select w.ticket_type_id from wallet w where w.structure_id = p.structure_id and w.id = p.wallet_id offset 0) w
    cross join lateral (
      select u.id from account u where u.structure_id = p.structure_id and u.kind = 'TicketsUsed' and u.owner = w.ticket_type_id and u.part = '' offset 0) used
    where p.difference_id is not null),
  meeting as (
    insert into debt_meeting (structure_id, debt_id, lot_id, quantity, undone, difference_id)
    select p.structure_id, p.debt_id, p.lot_id, p.quantity, 0, p.difference_id from pair p),
  met as (
    update debt d set remaining = d.remaining - s.quantity, settled = d.remaining = s.quantity
    from (select p.structure_id, p.debt_id, sum(p.quantity)::int as quantity from pair p group by 1, 2) s
    where d.structure_id = s.structure_id and d.id = s.debt_id),
  taken as (
    update lot l set remaining = l.remaining - s.quantity, spent = l.remaining = s.quantity
    from (select p.structure_id, p.lot_id, sum(p.quantity)::int as quantity from pair p group by 1, 2) s
    where l.structure_id = s.structure_id and l.id = s.lot_id)
  update wallet w set value_cents = w.value_cents - s.cents
  from (select p.structure_id, p.wallet_id, sum((p.lot_cents - p.debt_cents) * p.quantity) as cents from pair p group by 1, 2) s
  where w.structure_id = s.structure_id and w.id = s.wallet_id and s.cents <> 0;
end $$;

-- « Reprise de soldes » — opening balances: a lot, or a debt when negative, at the price of the first day. Once per reference, whatever the day: the same
-- balance on another day is a second take-over of the same paper, and is refused (ET002) with the day of the first and the numbers of its families.
create or replace function wallets_open_balances(p_structure uuid, p_day date, p_references text[], p_wallets bigint[], p_quantities int[], p_cents bigint[])
returns int language plpgsql set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  moment timestamptz := eticket_now();
  written_count int; touched_wallets bigint[]; touched_entries bigint[];
  opened record;
begin
  perform 1 from wallet w where w.structure_id = p_structure and w.id = any(p_wallets) order by w.id for update;

  select to_char(e.effective_on, 'YYYY-MM-DD') as day, array_agg(distinct f.number) as families into opened
  from unnest(p_references, p_wallets, p_quantities) as x(reference, wallet_id, quantity)
  cross join lateral (
    select e.id, e.effective_on from entry e where e.structure_id = p_structure and e.kind = 'Opening' and e.reference = x.reference offset 0) e
  cross join lateral (select w.family_id from wallet w where w.structure_id = p_structure and w.id = x.wallet_id offset 0) w
  cross join lateral (select f.number from family f where f.structure_id = p_structure and f.id = w.family_id offset 0) f
  where x.quantity <> 0 and e.effective_on <> p_day group by e.effective_on order by min(e.id) limit 1;
  if found then
    raise exception '% %', opened.day, array_to_string(opened.families[1:5], ', ') || case when cardinality(opened.families) > 5 then '…' else '' end
      using errcode = 'ET002';
  end if;

  with asked as (
    select * from unnest(p_references, p_wallets, p_quantities, p_cents) as x(reference, wallet_id, quantity, cents) where quantity <> 0),
  written as (
    insert into entry (structure_id, kind, reference, effective_on, recorded_at)
    select p_structure, 'Opening', a.reference, p_day, moment from asked a order by a.reference
    on conflict (structure_id, kind, reference) do nothing
    returning id, reference),
  line as materialized (
    select w.id as entry_id, a.wallet_id, a.quantity, a.cents, issued.id as issued_id, nextval('transfer_id_seq') as transfer_id
    from written w
    join asked a on a.reference = w.reference
    cross join lateral (select w.ticket_type_id from wallet w where w.structure_id = p_structure and w.id = a.wallet_id offset 0) wallet
    cross join lateral (
      select i.id from account i
      where i.structure_id = p_structure and i.kind = 'TicketsIssued' and i.owner = wallet.ticket_type_id and i.part = '' offset 0) issued),
  moved as (
    insert into transfer (structure_id, entry_id, id, debit_id, credit_id, quantity, cents, wallet_id)
    select p_structure, l.entry_id, l.transfer_id,
           case when l.quantity > 0 then l.issued_id else l.wallet_id end, case when l.quantity > 0 then l.wallet_id else l.issued_id end,
           abs(l.quantity), abs(l.quantity) * l.cents, l.wallet_id
    from line l),
  bought as (
    insert into lot (structure_id, wallet_id, entry_id, transfer_id, bought, remaining, spent, unit_cents)
    select p_structure, l.wallet_id, l.entry_id, l.transfer_id, l.quantity, l.quantity, false, l.cents from line l where l.quantity > 0),
  owed as (
    insert into debt (structure_id, wallet_id, transfer_id, quantity, remaining, settled, unit_cents)
    select p_structure, l.wallet_id, l.transfer_id, -l.quantity, -l.quantity, false, l.cents from line l where l.quantity < 0),
  counted as (
    update wallet w set tickets = w.tickets + s.quantity, value_cents = w.value_cents + s.cents
    from (select l.wallet_id, sum(l.quantity)::int as quantity, sum(l.quantity * l.cents) as cents from line l group by 1) s
    where w.structure_id = p_structure and w.id = s.wallet_id)
  select count(*), array_agg(l.wallet_id), array_agg(l.entry_id) into written_count, touched_wallets, touched_entries from line l;

  -- A commune may sell before its old balances are typed in.
  if written_count > 0 then
    perform wallets_meet_debts(array_fill(p_structure, array[cardinality(touched_wallets)]), touched_wallets, touched_entries);
  end if;
  return written_count;
end $$;

-- « Vente » — the tickets of payments that have just been credited: euros from where the money rests to what is due to the accountant,
-- tickets into the wallet as lots, in one entry per payment. A payment already sold is left alone. Several structures at once, like the states before it.
-- Rows are looked up key by key (`offset 0` holds the planner to it), never commune by commune, so that one plan serves every batch; a family has few
-- wallets, they are read together.
drop function if exists wallets_sell_paid(uuid, uuid[]);
create or replace function wallets_sell_paid(p_structures uuid[], p_payments uuid[])
returns table (payment_id uuid, entry_id bigint) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  sold uuid[]; entries bigint[]; touched_structures uuid[]; touched_wallets bigint[]; touched_entries bigint[];
  euros_moved bigint; tickets_moved bigint; amount_due bigint; day_ended boolean; below boolean;
begin
  -- What a payment brings beside tickets is not sold here.
  with asked as materialized (
    select x.structure_id, x.id, x.id::text as reference, p.family_id, p.regie_id, p.means, p.agent_id, l.line, l.service_id, l.ticket_type_id, l.quantity,
           l.unit_price_cents as unit_cents, case when p.provider = 'Counter' then paris_day(p.created_at) end as counter_day
    from (select distinct x.structure_id, x.id from unnest(p_structures, p_payments) as x(structure_id, id)) x
    cross join lateral (select p.* from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) p
    cross join lateral (
      select l.* from payment_line l where l.structure_id = x.structure_id and l.payment_id = x.id and l.ticket_type_id is not null offset 0) l
    where p.state in ('Paid', 'Promised')),
  -- A missing wallet drops its line here: the sums below then refuse it.
  placed as materialized (
    select a.*, owned.id as wallet_id
    from asked a
    cross join lateral (select o.id, o.ticket_type_id from wallet o where o.structure_id = a.structure_id and o.family_id = a.family_id offset 0) owned
    where owned.ticket_type_id = a.ticket_type_id),
  -- Wallets are locked in the order of their keys, and the instant is read under the locks.
  held as materialized (
    select from (select distinct p.structure_id, p.wallet_id from placed p order by 1, 2) x
    cross join lateral (select from wallet w where w.structure_id = x.structure_id and w.id = x.wallet_id for update) w),
  clock as materialized (select eticket_now() as moment from (select count(*) from held) locked),
  written as (
    insert into entry (structure_id, kind, reference, effective_on, recorded_at)
    select distinct a.structure_id, 'Sale', a.reference, paris_day(c.moment), c.moment from asked a cross join clock c order by 1, 3
    on conflict (structure_id, kind, reference) do nothing
    returning structure_id, id, reference, effective_on),
  sale as materialized (
    select a.*, w.id as entry_id, w.effective_on from written w join asked a on a.structure_id = w.structure_id and a.reference = w.reference),
  line as materialized (
    select s.*, nextval('transfer_id_seq') as transfer_id from (
      select s.*, issued.id as issued_id
      from (select p.*, w.id as entry_id from written w join placed p on p.structure_id = w.structure_id and p.reference = w.reference) s
      cross join lateral (
        select a.id from account a
        where a.structure_id = s.structure_id and a.kind = 'TicketsIssued' and a.owner = s.ticket_type_id and a.part = '' offset 0) issued
      order by s.entry_id, s.line) s),
  euros as (
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents)
    select s.structure_id, s.entry_id, resting.id, owed.id, 0, s.cents
    from (select l.structure_id, l.entry_id, l.regie_id, l.service_id,
                 case l.means when 'ESPECES' then 'Drawer' when 'CHEQUE' then 'ChequesInHand' else 'InTransit' end as kind,
                 case l.means when 'ESPECES' then l.agent_id::text when 'CHEQUE' then '' else l.means end as part,
                 l.service_id::text as service, sum(l.quantity * l.unit_cents) as cents
          from line l group by 1, 2, 3, 4, 5, 6, 7) s
    cross join lateral (
      select a.id from account a where a.structure_id = s.structure_id and a.kind = s.kind and a.owner = s.regie_id and a.part = s.part offset 0) resting
    cross join lateral (
      select a.id from account a where a.structure_id = s.structure_id and a.kind = 'Due' and a.owner = s.regie_id and a.part = s.service offset 0) owed
    returning cents),
  tickets as (
    insert into transfer (structure_id, entry_id, id, debit_id, credit_id, quantity, cents, wallet_id)
    select l.structure_id, l.entry_id, l.transfer_id, l.issued_id, l.wallet_id, l.quantity, l.quantity * l.unit_cents, l.wallet_id
    from line l order by l.entry_id, l.line
    returning cents),
  bought as (
    insert into lot (structure_id, wallet_id, entry_id, transfer_id, bought, remaining, spent, unit_cents)
    select l.structure_id, l.wallet_id, l.entry_id, l.transfer_id, l.quantity, l.quantity, false, l.unit_cents
    from line l order by l.entry_id, l.line),
  counted as (
    update wallet w set tickets = w.tickets + s.quantity, value_cents = w.value_cents + s.cents
    from (select l.structure_id, l.wallet_id, sum(l.quantity)::int as quantity, sum(l.quantity * l.unit_cents) as cents from line l group by 1, 2) s
    where w.structure_id = s.structure_id and w.id = s.wallet_id
    returning w.tickets < s.quantity as below)
  select (select array_agg(w.reference::uuid order by w.id) from written w), (select array_agg(w.id order by w.id) from written w),
         (select array_agg(l.structure_id) from line l), (select array_agg(l.wallet_id) from line l), (select array_agg(l.entry_id) from line l),
         (select sum(e.cents) from euros e), (select sum(t.cents) from tickets t), (select sum(s.quantity * s.unit_cents) from sale s),
         (select bool_or(s.counter_day <> s.effective_on) from sale s), (select bool_or(c.below) from counted c)
  into sold, entries, touched_structures, touched_wallets, touched_entries, euros_moved, tickets_moved, amount_due, day_ended, below;

  -- The counter sells at the price of the day: where midnight passed while the sale waited for a wallet, it is made again whole, on the new day.
  if day_ended then
    raise exception 'The day of a sale at the counter ended before its tickets were sold.' using errcode = 'ETDAY';
  end if;

  -- A missing account or wallet would drop a line from the joins above: never a cent less than was paid.
  if euros_moved is distinct from amount_due or tickets_moved is distinct from amount_due then
    raise exception 'Sale of payments % would move % and % cents for % paid.', sold, euros_moved, tickets_moved, amount_due;
  end if;
  if sold is null then
    return;
  end if;

  -- Tickets and debts are never together: only a wallet that was below zero has any to meet.
  if below then
    perform wallets_meet_debts(touched_structures, touched_wallets, touched_entries);
  end if;
  return query select * from unnest(sold, entries);
end $$;

-- « Consommation » — one ticket per booking, first lot first; where no lot is left, a debt at the price of the day. Several structures at once:
-- the night of a whole country is a few batches. The wallets are locked, and their holds known, by the caller.
create or replace function wallets_consume(p_structures uuid[], p_wallets bigint[], p_bookings bigint[], p_entries bigint[], p_cents bigint[])
returns void language plpgsql set plan_cache_mode = force_custom_plan set random_page_cost = 1 as $$
declare moved_count bigint;
begin
  with asked as materialized (
    select x.*, w.ticket_type_id, row_number() over (partition by x.structure_id, x.wallet_id order by x.booking_id) as rank
    from unnest(p_structures, p_wallets, p_bookings, p_entries, p_cents) as x(structure_id, wallet_id, booking_id, entry_id, day_cents)
    cross join lateral (select w.ticket_type_id from wallet w where w.structure_id = x.structure_id and w.id = x.wallet_id offset 0) w),
  used as materialized (
    select t.structure_id, t.ticket_type_id, u.id
    from (select distinct a.structure_id, a.ticket_type_id from asked a) t
    cross join lateral (
      select u.id from account u where u.structure_id = t.structure_id and u.kind = 'TicketsUsed' and u.owner = t.ticket_type_id and u.part = '' offset 0) u),
  -- Each booking looks its lot up by index, in its wallet alone: the cost is the same whatever the planner guesses of the batch.
  part as materialized (
    select a.structure_id, a.wallet_id, a.booking_id, a.entry_id, used.id as used_id, l.id as lot_id, coalesce(l.unit_cents, a.day_cents) as cents,
           nextval('transfer_id_seq') as transfer_id
    from asked a
    join used on used.structure_id = a.structure_id and used.ticket_type_id = a.ticket_type_id
    left join lateral (
      select o.id, o.unit_cents
      from (select x.id, x.unit_cents, x.remaining, sum(x.remaining) over (order by x.id) as upto
            from lot x where x.structure_id = a.structure_id and x.wallet_id = a.wallet_id and not x.spent) o
      where a.rank > o.upto - o.remaining and a.rank <= o.upto) l on true),
  moved as (
    insert into transfer (structure_id, entry_id, id, debit_id, credit_id, quantity, cents, wallet_id, lot_id, booking_id)
    select p.structure_id, p.entry_id, p.transfer_id, p.wallet_id, p.used_id, 1, p.cents, p.wallet_id, p.lot_id, p.booking_id from part p
    returning 1),
  taken as (
    update lot l set remaining = l.remaining - s.quantity, spent = l.remaining = s.quantity
    from (select p.structure_id, p.lot_id, count(*)::int as quantity from part p where p.lot_id is not null group by 1, 2) s
    where l.structure_id = s.structure_id and l.id = s.lot_id),
  owed as (
    insert into debt (structure_id, wallet_id, transfer_id, quantity, remaining, settled, unit_cents)
    select p.structure_id, p.wallet_id, p.transfer_id, 1, 1, false, p.cents from part p where p.lot_id is null order by p.booking_id),
  counted as (
    update wallet w set tickets = w.tickets - s.quantity, value_cents = w.value_cents - s.cents, held = w.held - s.quantity
    from (select p.structure_id, p.wallet_id, count(*)::int as quantity, sum(p.cents) as cents from part p group by 1, 2) s
    where w.structure_id = s.structure_id and w.id = s.wallet_id)
  select count(*) into moved_count from moved;

  if moved_count <> cardinality(p_bookings) then
    raise exception '% bookings to consume, % tickets moved.', cardinality(p_bookings), moved_count;
  end if;
end $$;

-- « Contre-passation d'une sortie » — undoes whole outflows (a consumption re-credited, a reversal won back): the tickets return to the very lot they
-- left; what had become a debt is forgiven while unmet, and goes back to the lots that met it, with the differences, once met.
create or replace function wallets_give_back(p_structure uuid, p_entry bigint, p_transfers bigint[])
returns int language plpgsql as $$
declare undone_count int; touched bigint[];
begin
  perform 1 from wallet w where w.structure_id = p_structure and w.id in (
    select t.wallet_id from transfer t where t.structure_id = p_structure and t.id = any(p_transfers)) order by w.id for update;

  with undone as materialized (
    select t.id, t.debit_id, t.credit_id, t.quantity, t.cents, t.wallet_id, t.lot_id, t.booking_id,
           d.id as debt_id, coalesce(d.quantity, 0) as owed, coalesce(d.remaining, 0) as unmet
    from transfer t
    left join debt d on d.structure_id = t.structure_id and d.transfer_id = t.id
    where t.structure_id = p_structure and t.id = any(p_transfers) and t.wallet_id = t.debit_id
      and not exists (select from transfer m where m.structure_id = p_structure and m.mirrors_id = t.id)),
  met as materialized (
    select m.id, m.lot_id, m.quantity - m.undone as quantity, m.quantity as whole, u.wallet_id, u.booking_id,
           f.id as difference_id, f.debit_id, f.credit_id, f.cents / m.quantity * (m.quantity - m.undone) as difference_cents
    from undone u
    join debt_meeting m on m.structure_id = p_structure and m.debt_id = u.debt_id and m.undone < m.quantity
    left join transfer f on f.structure_id = p_structure and f.id = m.difference_id),
  mirror as (
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, wallet_id, lot_id, booking_id, mirrors_id)
    select p_structure, p_entry, u.credit_id, u.debit_id, u.quantity, u.cents, u.wallet_id, u.lot_id, u.booking_id, u.id from undone u
    union all
    select p_structure, p_entry, m.credit_id, m.debit_id, 0, m.difference_cents, m.wallet_id, m.lot_id, m.booking_id, m.difference_id
    from met m where m.difference_id is not null),
  returned as (
    update lot l set remaining = l.remaining + s.quantity, spent = false
    from (select x.lot_id, sum(x.quantity)::int as quantity
          from (select u.lot_id, u.quantity - u.owed as quantity from undone u where u.quantity > u.owed
                union all select m.lot_id, m.quantity from met m) x group by 1) s
    where l.structure_id = p_structure and l.id = s.lot_id),
  forgiven as (
    update debt d set remaining = 0, settled = true from undone u
    where d.structure_id = p_structure and d.id = u.debt_id and u.unmet > 0),
  unmet as (
    update debt_meeting g set undone = g.quantity from met m where g.structure_id = p_structure and g.id = m.id),
  counted as (
    update wallet w set tickets = w.tickets + s.quantity, value_cents = w.value_cents + s.cents
    from (select x.wallet_id, sum(x.quantity)::int as quantity, sum(x.cents) as cents
          from (select u.wallet_id, u.quantity, u.cents from undone u
                union all
                select m.wallet_id, 0, case when m.debit_id = m.wallet_id then m.difference_cents else -m.difference_cents end
                from met m where m.difference_id is not null) x group by 1) s
    where w.structure_id = p_structure and w.id = s.wallet_id)
  select count(*), array_agg(distinct u.wallet_id) into undone_count, touched from undone u;

  if undone_count > 0 then
    perform wallets_meet_debts(array_fill(p_structure, array[cardinality(touched)]), touched, array_fill(p_entry, array[cardinality(touched)]));
  end if;
  return undone_count;
end $$;

-- « Contre-passation d'une vente » — takes tickets back from the very lots of a sale (cancellation, bounced cheque, rejected debit, refund);
-- what a lot no longer holds becomes a debt at the price of that sale. May be partial; never more than was sold.
create or replace function wallets_take_back(p_structure uuid, p_entry bigint, p_transfers bigint[], p_quantities int[])
returns bigint language plpgsql as $$
declare cents_taken bigint; lines_taken int; touched bigint[];
begin
  perform 1 from wallet w where w.structure_id = p_structure and w.id in (
    select l.wallet_id from lot l where l.structure_id = p_structure and l.transfer_id = any(p_transfers)) order by w.id for update;

  with line as materialized (
    select l.id as lot_id, l.wallet_id, l.unit_cents, l.remaining, x.transfer_id as sale_id, x.quantity, least(l.remaining, x.quantity) as taken,
           issued.id as issued_id, nextval('transfer_id_seq') as transfer_id
    from (select t.transfer_id, sum(t.quantity)::int as quantity from unnest(p_transfers, p_quantities) as t(transfer_id, quantity) group by 1) x
    join lot l on l.structure_id = p_structure and l.transfer_id = x.transfer_id
    join wallet w on w.structure_id = p_structure and w.id = l.wallet_id
    join account issued on issued.structure_id = p_structure and issued.kind = 'TicketsIssued' and issued.owner = w.ticket_type_id and issued.part = ''
    where x.quantity + coalesce((select sum(m.quantity) from transfer m where m.structure_id = p_structure and m.mirrors_id = x.transfer_id
                                  and not exists (select from transfer won where won.structure_id = p_structure and won.mirrors_id = m.id)), 0) <= l.bought),
  moved as (
    insert into transfer (structure_id, entry_id, id, debit_id, credit_id, quantity, cents, wallet_id, lot_id, mirrors_id)
    select p_structure, p_entry, l.transfer_id, l.wallet_id, l.issued_id, l.quantity, l.quantity * l.unit_cents, l.wallet_id, l.lot_id, l.sale_id from line l),
  taken as (
    update lot set remaining = lot.remaining - l.taken, spent = lot.remaining = l.taken from line l
    where lot.structure_id = p_structure and lot.id = l.lot_id and l.taken > 0),
  owed as (
    insert into debt (structure_id, wallet_id, transfer_id, quantity, remaining, settled, unit_cents)
    select p_structure, l.wallet_id, l.transfer_id, l.quantity - l.taken, l.quantity - l.taken, false, l.unit_cents
    from line l where l.quantity > l.taken order by l.lot_id),
  counted as (
    update wallet w set tickets = w.tickets - s.quantity, value_cents = w.value_cents - s.cents
    from (select l.wallet_id, sum(l.quantity)::int as quantity, sum(l.quantity * l.unit_cents) as cents from line l group by 1) s
    where w.structure_id = p_structure and w.id = s.wallet_id)
  select count(*), sum(l.quantity * l.unit_cents), array_agg(distinct l.wallet_id) into lines_taken, cents_taken, touched from line l;

  if lines_taken <> (select count(distinct t) from unnest(p_transfers) t) then
    raise exception 'More tickets taken back than the sale brought.' using errcode = 'ET001';
  end if;
  perform wallets_meet_debts(array_fill(p_structure, array[cardinality(touched)]), touched, array_fill(p_entry, array[cardinality(touched)]));
  return cents_taken;
end $$;
