-- « Se mettre en attente, quitter la file » — of one day without a place. The day is locked as for a click: whoever takes or frees its last place waits for us, or we for it.
-- Answers like a click, with a verdict and what explains it. A day of the child's other home is waited for there.
create or replace function planning_wait(p_structure uuid, p_actor text, p_family uuid, p_child uuid, p_activity uuid, p_day date, p_wanted boolean)
returns jsonb language plpgsql as $$
declare moment timestamptz; cell record; verdict text;
begin
  perform 1 from open_day d where d.structure_id = p_structure and d.activity_id = p_activity and d.day = p_day for no key update;
  moment := eticket_now();
  select d.day is not null as served, d.closed_for, d.consumed_at, d.add_until, b.state, q.state as waits, q.family_id as waits_for,
         exists (select from enrolment e
                 join family_child f on f.structure_id = e.structure_id and f.family_id = p_family and f.child_id = e.child_id and f.left_at is null
                 where e.structure_id = p_structure and e.child_id = p_child and e.activity_id = p_activity
                   and p_day >= e.starts_on and (e.ends_on is null or p_day <= e.ends_on)) as enrolled,
         exists (select from enrolment e join family f on f.structure_id = e.structure_id and f.id = p_family and f.file_state = 'Validated'
                 where e.structure_id = p_structure and e.child_id = p_child and e.activity_id = p_activity and e.waits_since is null
                   and p_day >= e.starts_on and (e.ends_on is null or p_day <= e.ends_on)) as opened,
         (select c.family_id from planning_custody(p_structure, p_child, p_day) c) as home,
         a.capacity - (select count(*) from booking o where o.structure_id = p_structure and o.activity_id = p_activity and o.day = p_day and o.state in ('Held', 'Consumed'))
                    - (select count(*) from waiting_place o where o.structure_id = p_structure and o.activity_id = p_activity and o.day = p_day
                         and o.state = 'Waiting' and o.passed_at is null and o.child_id <> p_child) as places
  into cell
  from (select 1) one
  left join activity a on a.structure_id = p_structure and a.id = p_activity
  left join open_day d on d.structure_id = p_structure and d.activity_id = p_activity and d.day = p_day
  left join booking b on b.structure_id = p_structure and b.activity_id = p_activity and b.day = p_day and b.child_id = p_child
  left join waiting_place q on q.structure_id = p_structure and q.activity_id = p_activity and q.day = p_day and q.child_id = p_child;

  verdict := case
    when not p_wanted then case when cell.waits = 'Waiting' and cell.waits_for = p_family then 'Left' else 'Unchanged' end
    when not cell.enrolled then 'NotEnrolled'
    when not cell.served then 'NotServed'
    when cell.closed_for is not null then 'Closed'
    when cell.state in ('Held', 'Consumed') then 'Unchanged'
    when cell.home <> p_family then 'OtherHome'
    when not cell.opened then 'NotOpened'
    when cell.consumed_at is not null or moment >= cell.add_until then 'TooLate'
    when cell.waits = 'Waiting' then 'Unchanged'
    when cell.places is null or cell.places > 0 then 'NotFull'
    else 'Waiting' end;
  if verdict = 'Left' then
    update waiting_place q set state = 'Left', ended_at = moment
    where q.structure_id = p_structure and q.activity_id = p_activity and q.day = p_day and q.child_id = p_child;
  elsif verdict = 'Waiting' then
    insert into waiting_place (structure_id, activity_id, day, child_id, family_id, state, asked_at, asked_by)
    values (p_structure, p_activity, p_day, p_child, p_family, 'Waiting', moment, p_actor)
    on conflict (structure_id, activity_id, day, child_id) do update
      set family_id = excluded.family_id, state = 'Waiting', asked_at = excluded.asked_at, asked_by = excluded.asked_by, passed_at = null, ended_at = null;
  end if;
  return jsonb_build_object('child', p_child, 'activity', p_activity, 'day', p_day, 'verdict', verdict, 'deadline', cell.add_until, 'closed_for', cell.closed_for);
end $$;

