-- Marks a database as one whose clock is set by hand. Applied only by a test or a replay, never by a migration.
create table if not exists settable_clock (
  only_row boolean primary key default true check (only_row),
  at timestamptz null
);
insert into settable_clock default values on conflict do nothing;
grant select, update on settable_clock to eticket_app, eticket_worker;
grant select on settable_clock to eticket_auditor;
