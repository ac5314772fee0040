-- What a change of custody does to the days already ticked.

-- « Jours à déplacer » — the days to come of a child that hold a ticket of one home and are of the other by the rules: today is eaten on the ticket it holds. Reads, writes nothing.
create or replace function planning_custody_due(p_structure uuid, p_child uuid)
returns table (activity_id uuid, day date, holder uuid, home uuid) language sql stable as $$
  select b.activity_id, b.day, w.family_id, c.family_id
  from booking b
  join wallet w on w.structure_id = b.structure_id and w.id = b.wallet_id
  cross join lateral planning_custody(b.structure_id, b.child_id, b.day) c
  where b.structure_id = p_structure and b.child_id = p_child and b.state = 'Held' and b.day > paris_day(eticket_now()) and c.family_id <> w.family_id
  order by b.activity_id, b.day
$$;

-- « Déplacer » them: released by their home and held by the other, by the statement of a click, as the staff does it. The wallets of all the child's homes are locked first, in their order: no
-- click of theirs is judged by the old rules once these are read. All at once where both homes have the tickets, for what one gives up the other may need; else day by day, both or neither: a day
-- the other home has no ticket for stays as it was, eaten on the ticket that promised it. Answers every one of them, and the verdict of the home it is of.
create or replace function planning_move_custody(p_structure uuid, p_child uuid, p_actor text)
returns jsonb language plpgsql as $$
declare
  due record;
  told jsonb;
  refused text;
  moved jsonb := '[]';
  kept jsonb := '[]';
  progress boolean := true;
begin
  perform 1 from wallet w where w.structure_id = p_structure and w.family_id in (
    select f.family_id from family_child f where f.structure_id = p_structure and f.child_id = p_child) order by w.id for update;
  select coalesce(jsonb_agg(jsonb_build_object('activity', d.activity_id, 'day', d.day, 'from', d.holder, 'to', d.home, 'verdict', 'Held')), '[]') into told from planning_custody_due(p_structure, p_child) d;
  begin
    if planning_custody_click(p_structure, p_child, p_actor, told) is not null then
      raise exception 'Not all held.' using errcode = 'ET101';
    end if;
    moved := told;
  exception when sqlstate 'ET101' then
    while progress loop
      progress := false;
      kept := '[]';
      for due in select d.* from planning_custody_due(p_structure, p_child) d loop
        told := jsonb_build_object('activity', due.activity_id, 'day', due.day, 'from', due.holder, 'to', due.home, 'verdict', 'Held');
        begin
          refused := planning_custody_click(p_structure, p_child, p_actor, jsonb_build_array(told));
          if refused is not null then
            raise exception 'Not held.' using errcode = 'ET101';
          end if;
          moved := moved || told;
          progress := true;
        exception when sqlstate 'ET101' then
          kept := kept || (told || jsonb_build_object('verdict', refused));
        end;
      end loop;
    end loop;
  end;
  -- Who waits for a place waits on, for the home the day is of.
  update waiting_place q set family_id = h.home
  from (
    select o.activity_id, o.day, (select c.family_id from planning_custody(p_structure, p_child, o.day) c) as home
    from waiting_place o where o.structure_id = p_structure and o.child_id = p_child and o.state = 'Waiting') h
  where q.structure_id = p_structure and q.activity_id = h.activity_id and q.day = h.day and q.child_id = p_child and h.home <> q.family_id;
  return moved || kept;
end $$;

-- The clicks of such a move: every day released in the file of its home, then held in that of the other. Null, or the verdict of the first one that was not: the caller
-- then takes everything back.
create or replace function planning_custody_click(p_structure uuid, p_child uuid, p_actor text, p_moves jsonb)
returns text language plpgsql as $$
declare side record; answer jsonb; refused text;
begin
  for side in
    select x.wanted, case when x.wanted then (m.e ->> 'to')::uuid else (m.e ->> 'from')::uuid end as family_id, array_agg(p_child) as children,
           array_agg((m.e ->> 'activity')::uuid order by m.rank) as activities, array_agg((m.e ->> 'day')::date order by m.rank) as days, array_agg(x.wanted) as wishes
    from jsonb_array_elements(p_moves) with ordinality as m(e, rank) cross join (values (false), (true)) x(wanted)
    group by 1, 2 order by 1, 2
  loop
    answer := planning_set_days(p_structure, gen_random_uuid(), 'custody', p_actor, 'Custody', side.family_id, side.children, side.activities, side.days, side.wishes);
    select a ->> 'verdict' into refused from jsonb_array_elements(answer) a where a ->> 'verdict' <> case when side.wanted then 'Held' else 'Released' end limit 1;
    if found then
      return refused;
    end if;
  end loop;
  return null;
end $$;
