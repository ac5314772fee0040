-- « Récapitulatifs du soir » — to each family of which a parent, or a rule of custody, changed days before this evening and since the last one told, the days it still has ticked from tomorrow on: those up to
-- p_until child by child, activity by activity and week by week, and how many come later. One row for each guardian who receives letters and did not stop these. The last evening told
-- is that of the last run of p_duty that ended well, at most seven days ago, or a later one on which the person was written to all the same: its round failed elsewhere. A letter that is
-- over without having left, refused or not, told nobody anything: for whoever it was, the last evening told is that of the letter before it, or seven days ago.
-- A day belongs to the family whose wallet holds it, a change to that whose wallet held it then: of a child of two homes, each home has its own days, and none of the other's. A change
-- that does not say whose wallet that was is of the family that held the day last. Reads one moment of the books, writes nothing.
drop function if exists planning_booking_summaries(uuid, timestamptz, timestamptz, date);
create or replace function planning_booking_summaries(p_structure uuid, p_duty text, p_evening time, p_until date)
returns table (guardian_id uuid, first_name text, family_id uuid, family_name text, last_day date, tickets int, later int, lines jsonb)
language plpgsql stable set plan_cache_mode = force_custom_plan set jit = off as $$
declare
  today date := paris_day(eticket_now());
  told_on date := greatest(today - 7, (select max(r.due_on) from job_run r where r.name = p_duty and r.outcome = 'Done' and r.due_on < today));
  since timestamptz;
  readers uuid[];
  evenings date[];
  first_line bigint := 9223372036854775807;
  older record;
begin
  select array_agg(x.guardian_id), array_agg(x.evening) into readers, evenings
  from (
    select o.guardian_id, case when max(o.evening) filter (where o.lost) > coalesce(max(o.evening) filter (where not o.lost), '-infinity')
                               then coalesce(max(o.evening) filter (where not o.lost), today - 7)
                               else greatest(told_on, max(o.evening) filter (where not o.lost)) end as evening
    from generate_series(1, 7) n
    cross join lateral (
      select o.guardian_id, today - n as evening,
             o.state in ('queued', 'sending') and o.expires_at <= eticket_now() or o.state = 'dropped' and o.last_error like 'expired:%'
               or o.state = 'failed' and o.expires_at <= eticket_now() and o.last_error not like 'unknown: %' as lost
      from outbox_letter o
      where o.structure_id = p_structure and o.name = 'BookingSummary' and o.reference = to_char(today - n, 'YYYY-MM-DD') offset 0) o
    group by 1) x
  where x.evening <> told_on;
  since := (least(told_on, (select min(e) from unnest(evenings) e)) + p_evening) at time zone 'Europe/Paris';
  -- The history has no order of hours but that in which it was written: it is read backwards by its key until a whole batch is older.
  loop
    select min(x.id) as id, max(x.at) as at into older
    from (select c.id, c.at from booking_change c where c.structure_id = p_structure and c.id < first_line order by c.id desc limit 1000) x;
    exit when older.id is null or older.at < since;
    first_line := older.id;
  end loop;
  return query
  with changed as materialized (
    select w.family_id, max(c.at) as at
    from (
      select c.booking_id, c.wallet_id, max(c.at) as at from booking_change c
      where c.structure_id = p_structure and c.id >= first_line and c.origin in ('Parent', 'Custody') and c.at >= since
        and c.at < (today + p_evening) at time zone 'Europe/Paris' group by 1, 2) c
    cross join lateral (select b.wallet_id, b.booked_at from booking b where b.structure_id = p_structure and b.id = c.booking_id offset 0) b
    cross join lateral (select w.family_id from wallet w where w.structure_id = p_structure and w.id = coalesce(c.wallet_id, b.wallet_id) offset 0) w
    where c.wallet_id is not null or c.at >= b.booked_at group by 1),
  reader as materialized (
    select g.id, g.first_name, c.family_id, coalesce(t.evening, told_on) as evening
    from changed c
    cross join lateral (
      select g.id, g.first_name from guardian g
      where g.structure_id = p_structure and g.family_id = c.family_id and g.receives_letters and g.email is not null offset 0) g
    left join unnest(readers, evenings) as t(guardian_id, evening) on t.guardian_id = g.id
    where c.at >= (coalesce(t.evening, told_on) + p_evening) at time zone 'Europe/Paris'
      and not exists (
        select from letter_stop l where l.structure_id = p_structure and l.guardian_id = g.id and l.topic = 'Bookings' and l.stopped_at is not null offset 0)),
  -- A family that unticked everything keeps its line, without a day. From here on rows are only gathered, level by level: nothing is joined to what was counted beside it.
  ticked as (
    select f.family_id, t.*
    from (select distinct r.family_id from reader r) f
    left join lateral (
      select k.child_id, b.activity_id, b.day
      from family_child k
      cross join lateral (
        select b.activity_id, b.day, b.wallet_id from booking b
        where b.structure_id = p_structure and b.child_id = k.child_id and b.day > today and b.state = 'Held' offset 0) b
      cross join lateral (select w.family_id from wallet w where w.structure_id = p_structure and w.id = b.wallet_id offset 0) w
      where k.structure_id = p_structure and k.family_id = f.family_id and w.family_id = f.family_id offset 0) t on true),
  week as (
    select t.family_id, t.child_id, t.activity_id, t.day - extract(isodow from t.day)::int as eve, max(t.day) as last_day,
           count(*) filter (where t.day <= p_until) as tickets, count(*) filter (where t.day > p_until) as later,
           jsonb_build_object('dates', jsonb_agg(jsonb_build_object('day', t.day) order by t.day) filter (where t.day <= p_until)) as dates
    from ticked t group by 1, 2, 3, 4),
  line as (
    select w.family_id, w.child_id, w.activity_id, max(w.last_day) as last_day, sum(w.tickets)::int as tickets, sum(w.later)::int as later,
           jsonb_agg(w.dates order by w.eve) filter (where w.tickets > 0) as weeks
    from week w group by 1, 2, 3),
  sheet as (
    select l.family_id, max(l.last_day) as last_day, sum(l.tickets)::int as tickets, sum(l.later)::int as later,
           jsonb_agg(jsonb_build_object('child', c.first_name, 'activity', a.name, 'weeks', l.weeks, 'tickets', l.tickets)
                     order by c.first_name, l.child_id, a.position, a.name, l.activity_id) filter (where l.tickets > 0) as lines
    from line l
    left join lateral (select c.first_name from child c where c.structure_id = p_structure and c.id = l.child_id offset 0) c on true
    left join lateral (select a.position, a.name from activity a where a.structure_id = p_structure and a.id = l.activity_id offset 0) a on true
    group by 1)
  select r.id, r.first_name, f.id, f.name, coalesce(least(x.last_day, p_until), p_until), x.tickets, x.later, coalesce(x.lines, '[]')
  from reader r
  join sheet x on x.family_id = r.family_id
  cross join lateral (select f.id, f.name from family f where f.structure_id = p_structure and f.id = r.family_id offset 0) f
  -- Who has waited longest first: where a relay takes only some before they are over, the others are the first of the next evening.
  order by r.evening, r.id;
end $$;
