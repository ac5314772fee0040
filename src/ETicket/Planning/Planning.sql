create sequence if not exists day_closing_run;

-- « Cocher, décocher » — sets the state of many cells in one go. A click is a wish for a state, not a toggle: asking twice changes nothing.
-- Each cell is answered on its own; who was in time is decided here, by the clock of the database, once for the whole command.
-- The command's key is kept with its answer, in the same transaction: the same command again gets the first answer, another one
-- under the same key is refused (ET422). Rows are looked up key by key (`offset 0` holds the planner to it), so that one plan serves every command.
create or replace function planning_set_days(
  p_structure uuid, p_key uuid, p_fingerprint text, p_actor text, p_origin text, p_family uuid,
  p_children uuid[], p_activities uuid[], p_days date[], p_wanted boolean[])
returns jsonb language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  known record;
  moment timestamptz;
  by_staff boolean := p_origin not in ('Parent', 'Standing');
  validated boolean := (select f.file_state = 'Validated' from family f where f.structure_id = p_structure and f.id = p_family);
  granted record;
  held record;
begin
  select k.fingerprint, k.answer into known from command_key k where k.structure_id = p_structure and k.key = p_key;
  if found then
    if known.fingerprint <> p_fingerprint then
      raise exception 'Key % was used for another command.', p_key using errcode = 'ET422';
    end if;
    return known.answer;
  end if;

  -- The family's wallets for these cells, and those that hold them: a cell already ticked keeps its wallet, which may be the other family's.
  perform 1
  from (
    select w.id
    from unnest(p_children, p_activities, p_days) as x(child_id, activity_id, day)
    cross join lateral (
      select e.ticket_type_id from enrolment e
      where e.structure_id = p_structure and e.child_id = x.child_id and e.activity_id = x.activity_id
        and x.day >= e.starts_on and (e.ends_on is null or x.day <= e.ends_on) offset 0) e
    cross join lateral (select w.id, w.ticket_type_id from wallet w where w.structure_id = p_structure and w.family_id = p_family offset 0) w
    where w.ticket_type_id = e.ticket_type_id
    union
    select b.wallet_id
    from unnest(p_children, p_activities, p_days) as x(child_id, activity_id, day)
    cross join lateral (
      select b.wallet_id from booking b
      where b.structure_id = p_structure and b.activity_id = x.activity_id and b.day = x.day and b.child_id = x.child_id offset 0) b
    union
    -- The staff ticks for whichever home the day is of: those of every home are locked.
    select w.id
    from family_child f
    cross join lateral (select w.id from wallet w where w.structure_id = p_structure and w.family_id = f.family_id offset 0) w
    where by_staff and f.structure_id = p_structure and f.child_id = any(p_children)
    order by 1) x
  cross join lateral (select from wallet w where w.structure_id = p_structure and w.id = x.id for update) w;

  -- Then, in the order of their keys, the days of activities that have a limited number of places: one command at a time counts them, and the last place goes to one.
  perform 1
  from (
    select distinct x.activity_id, x.day from unnest(p_activities, p_days) as x(activity_id, day)
    cross join lateral (select from activity a where a.structure_id = p_structure and a.id = x.activity_id and a.capacity is not null offset 0) a
    order by 1, 2) x
  cross join lateral (select from open_day d where d.structure_id = p_structure and d.activity_id = x.activity_id and d.day = x.day for no key update) d;
  moment := eticket_now();

  -- What each cell is, and what becomes of the wish. The day is locked as it is read: an exceptional closure waits for us, or we for it. Days are locked in the
  -- order of their keys, and answered in the order of the wishes.
  with cell as (
    select x.ordinal, x.child_id, x.activity_id, x.day, x.wanted, e.ticket_type_id, e.waits_since, w.id as wallet_id, w.tickets - w.held as available, a.floor,
           h.home, a.capacity - t.taken as places, d.day is not null as served, d.closed_for, d.consumed_at, d.add_until, d.cancel_until, b.id as booking_id, b.state, b.wallet_id as held_wallet, b.holder
    from (
      select x.* from unnest(p_children, p_activities, p_days, p_wanted) with ordinality as x(child_id, activity_id, day, wanted, ordinal)
      order by x.activity_id, x.day) x
    left join lateral (select a.floor, a.capacity from activity a where a.structure_id = p_structure and a.id = x.activity_id offset 0) a on true
    -- The home the day is of, where the mairie said so: a tick of the staff takes that home's ticket, whichever file it was made in.
    left join lateral (select c.family_id as home, case when by_staff then c.family_id end as payer from planning_custody(p_structure, x.child_id, x.day) c) h on true
    left join lateral (
      select e.ticket_type_id, e.waits_since from enrolment e
      where e.structure_id = p_structure and e.child_id = x.child_id and e.activity_id = x.activity_id
        and x.day >= e.starts_on and (e.ends_on is null or x.day <= e.ends_on)
        and exists (select from family_child f where f.structure_id = p_structure and f.family_id = coalesce(h.payer, p_family) and f.child_id = x.child_id and f.left_at is null) offset 0) e on true
    left join lateral (
      select w.id, w.tickets, w.held from wallet w
      where w.structure_id = p_structure and w.family_id = coalesce(h.payer, p_family) and w.ticket_type_id = e.ticket_type_id offset 0) w on true
    left join lateral (select d.* from open_day d where d.structure_id = p_structure and d.activity_id = x.activity_id and d.day = x.day for share) d on true
    left join lateral (
      select b.*, (select h.family_id from wallet h where h.structure_id = p_structure and h.id = b.wallet_id) as holder from booking b
      where b.structure_id = p_structure and b.activity_id = x.activity_id and b.day = x.day and b.child_id = x.child_id offset 0) b on true
    left join lateral (
      select count(*) + (select count(*) from waiting_place q where a.capacity is not null and q.structure_id = p_structure and q.activity_id = x.activity_id and q.day = x.day
                           and q.state = 'Waiting' and q.passed_at is null and q.child_id <> x.child_id) as taken
      from booking o where a.capacity is not null and o.structure_id = p_structure and o.activity_id = x.activity_id and o.day = x.day and o.state in ('Held', 'Consumed') offset 0) t on true),
  judged as materialized (
    select c.*, case
      when c.wallet_id is null then 'NotEnrolled'
      when not c.served then 'NotServed'
      when c.closed_for is not null then 'Closed'
      -- An abonnement never speaks where somebody did, whatever became of it.
      when p_origin = 'Standing' and c.booking_id is not null then 'Unchanged'
      when c.wanted and c.state in ('Held', 'Consumed') or not c.wanted and coalesce(c.state, 'Released') in ('Released', 'Recredited') then 'Unchanged'
      -- A day the child spends at its other home is ticked there, or by the staff.
      when c.wanted and not by_staff and c.home <> p_family then 'OtherHome'
      -- A file that is not validated, or rights the mairie did not open for this child and service, lock ticking and never unticking.
      when c.wanted and not by_staff and (c.waits_since is not null or not validated) then 'NotOpened'
      when not c.wanted and c.state = 'Consumed' then 'TooLate'
      -- The other home's ticket is promised to this day: only that home, or the staff, takes the promise back.
      when not c.wanted and not by_staff and c.holder <> p_family then 'HeldByOther'
      when not by_staff and (c.consumed_at is not null or moment >= case when c.wanted then c.add_until else c.cancel_until end) then 'TooLate'
      when not c.wanted then 'Released'
      else 'Held' end as outcome
    from cell c),
  -- A place given up in the same command can be taken again by it, unless others wait for it. The staff goes beyond the number of places: the mairie decides.
  placed as materialized (
    select j.*, case
      when j.outcome = 'Held' and not by_staff
        and row_number() over (partition by j.activity_id, j.day, j.outcome order by j.ordinal)
            > j.places + (select count(*) from judged f where f.outcome = 'Released' and f.activity_id = j.activity_id and f.day = j.day) then 'Full'
      else j.outcome end as placing
    from judged j),
  -- Tickets are given to the earliest days first; what is released in the same command can be held again by it.
  granted as (
    select j.*, case
      when j.placing = 'Held' and j.floor is not null
        and row_number() over (partition by j.wallet_id, j.placing order by j.day, j.ordinal)
            > j.available + (select count(*) from judged f where f.outcome = 'Released' and f.held_wallet = j.wallet_id) + j.floor then 'NoTicket'
      else j.placing end as verdict
    from placed j)
  select jsonb_agg(jsonb_build_object('child', g.child_id, 'activity', g.activity_id, 'day', g.day, 'verdict', g.verdict,
                                      'deadline', case when g.wanted then g.add_until else g.cancel_until end, 'closed_for', g.closed_for,
                                      'available', g.available, 'places', g.places) order by g.ordinal) as answer,
         array_agg(g.child_id) filter (where g.verdict = 'Held') as children,
         array_agg(g.activity_id) filter (where g.verdict = 'Held') as activities,
         array_agg(g.day) filter (where g.verdict = 'Held') as days,
         array_agg(g.add_until) filter (where g.verdict = 'Held') as deadlines,
         array_agg(g.wallet_id) filter (where g.verdict = 'Held') as wallets,
         array_agg(g.floor) filter (where g.verdict = 'Held') as floors,
         bool_or(g.places is not null) filter (where g.verdict = 'Held') as limited,
         array_agg(g.booking_id) filter (where g.verdict = 'Released') as released
  into granted from granted g;

  -- First what is given back, then what is taken.
  if granted.released is not null then
    with released as (
      update booking b set state = 'Released' where b.structure_id = p_structure and b.id = any(granted.released) and b.state = 'Held' returning b.id, b.wallet_id),
    history as (
      insert into booking_change (structure_id, booking_id, wallet_id, state, at, actor, origin)
      select p_structure, r.id, r.wallet_id, 'Released', moment, p_actor, p_origin from released r)
    update wallet w set held = w.held - s.quantity
    from (select r.wallet_id, count(*)::int as quantity from released r group by 1) s
    where w.structure_id = p_structure and w.id = s.wallet_id;
  end if;
  if granted.children is not null then
    with held as (
      insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
      select p_structure, x.child_id, x.activity_id, x.day, 'Held', x.wallet_id, moment, x.deadline, by_staff
      from unnest(granted.children, granted.activities, granted.days, granted.wallets, granted.deadlines) as x(child_id, activity_id, day, wallet_id, deadline)
      order by x.activity_id, x.day, x.child_id
      on conflict (structure_id, activity_id, day, child_id) do update
        set state = 'Held', wallet_id = excluded.wallet_id, booked_at = excluded.booked_at, deadline = excluded.deadline,
            by_staff = excluded.by_staff, entry_id = null
        where booking.state in ('Released', 'Recredited') and p_origin <> 'Standing'
      returning id, wallet_id),
    history as (
      insert into booking_change (structure_id, booking_id, wallet_id, state, at, actor, origin)
      select p_structure, h.id, h.wallet_id, 'Held', moment, p_actor, p_origin from held h),
    counted as (
      -- The floor is checked here and nowhere else: what was granted above must still fit.
      update wallet w set held = w.held + s.quantity
      from (select x.wallet_id, count(*)::int as quantity, min(x.floor) as floor from unnest(granted.wallets, granted.floors) as x(wallet_id, floor) group by 1) s
      where w.structure_id = p_structure and w.id = s.wallet_id and (s.floor is null or w.tickets - w.held - s.quantity >= -s.floor)
      returning s.quantity)
    select (select count(*) from held) as written, (select sum(c.quantity) from counted c) as counted into held;
    -- The child's other home, whose wallets are not ours to lock, held the day while we judged it: the command is made again, and finds it ticked.
    if held.written <> cardinality(granted.children) then
      raise exception 'A day was held by another home meanwhile.' using errcode = 'serialization_failure';
    end if;
    if held.counted is distinct from held.written then
      raise exception 'A hold would pass the floor of its activity.';
    end if;
    -- Who has its place waits no more.
    if granted.limited then
      update waiting_place q set state = 'Given', ended_at = moment
      from unnest(granted.children, granted.activities, granted.days) as x(child_id, activity_id, day)
      where q.structure_id = p_structure and q.activity_id = x.activity_id and q.day = x.day and q.child_id = x.child_id and q.state = 'Waiting';
    end if;
  end if;
  insert into command_key (structure_id, key, fingerprint, answer, at) values (p_structure, p_key, p_fingerprint, granted.answer, moment);
  return granted.answer;
