-- « Vérifier un document » — what may be told of a document to whoever has its code, whatever the commune. It runs as its owner, for the visitor belongs to no structure:
-- one code, whole, and nothing that names a person.
create or replace function document_find(p_code text)
returns table (kind text, number text, dated_on date, amount_cents bigint, structure_name text, structure_place text, hashes bytea[])
language sql stable security definer set search_path = public as $$
  select d.kind, d.number, d.dated_on, d.amount_cents, s.name, s.postal_code || ' ' || s.town, array_agg(d.sha256 order by d.given_at, d.sha256)
  from sealed_document d join structure s on s.id = d.structure_id
  where d.code = p_code
  group by d.structure_id, d.kind, d.number, d.dated_on, d.amount_cents, s.id
  limit 1
$$;
