-- « Le foyer d'un jour » — which of a child's two homes a day is of, by the rules the mairie entered; no row, or null, where none speaks: the day is of the home that ticks it first. Of
-- rules that hold the day, one with an end speaks before one without, a shorter before a longer, then the one that begins last. A rule that names a home the child left does not speak.
-- The one place that says so: clicks, abonnements, forecasts, places and pages ask here. Plain enough to be read in line by whoever asks.
create or replace function planning_custody(p_structure uuid, p_child uuid, p_day date)
returns table (family_id uuid) language sql stable as $$
  select case when extract(isodow from p_day)::int = any(case when extract(week from p_day)::int % 2 = 1 then r.odd else r.even end) then r.family_id else r.other_family_id end
  from custody_rule r
  where r.structure_id = p_structure and r.child_id = p_child and r.withdrawn_at is null and r.first_day <= p_day and (r.last_day is null or r.last_day >= p_day)
    and not exists (
      select from family_child f
      where f.structure_id = p_structure and f.family_id in (r.family_id, r.other_family_id) and f.child_id = p_child and f.left_at is not null)
  order by r.last_day is null, r.last_day - r.first_day, r.first_day desc limit 1
$$;