end $$;

-- « Ce qu'une famille apprend de ses journées » — one letter to each guardian who receives letters, of each family whose tickets these bookings hold or used: its own days, never those
-- the child's other home ticked. What a letter says besides is given, and the same event is told once.
create or replace function planning_tell(p_structure uuid, p_name text, p_reference text, p_bookings bigint[], p_facts jsonb)
returns void language sql as $$
  with told as materialized (select b.activity_id, b.day from booking b where b.structure_id = p_structure and b.id = any(p_bookings) group by 1, 2)
  insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
  select p_structure, p_name, p_reference, t.family_id, g.id,
         jsonb_build_object('structure_name', s.name, 'family_name', f.name, 'guardian_first_name', g.first_name, 'lines', t.lines, 'tickets_back', t.tickets)
           || case p_name when 'DaysClosed' then jsonb_build_object('reason', t.reason, 'first_day', t.first_day,
               'last_day', case when t.days > 1 and not gap.open_between then t.last_day end, 'scattered_days', case when gap.open_between then t.days end) else '{}' end
           || p_facts,
         'queued', 0, clock.at, clock.at
  from (
    select w.family_id, count(*) as tickets, min(b.day) as first_day, max(b.day) as last_day, count(distinct b.day) as days,
           array_agg(distinct b.activity_id) as activities, string_agg(distinct d.closed_for, ', ') as reason,
           jsonb_agg(jsonb_build_object('day', b.day, 'activity', a.name, 'child', c.first_name) order by b.day, a.position, a.name, c.first_name, b.id) as lines
    from booking b
    join wallet w on w.structure_id = b.structure_id and w.id = b.wallet_id
    join activity a on a.structure_id = b.structure_id and a.id = b.activity_id
    join child c on c.structure_id = b.structure_id and c.id = b.child_id
    join open_day d on d.structure_id = b.structure_id and d.activity_id = b.activity_id and d.day = b.day
    where b.structure_id = p_structure and b.id = any(p_bookings) group by w.family_id) t
  -- « Du … au … » is said of days between which these activities do not open: neither of the family's own, nor of those that close with them.
  cross join lateral (
    select p_name = 'DaysClosed' and exists (
      select from open_day d
      where d.structure_id = p_structure and d.activity_id = any(t.activities) and d.day > t.first_day and d.day < t.last_day and d.closed_for is null
        and not exists (select from told x where x.activity_id = d.activity_id and x.day = d.day)) as open_between offset 0) gap
  join structure s on s.id = p_structure
  join family f on f.structure_id = p_structure and f.id = t.family_id
  join guardian g on g.structure_id = p_structure and g.family_id = t.family_id and g.receives_letters and g.email is not null
  cross join (select eticket_now() as at) clock
  on conflict (structure_id, name, reference, guardian_id) do nothing
