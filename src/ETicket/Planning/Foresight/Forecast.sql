-- What families are expected to use. Everything here reads one snapshot and writes nothing.

-- « Jours d'un abonnement » — what the standing bookings of these children ask for between two days: open days of their weekdays and weeks, not excepted, while the child is enrolled
-- and in the file, and at that home by the rules of custody. A rule is a wish: whether the day was ticked, unticked or eaten is not looked at. Two rules may ask for one day; the first one set comes first.
create or replace function planning_standing_days(p_structure uuid, p_children uuid[], p_from date, p_to date)
returns table (standing_booking_id bigint, family_id uuid, child_id uuid, activity_id uuid, ticket_type_id uuid, day date, add_until timestamptz) language sql stable as $$
  select s.id, s.family_id, s.child_id, s.activity_id, s.ticket_type_id, d.day, d.add_until
  from unnest(p_children) as k(id)
  cross join lateral (
    select s.*, e.ticket_type_id, greatest(s.starts_on, e.starts_on, p_from) as first_day, least(s.ends_on, e.ends_on, p_to) as last_day,
           s.starts_on - extract(isodow from s.starts_on)::int + 1 as first_monday
    from standing_booking s
    join enrolment e on e.structure_id = p_structure and e.child_id = s.child_id and e.activity_id = s.activity_id
    where s.structure_id = p_structure and s.child_id = k.id
      and exists (select from family_child f where f.structure_id = p_structure and f.family_id = s.family_id and f.child_id = s.child_id and f.left_at is null) offset 0) s
  cross join lateral (
    select d.day, d.add_until from open_day d
    where d.structure_id = p_structure and d.activity_id = s.activity_id and d.day between s.first_day and s.last_day and d.closed_for is null
      and extract(isodow from d.day)::int = any(s.weekdays) and (d.day - s.first_monday) / 7 % s.every_weeks = 0 offset 0) d
  where not exists (
    select from standing_exception x where x.structure_id = p_structure and x.standing_booking_id = s.id and x.day = d.day and x.excepted)
    and coalesce((select c.family_id from planning_custody(p_structure, s.child_id, d.day) c), s.family_id) = s.family_id
  order by s.id, d.day
$$;

-- « Prévision » — per wallet, its tickets and how many each day will use up to p_until, in order of day. Planned: days ticked and not yet closed, today and late ones included (a day
-- written in afterwards counts for sixty days), then the days abonnements ask for that can still be ticked. Expected: what a family that ticks week by week will tick again, the
-- weekdays of the last week it ticked, for four weeks after it, where no abonnement speaks for the child; open days, and beyond the last one declared every such weekday, for
-- nobody said yet that it will be closed; never on a day of the child's other home. A child is counted once a day: any booking of the cell, by whichever home and whatever became of it, speaks before a rule or a habit.
-- The cells of a child are read once, by index, and kept as lists: nothing is looked for twice, whatever the number of wallets.
create or replace function planning_forecast_rows(p_structure uuid, p_wallets bigint[], p_until date)
returns table (wallet_id bigint, tickets int, last_transfer_id bigint, days date[], planned int[], expected int[])
language plpgsql stable as $$
declare
  moment timestamptz := eticket_now();
  today date := paris_day(moment);
begin
  return query
  with owned as materialized (
    select w.id, w.family_id, w.ticket_type_id, w.tickets, t.activity_id
    from unnest(p_wallets) as x(id)
    cross join lateral (select w.* from wallet w where w.structure_id = p_structure and w.id = x.id offset 0) w
    cross join lateral (select t.activity_id from ticket_type t where t.structure_id = p_structure and t.id = w.ticket_type_id offset 0) t),
  kid as materialized (
    select o.id as wallet_id, o.family_id, o.ticket_type_id, o.activity_id, f.child_id, b.*
    from owned o
    cross join lateral (select f.child_id from family_child f where f.structure_id = p_structure and f.family_id = o.family_id and f.left_at is null offset 0) f
    cross join lateral (
      select coalesce(array_agg(b.day), '{}') as taken,
             array_agg(b.day) filter (where b.wallet_id = o.id and b.state = 'Held') as ticked,
             array_agg(b.day) filter (where b.wallet_id = o.id and b.state <> 'Released') as wanted,
             max(b.day) filter (where b.wallet_id = o.id and b.state <> 'Released') as last_wanted
      from booking b
      where b.structure_id = p_structure and b.child_id = f.child_id and b.activity_id = o.activity_id and b.day between today - 60 and p_until) b),
  ruled as (
    select distinct on (s.child_id, s.activity_id, s.day) s.*
    from planning_standing_days(p_structure, (select array_agg(distinct k.child_id) from kid k), today, p_until) s
    order by s.child_id, s.activity_id, s.day, s.standing_booking_id),
  habit as materialized (
    select k.wallet_id, k.family_id, k.child_id, k.activity_id, k.ticket_type_id, k.taken, k.last_wanted,
           array(select extract(isodow from d.day)::int from unnest(k.wanted) d(day) where d.day > k.last_wanted - extract(isodow from k.last_wanted)::int) as weekdays
    from kid k
    where k.last_wanted >= today - 28 and not exists (
      select from standing_booking s
      where s.structure_id = p_structure and s.child_id = k.child_id and s.activity_id = k.activity_id and s.family_id = k.family_id
        and (s.ends_on is null or s.ends_on > k.last_wanted - extract(isodow from k.last_wanted)::int))),
  -- The days to come of each activity that can be ticked, or that nobody spoke of yet.
  calendar as materialized (
    select a.activity_id, today + n as day, extract(isodow from today + n)::int as weekday
    from (select distinct o.activity_id from owned o) a
    cross join lateral (select max(d.day) as last_declared from open_day d where d.structure_id = p_structure and d.activity_id = a.activity_id) l
    cross join generate_series(1, p_until - today) n
    left join open_day d on d.structure_id = p_structure and d.activity_id = a.activity_id and d.day = today + n
    where l.last_declared is null or today + n > l.last_declared or d.closed_for is null and d.add_until > moment),
  used as (
    select k.wallet_id, d.day, true as planned from kid k cross join lateral unnest(k.ticked) d(day)
    union all
    select k.wallet_id, r.day, true
    from ruled r join kid k on k.child_id = r.child_id and k.family_id = r.family_id and k.ticket_type_id = r.ticket_type_id
    where r.add_until > moment and r.day <> all(k.taken)
    union all
    select h.wallet_id, c.day, false
    from habit h
    join enrolment e on e.structure_id = p_structure and e.child_id = h.child_id and e.activity_id = h.activity_id and e.ticket_type_id = h.ticket_type_id
    join calendar c on c.activity_id = h.activity_id and c.day > h.last_wanted and c.day >= e.starts_on and (e.ends_on is null or c.day <= e.ends_on)
    where c.weekday = any(h.weekdays) and c.day <> all(h.taken)
      and coalesce((select g.family_id from planning_custody(p_structure, h.child_id, c.day) g), h.family_id) = h.family_id),
  dated as (
    select u.wallet_id, u.day, count(*) filter (where u.planned)::int as planned, count(*) filter (where not u.planned)::int as expected from used u group by 1, 2),
  listed as (
    select d.wallet_id, array_agg(d.day order by d.day) as days, array_agg(d.planned order by d.day) as planned, array_agg(d.expected order by d.day) as expected
    from dated d group by 1)
  select o.id, o.tickets, coalesce((select max(m.id) from transfer m where m.structure_id = p_structure and m.wallet_id = o.id), 0),
         coalesce(l.days, '{}'), coalesce(l.planned, '{}'), coalesce(l.expected, '{}')
  from owned o left join listed l on l.wallet_id = o.id
  order by o.id;