-- « Donner les places libres » of one day to the first who wait for it and have a ticket, while it can still be ticked and unticked. Who has none is passed over: it keeps its rank, and no
-- place is kept for it any more. What is given is booked as a click would, and the family is written to. Answers how many places were given.
create or replace function planning_give_places(p_structure uuid, p_activity uuid, p_day date, p_portal text, p_planning text)
returns int language plpgsql as $$
declare moment timestamptz; locked bigint[]; today record; place record; written bigint; change bigint; given int := 0;
begin
  -- Wallets before the day, as a click does: the two never wait for each other in a circle. Who began to wait since is last, and comes next time.
  select array_agg(w.id) into locked
  from waiting_place q
  join family f on f.structure_id = q.structure_id and f.id = q.family_id and f.file_state = 'Validated'
  join family_child k on k.structure_id = q.structure_id and k.family_id = q.family_id and k.child_id = q.child_id and k.left_at is null
  join enrolment e on e.structure_id = q.structure_id and e.child_id = q.child_id and e.activity_id = q.activity_id and e.waits_since is null and q.day >= e.starts_on and (e.ends_on is null or q.day <= e.ends_on)
  join wallet w on w.structure_id = q.structure_id and w.family_id = q.family_id and w.ticket_type_id = e.ticket_type_id
  where q.structure_id = p_structure and q.activity_id = p_activity and q.day = p_day and q.state = 'Waiting'
    and coalesce((select c.family_id from planning_custody(p_structure, q.child_id, p_day) c), q.family_id) = q.family_id;
  if locked is null then
    return 0;
  end if;
  perform 1 from wallet w where w.structure_id = p_structure and w.id = any(locked) order by w.id for update;
  perform 1 from open_day d where d.structure_id = p_structure and d.activity_id = p_activity and d.day = p_day for no key update;
  moment := eticket_now();
  select d.add_until, d.cancel_until, a.floor,
         a.capacity - (select count(*) from booking b where b.structure_id = p_structure and b.activity_id = p_activity and b.day = p_day and b.state in ('Held', 'Consumed')) as places
  into today
  from open_day d join activity a on a.structure_id = d.structure_id and a.id = d.activity_id
  where d.structure_id = p_structure and d.activity_id = p_activity and d.day = p_day
    and d.closed_for is null and d.consumed_at is null and moment < least(d.add_until, d.cancel_until);
  if not found then
    return 0;
  end if;

  for place in
    select q.child_id, q.family_id, w.id as wallet_id, b.state
    from waiting_place q
    join family f on f.structure_id = q.structure_id and f.id = q.family_id and f.file_state = 'Validated'
    join family_child k on k.structure_id = q.structure_id and k.family_id = q.family_id and k.child_id = q.child_id and k.left_at is null
    join enrolment e on e.structure_id = q.structure_id and e.child_id = q.child_id and e.activity_id = q.activity_id and e.waits_since is null and q.day >= e.starts_on and (e.ends_on is null or q.day <= e.ends_on)
    join wallet w on w.structure_id = q.structure_id and w.family_id = q.family_id and w.ticket_type_id = e.ticket_type_id
    left join booking b on b.structure_id = q.structure_id and b.activity_id = q.activity_id and b.day = q.day and b.child_id = q.child_id
    where q.structure_id = p_structure and q.activity_id = p_activity and q.day = p_day and q.state = 'Waiting' and w.id = any(locked)
      and coalesce((select c.family_id from planning_custody(p_structure, q.child_id, p_day) c), q.family_id) = q.family_id
    order by q.asked_at, q.child_id
  loop
    -- Whom the mairie or the other home ticked meanwhile waits no more.
    if coalesce(place.state, 'Released') not in ('Held', 'Consumed') then
      exit when given >= today.places;
      update wallet w set held = w.held + 1
      where w.structure_id = p_structure and w.id = place.wallet_id and (today.floor is null or w.tickets - w.held - 1 >= -today.floor);
      if not found then
        update waiting_place q set passed_at = moment
        where q.structure_id = p_structure and q.activity_id = p_activity and q.day = p_day and q.child_id = place.child_id and q.passed_at is null;
        continue;
      end if;
      insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
      values (p_structure, place.child_id, p_activity, p_day, 'Held', place.wallet_id, moment, today.add_until, false)
      on conflict (structure_id, activity_id, day, child_id) do update
        set state = 'Held', wallet_id = excluded.wallet_id, booked_at = excluded.booked_at, deadline = excluded.deadline, by_staff = false, entry_id = null
        where booking.state in ('Released', 'Recredited')
      returning id into written;
      if written is null then
        raise exception 'A day was held by another home meanwhile.' using errcode = 'serialization_failure';
      end if;
      insert into booking_change (structure_id, booking_id, wallet_id, state, at, actor, origin)
      values (p_structure, written, place.wallet_id, 'Held', moment, 'waiting-list', 'Night') returning id into change;
      -- The event is this line of the history: a place given, left and given again is told again.
      perform planning_tell(p_structure, 'PlaceFound', 'place/' || change, array[written],
                            jsonb_build_object('tickets', 1, 'cancel_until', today.cancel_until, 'planning_address', p_planning, 'portal_address', p_portal));
      given := given + 1;
    end if;
    update waiting_place q set state = 'Given', ended_at = moment
    where q.structure_id = p_structure and q.activity_id = p_activity and q.day = p_day and q.child_id = place.child_id;
  end loop;
  return given;
end $$;