$$;

-- « Fermeture » — frees the tickets held for days that are closed: nobody eats there, and the night must not consume them. Each family that had ticked some is written to.
drop function if exists planning_release_closed(uuid, uuid, date, date);
create or replace function planning_release_closed(p_structure uuid, p_activity uuid, p_from date, p_to date, p_portal text, p_planning text)
returns int language plpgsql as $$
declare freed bigint[]; first_change bigint;
begin
  with freed as (
    update booking b set state = 'Released' from open_day d
    where d.structure_id = p_structure and d.activity_id = p_activity and d.day between p_from and p_to and d.closed_for is not null
      and b.structure_id = d.structure_id and b.activity_id = d.activity_id and b.day = d.day and b.state = 'Held'
    returning b.id, b.wallet_id),
  history as (
    insert into booking_change (structure_id, booking_id, wallet_id, state, at, actor, origin)
    select p_structure, f.id, f.wallet_id, 'Released', eticket_now(), 'closure', 'Staff' from freed f
    returning id),
  counted as (
    update wallet w set held = w.held - s.held
    from (select f.wallet_id, count(*)::int as held from freed f group by 1) s
    where w.structure_id = p_structure and w.id = s.wallet_id)
  select (select array_agg(f.id) from freed f), (select min(h.id) from history h) into freed, first_change;
  if freed is null then
    return 0;
  end if;
  -- The event is this closure: what it freed is in the history from that line on.
  perform planning_tell(p_structure, 'DaysClosed', 'freed/' || first_change, freed,
                        jsonb_build_object('already_used', false, 'planning_address', p_planning, 'portal_address', p_portal));
  return cardinality(freed);
