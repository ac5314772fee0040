-- Towns for measuring: reference rows in bulk, wallets and opening lots through the product's own functions. Run as a superuser; foreign keys are
-- not checked while seeding, the audit at the end looks at everything.
create schema if not exists bench;
create sequence if not exists bench.payment_number;

-- Ids in the shape of the product's: growing with time, random at the end.
create or replace function bench.id(kind int, n bigint) returns uuid language sql immutable as
$$ select (lpad(to_hex(n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || substr(md5(kind || '/' || n), 1, 15))::uuid $$;

-- Communes numbered from p_first, each with so many families of two children, one canteen, one ticket type. One family in fifty starts with nothing;
-- the others have five tickets of last year's price and p_tickets of this year's.
create or replace procedure bench.towns(p_first int, p_communes int, p_families int, p_tickets int) language plpgsql as $$
declare c int;
begin
  set session_replication_role = replica;
  insert into structure (id, kind, name, slug, postal_code, town, school_zone)
  select bench.id(1, n), 'Commune', 'Commune ' || n, 'commune-' || n, '24000', 'Commune ' || n, 'A' from generate_series(p_first, p_first + p_communes - 1) n;
  insert into site (structure_id, id, kind, name) select bench.id(1, n), bench.id(2, n), 'School', 'École' from generate_series(p_first, p_first + p_communes - 1) n;
  insert into regie (structure_id, id, kind, name, act_number, act_on, client_number, pay_fip_mode, recognition, refunds_through_provider, cash_ceiling_cents, cash_float_cents)
  select bench.id(1, n), bench.id(3, n), 'Regie', 'Cantine', '2024-01', date '2024-01-01', '000042', 'Test', 'AtSale', false, 100000, 0
  from generate_series(p_first, p_first + p_communes - 1) n;
  insert into regie_service (structure_id, id, regie_id, code, label, budget_account)
  select bench.id(1, n), bench.id(4, n), bench.id(3, n), 'CANTINE', 'Cantine', '7067' from generate_series(p_first, p_first + p_communes - 1) n;
  insert into activity (structure_id, id, service_id, kind, name, mode, position)
  select bench.id(1, n), bench.id(5, n), bench.id(4, n), 'Canteen', 'Cantine', 'Prepaid', 1 from generate_series(p_first, p_first + p_communes - 1) n;
  insert into ticket_type (structure_id, id, activity_id, code, label)
  select bench.id(1, n), bench.id(6, n), bench.id(5, n), 'ELEM', 'Élémentaire' from generate_series(p_first, p_first + p_communes - 1) n;
  insert into tariff (structure_id, ticket_type_id, starts_on, unit_price_cents, deliberation)
  select bench.id(1, n), bench.id(6, n), date '2020-01-01', 325, '2020-01' from generate_series(p_first, p_first + p_communes - 1) n;

  for c in p_first .. p_first + p_communes - 1 loop
    insert into family (structure_id, id, number, name)
    select bench.id(1, c), bench.id(7, c * 1000000::bigint + f), 'F' || f, 'Famille ' || f from generate_series(1, p_families) f;
    insert into guardian (structure_id, id, family_id, first_name, last_name, email, receives_letters)
    select bench.id(1, c), bench.id(8, c * 1000000::bigint + f), bench.id(7, c * 1000000::bigint + f), 'Camille', 'Famille ' || f, 'f' || f || '@example.fr', true
    from generate_series(1, p_families) f;
    insert into child (structure_id, id, first_name, last_name, school_id, grade)
    select bench.id(1, c), bench.id(9, c * 2000000::bigint + k), 'Enfant ' || k, 'Famille ' || k / 2, bench.id(2, c), 'CE1' from generate_series(2, 2 * p_families + 1) k;
    insert into family_child (structure_id, family_id, child_id)
    select bench.id(1, c), bench.id(7, c * 1000000::bigint + k / 2), bench.id(9, c * 2000000::bigint + k) from generate_series(2, 2 * p_families + 1) k;
    insert into enrolment (structure_id, child_id, activity_id, starts_on, ticket_type_id)
    select bench.id(1, c), bench.id(9, c * 2000000::bigint + k), bench.id(5, c), date '2020-01-01', bench.id(6, c) from generate_series(2, 2 * p_families + 1) k;

    perform ledger_open_accounts(bench.id(1, c), array['InTransit', 'Due'], array[bench.id(3, c), bench.id(3, c)], array['PAYFIP_CB', bench.id(4, c)::text]);
    -- By slices, as towns are taken over: one call for a whole city would sort and join it all at once.
    for low in 1 .. p_families by 500 loop
      perform wallets_open(bench.id(1, c), array_agg(bench.id(7, c * 1000000::bigint + f) order by f), array_agg(bench.id(6, c) order by f))
      from generate_series(low, least(p_families, low + 499)) f;
      perform wallets_open_balances(bench.id(1, c), lot.day, array_agg(w.family_id || '/' || lot.day order by w.id), array_agg(w.id order by w.id),
                                    array_agg(lot.quantity order by w.id), array_agg(lot.cents order by w.id))
      from (values (date '2024-01-01', 5, 310::bigint), (date '2024-09-01', p_tickets, 325::bigint)) lot(day, quantity, cents)
      cross join (
        select w.*, f from generate_series(low, least(p_families, low + 499)) f
        cross join lateral (
          select * from wallet w where w.structure_id = bench.id(1, c) and w.family_id = bench.id(7, c * 1000000::bigint + f) offset 0) w) w
      where w.f % 50 <> 0 group by lot.day, lot.quantity, lot.cents;
    end loop;
    commit;
  end loop;
  set session_replication_role = origin;
end $$;

-- The canteen is open on so many days from p_from.
create or replace procedure bench.open_days(p_first int, p_communes int, p_from date, p_days int) language sql as $$
  insert into open_day (structure_id, activity_id, day, add_until, cancel_until)
  select bench.id(1, n), bench.id(5, n), p_from + d, (p_from + d)::timestamptz, (p_from + d)::timestamptz
  from generate_series(p_first, p_first + p_communes - 1) n, generate_series(0, p_days - 1) d
$$;

-- Every child is booked on the day.
create or replace procedure bench.book(p_first int, p_communes int, p_day date) language plpgsql as $$
begin
  set session_replication_role = replica;
  insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
  select fc.structure_id, fc.child_id, bench.id(5, n), p_day, 'Held', w.id, p_day::timestamptz - interval '2 days', p_day::timestamptz, false
  from generate_series(p_first, p_first + p_communes - 1) n
  join family_child fc on fc.structure_id = bench.id(1, n)
  join wallet w on w.structure_id = fc.structure_id and w.family_id = fc.family_id
  order by n, fc.child_id;
  update wallet w set held = w.held + x.days
  from (select structure_id, wallet_id, count(*)::int as days from booking where day = p_day and state = 'Held' group by 1, 2) x
  where w.structure_id = x.structure_id and w.id = x.wallet_id;
  set session_replication_role = origin;
end $$;

-- Payments already opened at their provider, spread over communes and families: ten tickets each.
create or replace function bench.pay(p_first int, p_communes int, p_families int, p_count int) returns setof payment language plpgsql as $$
begin
  set session_replication_role = replica;
  return query
  with asked as materialized (
    select nextval('bench.payment_number') as n, p_first + i % p_communes as c, 1 + (i / p_communes) % p_families as f from generate_series(0, p_count - 1) i),
  lines as (
    insert into payment_line (structure_id, payment_id, line, service_id, ticket_type_id, designation, quantity, unit_price_cents)
    select bench.id(1, c), bench.id(10, n), 1, bench.id(4, c), bench.id(6, c), 'Ticket(s) pour le service Cantine', 10, 325 from asked),
  steps as (
    insert into payment_step (structure_id, payment_id, from_state, to_state, at, source, proof)
    select bench.id(1, c), bench.id(10, n), 'Created', 'Pending', now(), 'start', '{}' from asked)
  insert into payment (structure_id, id, family_id, regie_id, basket_id, provider, state, reference, provider_reference, pay_at, budget_year, payer_email, actor, created_at, amount_cents)
  select bench.id(1, c), bench.id(10, n), bench.id(7, c * 1000000::bigint + f), bench.id(3, c), bench.id(11, n), 'PayFip', 'Pending', 'BENCH' || lpad(n::text, 12, '0'),
         'op' || n, 'https://example.fr/', 2026, 'f@example.fr', 'bench', now(), 3250 from asked
  returning *;
  set session_replication_role = origin;
end $$;

-- Transfers for reading only: each entry is a day of one commune and touches each of its wallets once, as consumptions do.
create or replace procedure bench.history(p_communes int, p_families int, p_from bigint, p_to bigint, p_bookings int) language plpgsql as $$
declare low bigint := p_from;
begin
  set session_replication_role = replica;
  while low < p_to loop
    insert into entry (id, structure_id, kind, reference, effective_on, recorded_at)
    select 1000000000 + e, bench.id(1, 1 + e % p_communes), 'DayClosed', 'bench/' || e, date '2020-01-01' + (e / p_communes)::int % 2000, now()
    from generate_series(low / p_families, least(p_to, low + 500000) / p_families - 1) e;
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, wallet_id, booking_id)
    select w.structure_id, 1000000000 + i / p_families, w.id, w.used_id, 1, 325, w.id, 1 + i % p_bookings
    from generate_series(low, least(p_to, low + 500000) - 1) i
    join (select w.structure_id, w.id, used.id as used_id, row_number() over (partition by w.structure_id order by w.id) - 1 as f, c
          from generate_series(1, p_communes) c
          join wallet w on w.structure_id = bench.id(1, c)
          join account used on used.structure_id = w.structure_id and used.kind = 'TicketsUsed') w
      on w.c = 1 + (i / p_families) % p_communes and w.f = i % p_families
    order by i;
    commit;
    low := low + 500000;
  end loop;
  set session_replication_role = origin;
end $$;
