-- « Numéros du prestataire » — the key of an act is a hash of these words (ActKey.Named), as .NET writes a Guid.
create or replace function act_key(p_words text) returns uuid language sql immutable as $$
  select (substr(h, 7, 2) || substr(h, 5, 2) || substr(h, 3, 2) || substr(h, 1, 2) || substr(h, 11, 2) || substr(h, 9, 2) || substr(h, 15, 2) || substr(h, 13, 2) || substr(h, 17, 16))::uuid
  from (select encode(sha256(convert_to(p_words, 'UTF8')), 'hex') as h) x
$$;

-- Refunds and disputes mirrored before their numbers led to their payment: the number is in the sentence of the document, of its request, of its discrepancy or in what proved
-- the payment. A word is believed only where the act was kept under the key it makes. Run again, it adds nothing.
create or replace function payment_addresses_told() returns bigint language sql as $$
  with left_again as (
    select distinct r.structure_id, r.payment_id, p.provider from receipt r join payment p on p.structure_id = r.structure_id and p.id = r.payment_id
    where r.kind in ('ProviderRefund', 'Chargeback') and p.provider in ('Stripe', 'PayPal')),
  said as (
    select l.*, r.reason as words from left_again l join receipt r on r.structure_id = l.structure_id and r.payment_id = l.payment_id where r.kind not in ('Sale', 'Lift')
    union all
    select l.*, q.made_as from left_again l join refund_request q on q.structure_id = l.structure_id and q.payment_id = l.payment_id
    union all
    select l.*, concat_ws(' ', d.found, d.outcome) from left_again l join discrepancy d on d.structure_id = l.structure_id and d.payment_id = l.payment_id
    union all
    select l.*, s.proof::text from left_again l join payment_step s on s.structure_id = l.structure_id and s.payment_id = l.payment_id),
  word as (
    select distinct s.structure_id, s.payment_id, s.provider, w.found[1] as number from said s cross join regexp_matches(s.words, '[[:alnum:]_-]{4,}', 'g') as w(found)),
  added as (
    insert into payment_address (provider, provider_reference, structure_id, payment_id)
    select w.provider, w.number, w.structure_id, w.payment_id from word w
    where exists (
      select from command_key k
      where k.structure_id = w.structure_id and k.key = act_key(w.payment_id || '/' || w.number) and k.fingerprint = 'told by the provider')
    order by w.number
    on conflict do nothing
    returning 1)
  select count(*) from added
$$;
select payment_addresses_told();