end $$;

-- « Carnet au-dessous de zéro » — of consumptions just made (wallet and entry, one each), the wallets that were not below zero before them and are now: one letter to each guardian
-- of the family who receives letters. Wallets are looked up by their key; those that crossed are few.
create or replace function planning_tell_debts(p_structures uuid[], p_wallets bigint[], p_entries bigint[], p_reference text, p_portal text, p_basket text)
returns void language sql as $$
  with crossed as materialized (
    select x.structure_id, x.wallet_id, w.family_id, w.ticket_type_id, -w.tickets as missing, -w.value_cents as cents, x.entry_id
    from (select x.structure_id, x.wallet_id, count(*)::int as used, max(x.entry_id) as entry_id
          from unnest(p_structures, p_wallets, p_entries) as x(structure_id, wallet_id, entry_id) group by 1, 2) x
    cross join lateral (
      select w.family_id, w.ticket_type_id, w.tickets, w.value_cents from wallet w where w.structure_id = x.structure_id and w.id = x.wallet_id offset 0) w
    where w.tickets < 0 and w.tickets + x.used >= 0)
  insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
  select t.structure_id, 'NegativeBalance', p_reference, t.family_id, g.id,
         jsonb_build_object('structure_name', s.name, 'family_name', f.name, 'guardian_first_name', g.first_name, 'lines', t.lines, 'total_cents', t.cents,
                            'basket_address', p_basket, 'portal_address', p_portal),
         'queued', 0, clock.at, clock.at
  from (
    select c.structure_id, c.family_id, sum(c.cents)::bigint as cents,
           jsonb_agg(jsonb_build_object('label', y.label, 'used_on', e.effective_on, 'missing', c.missing, 'cents', c.cents, 'wallet_id', c.wallet_id)
                     order by y.label, c.wallet_id) as lines
    from crossed c
    cross join lateral (select y.label from ticket_type y where y.structure_id = c.structure_id and y.id = c.ticket_type_id offset 0) y
    cross join lateral (select e.effective_on from entry e where e.structure_id = c.structure_id and e.id = c.entry_id offset 0) e
    group by 1, 2) t
  cross join lateral (select s.name from structure s where s.id = t.structure_id offset 0) s
  cross join lateral (select f.name from family f where f.structure_id = t.structure_id and f.id = t.family_id offset 0) f
  cross join lateral (
    select g.id, g.first_name from guardian g
    where g.structure_id = t.structure_id and g.family_id = t.family_id and g.receives_letters and g.email is not null offset 0) g
  cross join (select eticket_now() as at) clock
