-- « Semaines vides » — of the weeks whose first deadline falls today or tomorrow and is still to come, the children of whom nothing was said: their family ticked days of that activity
-- in two at least of the four weeks before, and the week has no cell of theirs, whichever home wrote it and whatever became of it, nor an abonnement. A deadline at midnight is one of the day
-- that ends. The days looked at are open, the child is enrolled on them, and they are of that home; a week without any is nobody's. What is empty in the same week and due later is told with it.
-- One row for each guardian who receives letters and did not stop these. Reads one moment of the books, writes nothing.
create or replace function planning_empty_weeks(p_structure uuid)
returns table (guardian_id uuid, first_name text, family_id uuid, family_name text, monday date, last_day date, lines jsonb)
language plpgsql stable set plan_cache_mode = force_custom_plan set jit = off as $$
declare
  moment timestamptz := eticket_now();
  today date := paris_day(moment);
begin
  return query
  with open_week as materialized (
    select a.id as activity_id, d.monday, array_agg(d.day) as days, array_agg(d.add_until) as untils,
           bool_or(d.add_until > moment and paris_day(d.add_until - interval '1 microsecond') <= today + 1) as due
    from activity a
    cross join lateral (
      select d.day, d.add_until, d.day - extract(isodow from d.day)::int + 1 as monday from open_day d
      where d.structure_id = p_structure and d.activity_id = a.id and d.day > today - extract(isodow from today)::int and d.closed_for is null offset 0) d
    where a.structure_id = p_structure group by 1, 2),
  week as materialized (select w.* from open_week w where w.monday in (select o.monday from open_week o where o.due)),
  ticked as (
    select w.activity_id, w.monday, b.*
    from week w
    cross join lateral (
      select distinct b.child_id, b.wallet_id, (w.monday - 1 - b.day) / 7 as weeks_ago from booking b
      where b.structure_id = p_structure and b.activity_id = w.activity_id and b.day between w.monday - 28 and w.monday - 1 and b.state <> 'Released' offset 0) b),
  habit as materialized (
    select t.activity_id, t.monday, t.child_id, w.family_id
    from ticked t
    cross join lateral (select w.family_id from wallet w where w.structure_id = p_structure and w.id = t.wallet_id offset 0) w
    group by 1, 2, 3, 4 having count(distinct t.weeks_ago) >= 2),
  silent as materialized (
    select h.*, e.add_until, e.last_day
    from habit h
    join week w on w.activity_id = h.activity_id and w.monday = h.monday
    cross join lateral (
      select min(d.add_until) as add_until, max(d.day) as last_day
      from unnest(w.days, w.untils) as d(day, add_until)
      where exists (
        select from enrolment e
        where e.structure_id = p_structure and e.child_id = h.child_id and e.activity_id = h.activity_id and d.day >= e.starts_on and (e.ends_on is null or d.day <= e.ends_on) offset 0)
        and coalesce((select c.family_id from planning_custody(p_structure, h.child_id, d.day) c), h.family_id) = h.family_id) e
    where e.add_until > moment
      and exists (select from family_child f where f.structure_id = p_structure and f.family_id = h.family_id and f.child_id = h.child_id and f.left_at is null offset 0)
      and not exists (
        select from booking b
        where b.structure_id = p_structure and b.child_id = h.child_id and b.day between h.monday and h.monday + 6 and b.activity_id = h.activity_id offset 0)
      -- A family that set an abonnement manages its weeks by it, those it asks nothing of too.
      and not exists (
        select from standing_booking s
        where s.structure_id = p_structure and s.child_id = h.child_id and s.activity_id = h.activity_id and s.family_id = h.family_id
          and s.starts_on <= h.monday + 6 and (s.ends_on is null or s.ends_on >= h.monday) offset 0)),
  -- That of the other home speaks for the child where it asks for a day.
  asked as materialized (
    select s.child_id, s.activity_id, s.day - extract(isodow from s.day)::int + 1 as monday
    from planning_standing_days(
      p_structure, (select array_agg(distinct x.child_id) from silent x), (select min(x.monday) from silent x), (select max(x.monday) + 6 from silent x)) s),
  sheet as (
    select x.family_id, x.monday, max(x.last_day) as last_day,
           jsonb_agg(jsonb_build_object('child', c.first_name, 'activity', a.name, 'add_until', x.add_until, 'child_id', x.child_id, 'activity_id', x.activity_id)
                     order by c.first_name, x.child_id, a.position, a.name, x.activity_id) as lines
    from silent x
    join child c on c.structure_id = p_structure and c.id = x.child_id
    join activity a on a.structure_id = p_structure and a.id = x.activity_id
    where (x.child_id, x.activity_id, x.monday) not in (select k.child_id, k.activity_id, k.monday from asked k)
    group by 1, 2 having bool_or(paris_day(x.add_until - interval '1 microsecond') <= today + 1))
  select g.id, g.first_name, f.id, f.name, s.monday, s.last_day, s.lines
  from sheet s
  cross join lateral (select f.id, f.name from family f where f.structure_id = p_structure and f.id = s.family_id offset 0) f
  cross join lateral (
    select g.id, g.first_name from guardian g
    where g.structure_id = p_structure and g.family_id = s.family_id and g.receives_letters and g.email is not null offset 0) g
  where not exists (
    select from letter_stop l where l.structure_id = p_structure and l.guardian_id = g.id and l.topic = 'Reminders' and l.stopped_at is not null offset 0)
  order by s.monday, g.id;
end $$;
