-- The journal is written once. Privileges already say so (see Isolation.sql); the triggers say it to the owner too.
create or replace function journal_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: the journal is append-only, a correction is a new entry.', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;

do $$
declare guarded text;
begin
  foreach guarded in array array['entry', 'transfer', 'receipt', 'receipt_line', 'payment_step', 'provider_line', 'provider_day', 'invoice_line', 'former_name', 'absence_rule'] loop
    execute format('drop trigger if exists append_only_rows on %I', guarded);
    execute format('drop trigger if exists append_only_table on %I', guarded);
    execute format('create trigger append_only_rows before update or delete on %I for each row execute function journal_refuse_change()', guarded);
    execute format('create trigger append_only_table before truncate on %I for each statement execute function journal_refuse_change()', guarded);
  end loop;
end $$;

-- Accounts come into being once, whoever asks first; answers come back in the order of the question. Rows are looked up key by key (`offset 0` holds the planner
-- to it): a join might read the accounts of the whole country for those of one family.
create or replace function ledger_open_accounts(p_structure uuid, p_kinds text[], p_owners uuid[], p_parts text[])
returns table (ordinal bigint, account_id bigint) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  insert into account (structure_id, kind, owner, part)
  select distinct p_structure, x.kind, x.owner, x.part
  from unnest(p_kinds, p_owners, p_parts) as x(kind, owner, part)
  where not exists (select from account a where a.structure_id = p_structure and a.kind = x.kind and a.owner = x.owner and a.part = x.part offset 0)
  on conflict do nothing;

  return query
  select x.ordinal, a.id
  from unnest(p_kinds, p_owners, p_parts) with ordinality as x(kind, owner, part, ordinal)
  cross join lateral (
    select a.id from account a where a.structure_id = p_structure and a.kind = x.kind and a.owner = x.owner and a.part = x.part offset 0) a
  order by x.ordinal;
end $$;

-- Posts many entries with their transfers in a fixed number of statements. An entry already known (same kind and reference) is left
-- as it is and comes back with fresh = false; its transfers are not written again.
-- p_entry says, for each transfer, which entry (1, 2, …) it belongs to.
create or replace function ledger_post(
  p_structure uuid, p_kinds text[], p_references text[], p_days date[], p_reasons text[], p_corrects bigint[],
  p_entry int[], p_debits bigint[], p_credits bigint[], p_quantities int[], p_cents bigint[], p_mirrors bigint[])
returns table (ordinal bigint, entry_id bigint, fresh boolean) language plpgsql as $$
declare
  moment timestamptz := eticket_now();
  fresh_ids bigint[];
begin
  with asked as (
    select x.* from unnest(p_kinds, p_references, p_days, p_reasons, p_corrects) with ordinality as x(kind, reference, day, reason, corrects, ordinal)),
  written as (
    -- Sorted by reference: two batches that share entries meet them in the same order.
    insert into entry (structure_id, kind, reference, effective_on, recorded_at, reason, corrects_id)
    select p_structure, a.kind, a.reference, a.day, moment, a.reason, a.corrects from asked a order by a.kind, a.reference
    on conflict (structure_id, kind, reference) do nothing
    returning id, kind, reference),
  moved as (
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, mirrors_id)
    select p_structure, w.id, t.debit, t.credit, t.quantity, t.cents, t.mirrors
    from unnest(p_entry, p_debits, p_credits, p_quantities, p_cents, p_mirrors) with ordinality as t(entry, debit, credit, quantity, cents, mirrors, line)
    join asked a on a.ordinal = t.entry
    join written w on w.kind = a.kind and w.reference = a.reference
    order by t.line)
  select coalesce(array_agg(w.id), '{}') into fresh_ids from written w;

  return query
  select a.ordinal, e.id, e.id = any(fresh_ids)
  from unnest(p_kinds, p_references) with ordinality as a(kind, reference, ordinal)
  join entry e on e.structure_id = p_structure and e.kind = a.kind and e.reference = a.reference
  order by a.ordinal;
end $$;
