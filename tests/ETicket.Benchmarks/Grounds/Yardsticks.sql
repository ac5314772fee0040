-- « One row per account, balance updated »: the usual ledger in SQL. Both account rows are locked in order, both balances updated, a transfer and two
-- entries inserted; one call and one commit per transfer.
create table bench.ledger_account (
  id text primary key, name text not null, currency text not null, balance numeric not null default 0, version bigint not null default 0,
  allow_negative boolean not null default true, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create table bench.ledger_transfer (
  id text primary key, from_id text not null references bench.ledger_account, to_id text not null references bench.ledger_account,
  amount numeric not null check (amount > 0), created_at timestamptz not null, event_at timestamptz not null);
create index on bench.ledger_transfer (from_id);
create index on bench.ledger_transfer (to_id);
create table bench.ledger_entry (
  id text primary key, account_id text not null references bench.ledger_account, transfer_id text not null references bench.ledger_transfer, amount numeric not null,
  previous_balance numeric not null, current_balance numeric not null, account_version bigint not null, created_at timestamptz not null);
create index on bench.ledger_entry (account_id);
create index on bench.ledger_entry (transfer_id);

create or replace function bench.transfer(p_from text, p_to text, p_amount numeric) returns text language plpgsql as $$
declare number text := 't_' || gen_random_uuid(); source record; target record; balance_now numeric; version_now bigint;
begin
  if p_from < p_to then
    select * into source from bench.ledger_account where id = p_from for update;
    select * into target from bench.ledger_account where id = p_to for update;
  else
    select * into target from bench.ledger_account where id = p_to for update;
    select * into source from bench.ledger_account where id = p_from for update;
  end if;
  if source.currency <> target.currency then
    raise exception 'Two currencies.';
  end if;
  insert into bench.ledger_transfer values (number, p_from, p_to, p_amount, now(), now());
  update bench.ledger_account set balance = balance - p_amount, version = version + 1, updated_at = now() where id = p_from returning balance, version into balance_now, version_now;
  if balance_now < 0 and not source.allow_negative then
    raise exception 'Below zero.';
  end if;
  insert into bench.ledger_entry values ('e_' || gen_random_uuid(), p_from, number, -p_amount, balance_now + p_amount, balance_now, version_now, now());
  update bench.ledger_account set balance = balance + p_amount, version = version + 1, updated_at = now() where id = p_to returning balance, version into balance_now, version_now;
  insert into bench.ledger_entry values ('e_' || gen_random_uuid(), p_to, number, p_amount, balance_now - p_amount, balance_now, version_now, now());
  return number;
end $$;
insert into bench.ledger_account (id, name, currency) select 'a_' || n, 'Account ' || n, 'EUR' from generate_series(0, 10000) n;

-- The lean click: one guarded update of a wallet and one booking, in one statement.
create table bench.lean_wallet (id int primary key, tickets int not null, held int not null check (held >= 0)) with (fillfactor = 70);
create table bench.lean_booking (child int not null, day int not null, wallet int not null, booked_at timestamptz not null default now(), primary key (child, day));
insert into bench.lean_wallet select n, 1000000, 0 from generate_series(0, 9999) n;

-- The floor of a closing: the journal's own columns and indexes, and nothing else.
create table bench.posting (like transfer including all);
create unlogged table bench.posting_unlogged (like transfer including all);
