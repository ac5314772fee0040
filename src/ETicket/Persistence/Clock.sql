-- The clock of ETicket. Everything that depends on "now" — deadlines, receipts, days — asks this function, so that the database alone
-- decides, and so that a test may hold the clock at 10:59:59.9 without sleeping.
-- A database made for tests or replays bears a settable_clock table; production refuses to start on one.
do $$
begin
  if to_regclass('settable_clock') is null then
    create or replace function eticket_now() returns timestamptz language sql volatile parallel safe
    as 'select clock_timestamp()';
  else
    create or replace function eticket_now() returns timestamptz language sql volatile parallel safe
    as 'select coalesce((select at from settable_clock), clock_timestamp())';
  end if;
end $$;

-- The Paris day of an instant.
create or replace function paris_day(instant timestamptz) returns date language sql stable parallel safe
as $$ select (instant at time zone 'Europe/Paris')::date $$;

-- « En journée » — from 8:00 to 20:00 in Paris, 20:00 being the first instant too late: the hours of letters that can wait.
create or replace function paris_daytime(instant timestamptz) returns boolean language sql stable parallel safe
as $$ select (instant at time zone 'Europe/Paris')::time >= time '08:00' and (instant at time zone 'Europe/Paris')::time < time '20:00' $$;
