-- What abonnements tick, and what their family reads of them.

-- « Jours à cocher » — what the abonnements of a family, or of every family, ask for until a day and nobody spoke of: a cell that has a booking, whichever home wrote it and whatever became
-- of it, is left alone, and so is a day whose deadline passed. Of two rules of one day the first set counts, were it the other home's. Reads one snapshot, writes nothing.
create or replace function planning_standing_due(p_structure uuid, p_family uuid, p_until date)
returns table (family_id uuid, child_id uuid, activity_id uuid, day date)
language plpgsql stable set plan_cache_mode = force_custom_plan set jit = off as $$
declare moment timestamptz := eticket_now();
begin
  return query
  select r.family_id, r.child_id, r.activity_id, r.day
  from (
    select distinct on (s.child_id, s.activity_id, s.day) s.*
    from planning_standing_days(
      p_structure, array(select distinct k.child_id from standing_booking k where k.structure_id = p_structure and (p_family is null or k.family_id = p_family)), paris_day(moment), p_until) s
    order by s.child_id, s.activity_id, s.day, s.standing_booking_id) r
  where (p_family is null or r.family_id = p_family) and r.add_until > moment
    and not exists (
      select from booking b where b.structure_id = p_structure and b.activity_id = r.activity_id and b.day = r.day and b.child_id = r.child_id offset 0)
  order by r.family_id, r.day, r.child_id, r.activity_id;
end $$;

-- « Cocher les jours des abonnements » of one family, by the statement of a click, without its rights of staff: deadlines, floor and closures are judged there. The rules are locked first, so
-- that one is ended or excepted before its days are read, or after they are ticked; two who come at once come one after the other, and the second finds nothing to do. What a day is unique
-- by is its cell: once it has a booking it is never due again. What lacks a ticket has none, and is due at the next time.
create or replace function planning_tick_standing(p_structure uuid, p_family uuid, p_until date)
returns jsonb language plpgsql as $$
declare due record;
begin
  perform 1 from standing_booking s where s.structure_id = p_structure and s.family_id = p_family order by s.id for update;
  select array_agg(d.child_id) as children, array_agg(d.activity_id) as activities, array_agg(d.day) as days, array_agg(true) as wanted
  into due from planning_standing_due(p_structure, p_family, p_until) d;
  if due.children is null then
    return '[]';
  end if;
  return planning_set_days(p_structure, gen_random_uuid(), 'standing', 'standing', 'Standing', p_family, due.children, due.activities, due.days, due.wanted);
end $$;

-- « La suite d'un abonnement » — each day the abonnements of a family ask for until p_until, and what became of it: ticked, unticked by somebody, too late, to be ticked up to p_horizon
-- (it waits for a ticket, or for tonight), later.
create or replace function planning_standing_ahead(p_structure uuid, p_family uuid, p_horizon date, p_until date)
returns table (standing_booking_id bigint, ticket_type_id uuid, day date, state text)
language plpgsql stable set plan_cache_mode = force_custom_plan set jit = off as $$
declare moment timestamptz := eticket_now();
begin
  return query
  select s.standing_booking_id, s.ticket_type_id, s.day, case
    when b.state in ('Held', 'Consumed') then 'Ticked'
    when b.state is not null then 'Unticked'
    when s.add_until <= moment then 'TooLate'
    when s.day > p_horizon then 'Later'
    else 'Waiting' end
  from planning_standing_days(
    p_structure, array(select f.child_id from family_child f where f.structure_id = p_structure and f.family_id = p_family), paris_day(moment), p_until) s
  left join lateral (
    select b.state from booking b where b.structure_id = p_structure and b.activity_id = s.activity_id and b.day = s.day and b.child_id = s.child_id offset 0) b on true
  where s.family_id = p_family
  order by s.standing_booking_id, s.day;
end $$;
