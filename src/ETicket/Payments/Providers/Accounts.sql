-- An account at a provider belongs to one structure: its list is read once, and its fees are in one structure's books. Whoever opens it first has it; the key of
-- provider_account_owner holds across structures, which no policy hides, and provider_account refers to it.
create or replace function provider_account_claim() returns trigger language plpgsql as $$
begin
  insert into provider_account_owner (provider, account, structure_id, since) values (new.provider, new.account, new.structure_id, eticket_now()) on conflict do nothing;
  return new;
end $$;
drop trigger if exists claimed on provider_account;
create trigger claimed before insert on provider_account for each row execute function provider_account_claim();

-- Accounts opened before this rule: where two structures have one, it is the one's that read it first, else the one's that families paid first. The other keeps its row,
-- books nothing more, and an alarm says so.
create or replace function provider_accounts_claim() returns void language sql as $$
  insert into provider_account_owner (provider, account, structure_id, since)
  select distinct on (a.provider, a.account) a.provider, a.account, a.structure_id, coalesce(r.at, p.at, eticket_now())
  from (select distinct a.structure_id, a.provider, a.account from provider_account a) a
  left join lateral (
    select min(d.read_at) as at from provider_day d where d.structure_id = a.structure_id and d.provider = a.provider and d.account = a.account) r on true
  left join lateral (
    select min(p.created_at) as at from payment p
    join provider_account o on o.structure_id = p.structure_id and o.regie_id = p.regie_id and o.provider = p.provider and o.account = a.account
    where p.structure_id = a.structure_id and p.provider = a.provider) p on true
  order by a.provider, a.account, r.at nulls last, p.at nulls last, a.structure_id
  on conflict do nothing
$$;
select provider_accounts_claim();
