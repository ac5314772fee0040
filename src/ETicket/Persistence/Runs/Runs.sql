-- « Passage » — gives the next run of a duty that is owed, or nothing: when somebody alive is at it, whatever day he is at; when nothing is owed; when the last try failed just now.
-- p_hour: the Paris hour from which the day before is owed; null for what comes often, whose row is that of today.
-- p_too_late: where it is given the day itself is owed, between these two hours and at no other time; a day that is over is nobody's any more.
-- p_by_day: what comes often is given by day only.
-- A run whose holder said nothing for a lease is dead and its day is given again. What is a day ahead is not believed: the clock that wrote it was wrong. Such a lease is over, and
-- such a run counts for nothing done: it is marked failed at the moment it is seen (so that it began after it ended, see the alarms), and its day is owed when it truly comes.
drop function if exists job_take(text, time, boolean, text, interval, interval);
drop function if exists job_take(text, time, time, boolean, text, interval, interval);
create or replace function job_take(
  p_name text, p_hour time, p_too_late time, p_catches_up boolean, p_node text, p_lease interval, p_retry interval, p_by_day boolean default false)
returns table (due_on date, attempt int) language plpgsql as $$
#variable_conflict use_column
declare
  moment timestamptz; owed date; until date; done date;
begin
  perform pg_advisory_xact_lock(hashtextextended('job ' || p_name, 0));
  moment := eticket_now();
  if p_by_day and not paris_daytime(moment) then
    return;
  end if;
  if p_hour is not null then
    update job_run r set outcome = 'Failed', ended_at = moment, did = null, failure = 'dated from the future'
    where r.name = p_name and r.started_at > moment + interval '1 day' and (r.ended_at is null or r.ended_at >= r.started_at);
  end if;
  if exists (select from job_run r where r.name = p_name and r.outcome is null and r.lease_until > moment and r.lease_until < moment + interval '1 day') then
    return;
  end if;
  owed := paris_day(moment);
  if p_too_late is not null then
    if (moment at time zone 'Europe/Paris')::time < p_hour or (moment at time zone 'Europe/Paris')::time >= p_too_late or exists (
      select from job_run r where r.name = p_name and r.due_on = owed
        and (r.outcome = 'Done' or r.outcome = 'Failed' and r.ended_at > moment - p_retry and r.ended_at <= moment)) then
      return;
    end if;
  elsif p_hour is not null then
    until := owed - case when (moment at time zone 'Europe/Paris')::time >= p_hour then 1 else 2 end;
    select max(r.due_on) into done from job_run r where r.name = p_name and r.outcome in ('Done', 'Skipped');
    if done is null then
      -- Seen for the first time: what comes before this day was nobody's promise.
      insert into job_run (name, due_on, attempt, started_at, lease_until, node, ended_at, outcome) values (p_name, until, 0, moment, moment, p_node, moment, 'Skipped')
      on conflict (name, due_on) do update set started_at = moment, ended_at = moment, outcome = 'Skipped', failure = null;
      return;
    end if;
    owed := case when p_catches_up then done + 1 else until end;
    if done >= until or exists (
      select from job_run r where r.name = p_name and r.due_on = owed and r.outcome = 'Failed' and r.ended_at > moment - p_retry and r.ended_at <= moment) then
      return;
    end if;
  end if;
  return query
  insert into job_run as r (name, due_on, attempt, started_at, lease_until, node) values (p_name, owed, 1, moment, moment + p_lease, p_node)
  on conflict (name, due_on) do update
    set attempt = r.attempt + 1, lease_until = excluded.lease_until, node = excluded.node, ended_at = null, outcome = null,
        -- Taken over, it goes on since the dead one began.
        started_at = case when r.outcome is null then r.started_at else excluded.started_at end
  returning r.due_on, r.attempt;
end $$;
