-- « Noms d'avant » — when a commune, a régie, a product, an activity, a site, a family or a child is called otherwise, what it was called until then is written down: what was issued before says
-- it for ever (FormerNames). The columns that count are the trigger's arguments.
-- Whoever renames waits for those who are numbering papers of this structure, and they for it: by their counters, and, where a counter is still to be made, by the régie it names. Its instant so
-- stands after the papers that say the old name and before those that say the new one; numbering costs nothing for it (a letter written in the very moment of a renaming may still say the old
-- name). Whoever prints a paper again holds the names of its structure meanwhile (names_hold). Where a renaming and a sale each hold what the other waits for, one of the two is made again.
create or replace function names_lock(p_structure uuid) returns bigint language sql immutable parallel safe
as $$ select hashtextextended('names/' || p_structure, 0) $$;

create or replace function names_hold(p_structure uuid) returns void language sql volatile
as $$ select pg_advisory_xact_lock_shared(names_lock(p_structure)) $$;

-- Before any row is taken, where the transaction works inside one structure.
create or replace function former_name_wait() returns trigger language plpgsql as $$
declare tenant uuid := nullif(current_setting('app.structure', true), '')::uuid;
begin
  if tenant is not null then
    perform pg_advisory_xact_lock(names_lock(tenant));
  end if;
  return null;
end $$;

-- It runs as the owner: nobody else writes there, or a name of then could be made up.
create or replace function former_name_keep() returns trigger language plpgsql security definer set search_path = public as $$
declare
  former jsonb := (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(old)) where key = any(tg_argv));
  tenant uuid := coalesce(to_jsonb(old) ->> 'structure_id', to_jsonb(old) ->> 'id')::uuid;
begin
  if to_jsonb(new) @> former then
    return null;
  end if;
  perform pg_advisory_xact_lock(names_lock(tenant));
  perform from regie where structure_id = tenant order by id for update;
  perform from receipt_counter where structure_id = tenant order by regie_id, series, year for update;
  insert into former_name (structure_id, kind, owner, until, said) values (tenant, tg_table_name, (to_jsonb(old) ->> 'id')::uuid, eticket_now(), former);
  return null;
end $$;

do $$
declare
  named record;
begin
  for named in select * from (values
    ('structure', 'name, postal_code, town'), ('regie', 'name, kind, act_number, act_on'), ('regie_service', 'label'), ('activity', 'name, site_id'), ('site', 'name'),
    ('family', 'name, number'), ('child', 'first_name')) as x(kind, columns) loop
    execute format('drop trigger if exists former_name_waited on %I', named.kind);
    execute format('create trigger former_name_waited before update of %s on %I for each statement execute function former_name_wait()', named.columns, named.kind);
    execute format('drop trigger if exists former_name_kept on %I', named.kind);
    execute format('create trigger former_name_kept after update of %s on %I for each row execute function former_name_keep(%s)', named.columns, named.kind, named.columns);
  end loop;
end $$;