$$;

-- « Clôture de journée » — consumes the held bookings of the days given, at most p_limit of them, and says how many and where it stopped.
-- Whatever crashes or runs twice, a booking is consumed once: the state is read again under the lock of its wallet, and the
-- same transaction writes the ledger, the wallet and the booking.
-- A day of many bookings is shared by workers: each takes the wallets of its slice (number modulo p_slices), so that siblings stay together and no two
-- workers wait for each other. Bookings are always read through the days given, by the order of the key, whatever the table has grown to.
-- A family whose wallet passes below zero is written to, in the same transaction: once, since the days after find it there already.
drop function if exists planning_close_days(uuid[], uuid[], date[], uuid, int);
drop function if exists planning_close_days(uuid[], uuid[], date[], uuid, int, int, int);
create or replace function planning_close_days(
  p_structures uuid[], p_activities uuid[], p_days date[], p_after uuid, p_limit int, p_slice int, p_slices int, p_portal text, p_basket text)
returns table (closed int, last_child uuid) language plpgsql set plan_cache_mode = force_custom_plan set random_page_cost = 1 as $$
declare
  moment timestamptz := eticket_now();
  run bigint := nextval('day_closing_run');
  structures uuid[]; wallets bigint[]; bookings bigint[]; entries bigint[]; cents bigint[];
  locked_structures uuid[]; locked bigint[]; last uuid;
