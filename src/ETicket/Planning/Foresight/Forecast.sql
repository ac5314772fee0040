-- What families are expected to use. Everything here reads one snapshot and writes nothing.

-- « Jours d'un abonnement » — what the standing bookings of these children ask for between two days: open days of their weekdays and weeks, not excepted, while the child is enrolled
-- and in the file. A rule is a wish: whether the day was ticked, unticked or eaten is not looked at. Two rules may ask for one day; the first one set comes first.
create or replace function planning_standing_days(p_structure uuid, p_children uuid[], p_from date, p_to date)
returns table (standing_booking_id bigint, family_id uuid, child_id uuid, activity_id uuid, ticket_type_id uuid, day date, add_until timestamptz) language sql stable as $$
  select s.id, s.family_id, s.child_id, s.activity_id, e.ticket_type_id, d.day, d.add_until
  from unnest(p_children) as k(id)
  cross join lateral (select s.* from standing_booking s where s.structure_id = p_structure and s.child_id = k.id offset 0) s
  cross join lateral (
    select d.day, d.add_until from open_day d
    where d.structure_id = p_structure and d.activity_id = s.activity_id and d.day between greatest(s.starts_on, p_from) and least(s.ends_on, p_to) and d.closed_for is null offset 0) d
  join enrolment e on e.structure_id = p_structure and e.child_id = s.child_id and e.activity_id = s.activity_id
    and d.day >= e.starts_on and (e.ends_on is null or d.day <= e.ends_on)
  where extract(isodow from d.day)::int = any(s.weekdays)
    and (d.day - s.starts_on + extract(isodow from s.starts_on)::int - 1) / 7 % s.every_weeks = 0
    and exists (select from family_child f where f.structure_id = p_structure and f.family_id = s.family_id and f.child_id = s.child_id)
    and not exists (
      select from standing_exception x where x.structure_id = p_structure and x.standing_booking_id = s.id and x.day = d.day and x.excepted)
  order by s.id, d.day
$$;

-- « Prévision » — per wallet, its tickets and how many each day will use up to p_until, in order of day. Planned: days ticked and not yet closed, today and late ones included (a day
-- written in afterwards counts for sixty days), then the days abonnements ask for that can still be ticked. Expected: what a family that ticks week by week will tick again, the
-- weekdays of the last week it ticked, for four weeks after it, where no abonnement speaks for the child; open days, and beyond the last one declared every such weekday, for
-- nobody said yet that it will be closed. A child is counted once a day: any booking of the cell, by whichever home and whatever became of it, speaks before a rule or a habit.
create or replace function planning_forecast(p_structure uuid, p_wallets bigint[], p_until date)
returns table (wallet_id bigint, tickets int, last_transfer_id bigint, days date[], planned int[], expected int[]) language plpgsql stable as $$
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
    select o.id as wallet_id, o.family_id, o.ticket_type_id, o.activity_id, f.child_id
    from owned o
    cross join lateral (select f.child_id from family_child f where f.structure_id = p_structure and f.family_id = o.family_id offset 0) f),
  cell as materialized (
    select k.wallet_id, k.child_id, b.day, b.state, b.wallet_id = k.wallet_id as ours
    from kid k
    cross join lateral (
      select b.day, b.state, b.wallet_id from booking b
      where b.structure_id = p_structure and b.child_id = k.child_id and b.activity_id = k.activity_id and b.day between today - 60 and p_until offset 0) b),
  ruled as materialized (
    select distinct on (s.child_id, s.activity_id, s.day) s.*
    from planning_standing_days(p_structure, (select array_agg(distinct k.child_id) from kid k), today, p_until) s
    order by s.child_id, s.activity_id, s.day, s.standing_booking_id),
  last_ticked as (
    select c.wallet_id, c.child_id, max(c.day) as day from cell c where c.ours and c.state <> 'Released' group by 1, 2 having max(c.day) >= today - 28),
  habit as materialized (
    select k.*, l.day as last_day, l.day - extract(isodow from l.day)::int + 1 as last_monday,
           (select max(d.day) from open_day d where d.structure_id = p_structure and d.activity_id = k.activity_id) as last_declared,
           array(select extract(isodow from c.day)::int from cell c
                 where c.wallet_id = l.wallet_id and c.child_id = l.child_id and c.ours and c.state <> 'Released' and c.day > l.day - extract(isodow from l.day)::int) as weekdays
    from last_ticked l join kid k on k.wallet_id = l.wallet_id and k.child_id = l.child_id
    where not exists (
      select from standing_booking s
      where s.structure_id = p_structure and s.child_id = k.child_id and s.activity_id = k.activity_id and s.family_id = k.family_id
        and (s.ends_on is null or s.ends_on > l.day - extract(isodow from l.day)::int))),
  usual as (
    select h.wallet_id, h.child_id, d.day
    from habit h
    cross join lateral (select greatest(h.last_day, today) + n as day from generate_series(1, p_until - greatest(h.last_day, today)) n) d
    where extract(isodow from d.day)::int = any(h.weekdays)
      and exists (
        select from enrolment e
        where e.structure_id = p_structure and e.child_id = h.child_id and e.activity_id = h.activity_id and e.ticket_type_id = h.ticket_type_id
          and d.day >= e.starts_on and (e.ends_on is null or d.day <= e.ends_on))
      and (d.day > h.last_declared or h.last_declared is null or exists (
        select from open_day o
        where o.structure_id = p_structure and o.activity_id = h.activity_id and o.day = d.day and o.closed_for is null and o.add_until > moment))
      and not exists (select from cell c where c.wallet_id = h.wallet_id and c.child_id = h.child_id and c.day = d.day)),
  used as (
    select c.wallet_id, c.day, true as planned from cell c where c.ours and c.state = 'Held'
    union all
    select k.wallet_id, r.day, true
    from ruled r join kid k on k.child_id = r.child_id and k.family_id = r.family_id and k.ticket_type_id = r.ticket_type_id
    where r.add_until > moment and not exists (select from cell c where c.wallet_id = k.wallet_id and c.child_id = k.child_id and c.day = r.day)
    union all
    select u.wallet_id, u.day, false from usual u),
  dated as (
    select u.wallet_id, u.day, count(*) filter (where u.planned)::int as planned, count(*) filter (where not u.planned)::int as expected from used u group by 1, 2)
  select o.id, o.tickets, coalesce((select max(m.id) from transfer m where m.structure_id = p_structure and m.wallet_id = o.id), 0),
         coalesce(array_agg(d.day order by d.day) filter (where d.day is not null), '{}'),
         coalesce(array_agg(d.planned order by d.day) filter (where d.day is not null), '{}'),
         coalesce(array_agg(d.expected order by d.day) filter (where d.day is not null), '{}')
  from owned o left join dated d on d.wallet_id = o.id
  group by o.id, o.tickets order by o.id;
