-- Families as « Mon planning » shows them: to each family of a commune made by bench.towns, a third child and three more services, all open on the weekdays of four weeks and half
-- ticked; and a login, whose password has the hash given. Foreign keys are not checked while seeding, as there.
create or replace procedure bench.households(p_commune int, p_families int, p_monday date, p_hash text) language plpgsql as $$
declare commune uuid := bench.id(1, p_commune);
begin
  set session_replication_role = replica;
  insert into regie_service (structure_id, id, regie_id, code, label, budget_account)
  select commune, bench.id(12, n), bench.id(3, p_commune), 'SERVICE' || n, 'Service ' || n, '7067' from generate_series(1, 3) n;
  insert into activity (structure_id, id, service_id, kind, name, hours, mode, position)
  select commune, bench.id(13, n), bench.id(12, n), 'DayCare', name, hours, 'Prepaid', n + 1
  from (values (1, 'Garderie du matin', '7 h 30 – 8 h 30'), (2, 'Garderie du soir', '16 h 30 – 18 h 30'), (3, 'Car scolaire', '8 h 05')) x(n, name, hours);
  insert into ticket_type (structure_id, id, activity_id, code, label) select commune, bench.id(14, n), bench.id(13, n), 'TYPE' || n, 'Ticket ' || n from generate_series(1, 3) n;
  insert into tariff (structure_id, ticket_type_id, starts_on, unit_price_cents, deliberation) select commune, bench.id(14, n), date '2020-01-01', 150, '2020-01' from generate_series(1, 3) n;

  insert into child (structure_id, id, first_name, last_name, school_id, grade)
  select commune, bench.id(15, f), 'Benjamin ' || f, 'Famille ' || f, bench.id(2, p_commune), 'CP' from generate_series(1, p_families) f;
  insert into family_child (structure_id, family_id, child_id)
  select commune, bench.id(7, p_commune * 1000000::bigint + f), bench.id(15, f) from generate_series(1, p_families) f;
  insert into enrolment (structure_id, child_id, activity_id, starts_on, ticket_type_id)
  select commune, fc.child_id, t.activity_id, date '2020-01-01', t.id from family_child fc join ticket_type t on t.structure_id = fc.structure_id
  where fc.structure_id = commune and not exists (select from enrolment e where e.structure_id = commune and e.child_id = fc.child_id and e.activity_id = t.activity_id);

  perform ledger_open_accounts(commune, array['Due'], array[bench.id(3, p_commune)], array[bench.id(12, n)::text]) from generate_series(1, 3) n;
  perform wallets_open(commune, array_agg(f.id), array_agg(bench.id(14, n))) from family f, generate_series(1, 3) n where f.structure_id = commune;
  perform wallets_open_balances(commune, date '2024-09-01', array_agg(w.family_id || '/' || w.ticket_type_id order by w.id), array_agg(w.id order by w.id),
                                array_agg(400 order by w.id), array_agg(150::bigint order by w.id))
  from wallet w join ticket_type t on t.structure_id = w.structure_id and t.id = w.ticket_type_id where w.structure_id = commune and t.code like 'TYPE%';

  insert into open_day (structure_id, activity_id, day, add_until, cancel_until)
  select commune, a.id, p_monday + d, (p_monday + d)::timestamptz, (p_monday + d)::timestamptz from activity a, generate_series(0, 27) d where a.structure_id = commune and d % 7 < 5;
  insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
  select commune, fc.child_id, e.activity_id, p_monday + d, 'Held', w.id, now() - interval '2 days', (p_monday + d)::timestamptz, false
  from family_child fc
  join enrolment e on e.structure_id = fc.structure_id and e.child_id = fc.child_id
  join wallet w on w.structure_id = fc.structure_id and w.family_id = fc.family_id and w.ticket_type_id = e.ticket_type_id, generate_series(0, 13) d
  where fc.structure_id = commune and d % 7 < 5
  order by fc.child_id, e.activity_id, d;
  update wallet w set held = w.held + x.days from (select wallet_id, count(*)::int as days from booking where structure_id = commune group by 1) x where w.structure_id = commune and w.id = x.wallet_id;

  insert into login (id, user_name, normalized_user_name, email_confirmed, password_hash, security_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
  select bench.id(16, f), 'parent-' || f, 'PARENT-' || f, false, p_hash, f::text, false, false, false, 0 from generate_series(1, p_families) f;
  insert into login_access (login_id, structure_id, role, family_id)
  select bench.id(16, f), commune, 'Parent', bench.id(7, p_commune * 1000000::bigint + f) from generate_series(1, p_families) f;
  set session_replication_role = origin;
end $$;