begin
  with candidate as materialized (
    select b.structure_id, b.wallet_id, b.child_id
    from unnest(p_structures, p_activities, p_days) as x(structure_id, activity_id, day)
    join booking b on b.structure_id = x.structure_id and b.activity_id = x.activity_id and b.day = x.day
    where b.state = 'Held' and (p_after is null or b.child_id > p_after) and b.wallet_id % p_slices = p_slice
    -- With ties: a child is never cut between two of its cells, the next batch starts after it.
    order by b.child_id fetch first p_limit rows with ties)
  select array_agg(w.structure_id), array_agg(w.wallet_id), (select c.child_id from candidate c order by c.child_id desc limit 1)
  into locked_structures, locked, last from (select distinct c.structure_id, c.wallet_id from candidate c) w;
  if last is null then
    update open_day d set consumed_at = moment from unnest(p_structures, p_activities, p_days) as x(structure_id, activity_id, day)
    where d.structure_id = x.structure_id and d.activity_id = x.activity_id and d.day = x.day and d.consumed_at is null;
    return query select 0, null::uuid;
    return;
  end if;

  perform 1 from unnest(locked_structures, locked) as l(structure_id, id)
  join wallet w on w.structure_id = l.structure_id and w.id = l.id
  order by w.structure_id, w.id for update of w;

  -- Read again, in the wallets now locked and in no other. Their numbers are of one sequence, so the number is enough; the sum holds the planner to the day's own
  -- index and to a hash of the numbers: before statistics know the day, a join compared every booking with every wallet.
  with due as materialized (
    select b.structure_id, b.id, b.wallet_id, b.day, w.ticket_type_id
    from unnest(p_structures, p_activities, p_days) as x(structure_id, activity_id, day)
    join booking b on b.structure_id = x.structure_id and b.activity_id = x.activity_id and b.day = x.day
    cross join lateral (select w.ticket_type_id from wallet w where w.structure_id = b.structure_id and w.id = b.wallet_id offset 0) w
    where b.state = 'Held' and (p_after is null or b.child_id > p_after) and b.child_id <= last and b.wallet_id + 0 = any(locked)),
  lot_of_entry as materialized (
    select d.structure_id, d.ticket_type_id, d.day, d.ticket_type_id || '/' || d.day || '/' || run as reference
    from (select distinct d.structure_id, d.ticket_type_id, d.day from due d) d
    -- A ticket nobody voted a price for yet waits, and rings (see alarms): it must not stop the night of the other communes.
    where exists (select from tariff t where t.structure_id = d.structure_id and t.ticket_type_id = d.ticket_type_id and t.starts_on <= d.day)),
  written as (
    insert into entry (structure_id, kind, reference, effective_on, recorded_at)
    select e.structure_id, 'DayClosed', e.reference, e.day, moment from lot_of_entry e order by e.structure_id, e.reference
    on conflict (structure_id, kind, reference) do nothing
    returning structure_id, id, reference),
  priced as materialized (
    select e.structure_id, e.ticket_type_id, e.day, w.id as entry_id,
           (select t.unit_price_cents from tariff t where t.structure_id = e.structure_id and t.ticket_type_id = e.ticket_type_id and t.starts_on <= e.day
            order by t.starts_on desc limit 1) as cents
    from lot_of_entry e join written w on w.structure_id = e.structure_id and w.reference = e.reference)
  select array_agg(d.structure_id), array_agg(d.wallet_id), array_agg(d.id), array_agg(p.entry_id), array_agg(p.cents)
  into structures, wallets, bookings, entries, cents
  from due d join priced p on p.structure_id = d.structure_id and p.ticket_type_id = d.ticket_type_id and p.day = d.day;

  if bookings is not null then
    perform wallets_consume(structures, wallets, bookings, entries, cents);
    perform wallets_meet_debts(structures, wallets, entries);
    update booking b set state = 'Consumed', entry_id = c.entry_id
    from unnest(p_structures, p_activities, p_days) as x(structure_id, activity_id, day), unnest(structures, bookings, entries) as c(structure_id, id, entry_id)
    where b.structure_id = x.structure_id and b.activity_id = x.activity_id and b.day = x.day
      and (p_after is null or b.child_id > p_after) and b.child_id <= last and c.structure_id = b.structure_id and c.id = b.id;
    perform planning_tell_debts(structures, wallets, entries, 'closing/' || run, p_portal, p_basket);
  end if;
  return query select coalesce(cardinality(bookings), 0), last;