end $$;

-- « Carnets à surveiller » — the booklets whose tickets may be too few for an adult who receives the file's letters, and who is to be told: not told already since the last tickets
-- came in, nor told of any booklet today. A child uses one ticket a day: a booklet with more than that for every day of the threshold needs no forecast. One that owes tickets
-- already has a letter of its own.
create or replace function planning_watched_wallets(p_structure uuid)
returns table (
  guardian_id uuid, first_name text, family_id uuid, family_name text, days int, wallet_id bigint, ticket_type_id uuid, label text)
language plpgsql stable as $$
declare today date := paris_day(eticket_now());
begin
  return query
  with few as materialized (
    select g.id as guardian_id, g.first_name, f.id as family_id, f.name as family_name, coalesce(g.low_balance_days, s.low_balance_days) as days,
           w.id as wallet_id, t.id as ticket_type_id, t.label
    from structure s
    join activity a on a.structure_id = s.id and a.mode = 'Prepaid'
    join ticket_type t on t.structure_id = s.id and t.activity_id = a.id
    join wallet w on w.structure_id = s.id and w.ticket_type_id = t.id and w.tickets >= 0
    join family f on f.structure_id = s.id and f.id = w.family_id
    join guardian g on g.structure_id = s.id and g.family_id = f.id and g.receives_letters and g.email is not null
    where s.id = p_structure
      and w.tickets < (coalesce(g.low_balance_days, s.low_balance_days) + 1) * (
        select count(distinct e.child_id)
        from family_child c join enrolment e on e.structure_id = c.structure_id and e.child_id = c.child_id
        where c.structure_id = p_structure and c.family_id = w.family_id and e.ticket_type_id = w.ticket_type_id)
      and not exists (select from low_balance_notice n where n.structure_id = s.id and n.guardian_id = g.id and n.told_on = today))
  select f.* from few f
  left join low_balance_notice n on n.structure_id = p_structure and n.guardian_id = f.guardian_id and n.wallet_id = f.wallet_id
  -- Tickets bought, or taken over from paper: a mirror gives back what was there already.
  where n.wallet_id is null or exists (
    select from transfer m
    where m.structure_id = p_structure and m.wallet_id = f.wallet_id and m.id > n.transfer_id and m.credit_id = f.wallet_id and m.quantity > 0 and m.mirrors_id is null)
  order by f.guardian_id, f.label, f.wallet_id;
end $$;