end $$;

-- The forecast of many wallets, planned for their number; and of the few of a family, whose page is opened all day long, planned once: planning it costs more than its rows. The settings
-- of the caller hold inside. A kept plan reads by index, were it made while the tables were empty.
create or replace function planning_forecast(p_structure uuid, p_wallets bigint[], p_until date)
returns table (wallet_id bigint, tickets int, last_transfer_id bigint, days date[], planned int[], expected int[])
language plpgsql stable set plan_cache_mode = force_custom_plan set jit = off as $$
begin
  return query select * from planning_forecast_rows(p_structure, p_wallets, p_until);
end $$;

create or replace function planning_forecast_of_few(p_structure uuid, p_wallets bigint[], p_until date)
returns table (wallet_id bigint, tickets int, last_transfer_id bigint, days date[], planned int[], expected int[])
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
begin
  return query select * from planning_forecast_rows(p_structure, p_wallets, p_until);
end $$;

-- « Carnets à surveiller » — the booklets whose tickets may be too few for an adult who receives the file's letters, and who is to be told: not told already since the last tickets
-- came in, nor told of any booklet today; who stopped these letters is not, and is ready once they are taken up again. A child uses one ticket a day: a booklet with more than that for every day of the threshold needs no forecast. One that owes tickets
-- already has a letter of its own. What was told is looked up adult by adult (`offset 0`): statistics know nothing yet of what the first run wrote.
create or replace function planning_watched_wallets(p_structure uuid)
returns table (
  guardian_id uuid, first_name text, family_id uuid, family_name text, days int, wallet_id bigint, ticket_type_id uuid, label text)
language plpgsql stable set plan_cache_mode = force_custom_plan set jit = off as $$
declare today date := paris_day(eticket_now());
begin
  return query
  select g.id, g.first_name, f.id, f.name, coalesce(g.low_balance_days, s.low_balance_days), w.id, t.id, t.label
  from structure s
  join activity a on a.structure_id = s.id and a.mode = 'Prepaid'
  join ticket_type t on t.structure_id = s.id and t.activity_id = a.id
  join wallet w on w.structure_id = s.id and w.ticket_type_id = t.id and w.tickets >= 0
  join family f on f.structure_id = s.id and f.id = w.family_id
  join guardian g on g.structure_id = s.id and g.family_id = f.id and g.receives_letters and g.email is not null
  cross join lateral (
    select coalesce(bool_or(n.told_on = today), false) as today, max(n.transfer_id) filter (where n.wallet_id = w.id) as transfer_id
    from low_balance_notice n where n.structure_id = s.id and n.guardian_id = g.id) told
  where s.id = p_structure and not told.today
    and not exists (
      select from letter_stop l where l.structure_id = p_structure and l.guardian_id = g.id and l.topic = 'LowBalance' and l.stopped_at is not null offset 0)
    and w.tickets < (coalesce(g.low_balance_days, s.low_balance_days) + 1) * (
      select count(distinct e.child_id)
      from family_child c join enrolment e on e.structure_id = c.structure_id and e.child_id = c.child_id
      where c.structure_id = p_structure and c.family_id = w.family_id and e.ticket_type_id = w.ticket_type_id)
    -- Tickets bought, or taken over from paper: a mirror gives back what was there already.
    and (told.transfer_id is null or exists (
      select from transfer m
      where m.structure_id = p_structure and m.wallet_id = w.id and m.id > told.transfer_id and m.credit_id = w.id and m.quantity > 0 and m.mirrors_id is null offset 0))
  order by g.id, t.label, w.id;
end $$;