end $$;

-- « Re-crédit » — gives back the tickets of consumed bookings (closure, justified absence, goodwill with its decision): the exact mirror of each
-- consumption, in one entry per decision. Bookings that are not consumed are left alone. The families are written to under p_letter, with what p_facts adds to their days.
drop function if exists planning_recredit(uuid, text, date, text, text, text, bigint[]);
create or replace function planning_recredit(
  p_structure uuid, p_reference text, p_day date, p_reason text, p_actor text, p_origin text, p_bookings bigint[], p_letter text, p_facts jsonb)
returns int language plpgsql as $$
declare moment timestamptz; written bigint; transfers bigint[]; given int; changed bigint[];
begin
  perform 1 from wallet w where w.structure_id = p_structure and w.id in (
    select b.wallet_id from booking b where b.structure_id = p_structure and b.id = any(p_bookings)) order by w.id for update;
  moment := eticket_now();

  select array_agg(t.id) into transfers
  from booking b
  join transfer t on t.structure_id = b.structure_id and t.entry_id = b.entry_id and t.booking_id = b.id and t.quantity > 0 and t.mirrors_id is null
  where b.structure_id = p_structure and b.id = any(p_bookings) and b.state = 'Consumed';
  if transfers is null then
    return 0;
  end if;

  insert into entry (structure_id, kind, reference, effective_on, recorded_at, reason)
  values (p_structure, 'Recredit', p_reference, p_day, moment, p_reason)
  on conflict (structure_id, kind, reference) do nothing returning id into written;
  if written is null then
    return 0;
  end if;

  given := wallets_give_back(p_structure, written, transfers);
  with changed as (
    update booking b set state = 'Recredited' where b.structure_id = p_structure and b.id = any(p_bookings) and b.state = 'Consumed' returning b.id, b.wallet_id),
  history as (
    insert into booking_change (structure_id, booking_id, wallet_id, state, at, actor, origin)
    select p_structure, c.id, c.wallet_id, 'Recredited', moment, p_actor, p_origin from changed c)
  select array_agg(c.id) into changed from changed c;
  perform planning_tell(p_structure, p_letter, p_reference, changed, p_facts);
  return given;
end $$;
