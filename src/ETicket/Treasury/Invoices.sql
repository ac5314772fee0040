-- « Ce qu'un règlement a vendu » — each line of a credited payment with the transfer that a mirror of it undoes: the tickets given, or the invoice paid. Lines and
-- transfers of one nature were written in the same order.
create or replace function payments_sold(p_structure uuid, p_payment uuid)
returns table (line int, transfer_id bigint, entry_id bigint) language sql stable as $$
  with line as (
    select l.line, l.invoice_id is not null as invoice, row_number() over (partition by l.invoice_id is not null order by l.line) as rank
    from payment_line l where l.structure_id = p_structure and l.payment_id = p_payment),
  given as (
    select t.id, t.entry_id, e.kind = 'InvoicePaid' as invoice, row_number() over (partition by e.id order by t.id) as rank
    from entry e
    join transfer t on t.structure_id = p_structure and t.entry_id = e.id and t.mirrors_id is null
    join account c on c.structure_id = p_structure and c.id = t.credit_id
    where e.structure_id = p_structure and e.kind in ('Sale', 'InvoicePaid') and e.reference = p_payment::text
      and (e.kind = 'Sale' and t.quantity > 0 or c.kind = 'InvoicesReceivable'))
  select l.line, g.id, g.entry_id from line l join given g on g.invoice = l.invoice and g.rank = l.rank
$$;

-- « Ce qui en reste vendu » — the same lines, and how much of each take-backs left: one that was won back took nothing.
create or replace function payments_still_sold(p_structure uuid, p_payment uuid)
returns table (line int, transfer_id bigint, entry_id bigint, still_sold int) language sql stable as $$
  select x.line, x.transfer_id, x.entry_id,
         l.quantity - coalesce((select sum(case when l.invoice_id is null then m.quantity else 1 end) from transfer m
                                where m.structure_id = p_structure and m.mirrors_id = x.transfer_id
                                  and not exists (select from transfer won where won.structure_id = p_structure and won.mirrors_id = m.id)), 0)::int
  from payments_sold(p_structure, p_payment) x
  join payment_line l on l.structure_id = p_structure and l.payment_id = p_payment and l.line = x.line
$$;

-- « Factures payées » — the invoices of payments that have just been credited: euros from where the money rests to what is due to the accountant, and the invoice off
-- what the family owes, in one entry per payment. A payment already served is left alone. What is paid beyond an invoice is so in the books: the payment that came second is flagged.
create or replace function invoices_settle_paid(p_structures uuid[], p_payments uuid[])
returns table (payment_id uuid) language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare moment timestamptz; paid uuid[]; euros_moved bigint; invoices_paid bigint; amount_due bigint;
begin
  perform 1
  from (
    select distinct x.structure_id, l.invoice_id
    from unnest(p_structures, p_payments) as x(structure_id, id)
    cross join lateral (
      select l.invoice_id from payment_line l where l.structure_id = x.structure_id and l.payment_id = x.id and l.invoice_id is not null offset 0) l
    order by 1, 2) x
  cross join lateral (select from invoice i where i.structure_id = x.structure_id and i.id = x.invoice_id for update) i;
  if not found then
    return;
  end if;
  moment := eticket_now();

  with line as materialized (
    select x.structure_id, x.id, x.id::text as reference, p.family_id, p.regie_id, p.means, p.agent_id, l.service_id, l.invoice_id, l.line,
           l.quantity * l.unit_price_cents as cents
    from (select distinct x.structure_id, x.id from unnest(p_structures, p_payments) as x(structure_id, id)) x
    cross join lateral (select p.* from payment p where p.structure_id = x.structure_id and p.id = x.id offset 0) p
    cross join lateral (
      select l.* from payment_line l where l.structure_id = x.structure_id and l.payment_id = x.id and l.invoice_id is not null offset 0) l
    where p.state in ('Paid', 'Promised')),
  written as (
    insert into entry (structure_id, kind, reference, effective_on, recorded_at)
    select distinct l.structure_id, 'InvoicePaid', l.reference, paris_day(moment), moment from line l order by 1, 3
    on conflict (structure_id, kind, reference) do nothing
    returning structure_id, id, reference),
  fresh as materialized (
    select l.*, w.id as entry_id from written w join line l on l.structure_id = w.structure_id and l.reference = w.reference),
  euros as (
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents)
    select s.structure_id, s.entry_id, resting.id, owed.id, 0, s.cents
    from (select f.structure_id, f.entry_id, f.regie_id, f.service_id::text as service,
                 case f.means when 'ESPECES' then 'Drawer' when 'CHEQUE' then 'ChequesInHand' else 'InTransit' end as kind,
                 case f.means when 'ESPECES' then f.agent_id::text when 'CHEQUE' then '' else f.means end as part, sum(f.cents) as cents
          from fresh f group by 1, 2, 3, 4, 5, 6) s
    cross join lateral (
      select a.id from account a where a.structure_id = s.structure_id and a.kind = s.kind and a.owner = s.regie_id and a.part = s.part offset 0) resting
    cross join lateral (
      select a.id from account a where a.structure_id = s.structure_id and a.kind = 'Due' and a.owner = s.regie_id and a.part = s.service offset 0) owed
    returning cents),
  settled as (
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents)
    select f.structure_id, f.entry_id, invoiced.id, receivable.id, 0, f.cents
    from fresh f
    cross join lateral (
      select a.id from account a
      where a.structure_id = f.structure_id and a.kind = 'Invoiced' and a.owner = f.regie_id and a.part = f.service_id::text offset 0) invoiced
    cross join lateral (
      select a.id from account a
      where a.structure_id = f.structure_id and a.kind = 'InvoicesReceivable' and a.owner = f.family_id and a.part = f.regie_id::text offset 0) receivable
    order by f.entry_id, f.line
    returning cents),
  marked as (
    update invoice i set paid_cents = i.paid_cents + s.cents
    from (select f.structure_id, f.invoice_id, sum(f.cents) as cents from fresh f group by 1, 2) s
    where i.structure_id = s.structure_id and i.id = s.invoice_id)
  select (select array_agg(distinct f.id) from fresh f), (select sum(e.cents) from euros e), (select sum(s.cents) from settled s), (select sum(f.cents) from fresh f)
  into paid, euros_moved, invoices_paid, amount_due;

  -- A missing account would drop a line from the joins above: never a cent less than was paid.
  if euros_moved is distinct from amount_due or invoices_paid is distinct from amount_due then
    raise exception 'Invoices of payments % would move % and % cents for % paid.', paid, euros_moved, invoices_paid, amount_due;
  end if;
  return query select unnest(paid);
end $$;

-- « Factures dues à nouveau » — the mirror of invoices paid, in the entry that undoes their payment; answers how many. One that is undone already counts for nothing.
create or replace function invoices_take_back(p_structure uuid, p_entry bigint, p_transfers bigint[], p_invoices uuid[])
returns int language plpgsql as $$
declare undone_count int;
begin
  perform 1 from invoice i where i.structure_id = p_structure and i.id = any(p_invoices) order by i.id for update;
  with undone as (
    insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, mirrors_id)
    select p_structure, p_entry, t.credit_id, t.debit_id, 0, t.cents, t.id
    from unnest(p_transfers) x(id) join transfer t on t.structure_id = p_structure and t.id = x.id
    where not exists (select from transfer m where m.structure_id = p_structure and m.mirrors_id = t.id
                        and not exists (select from transfer won where won.structure_id = p_structure and won.mirrors_id = m.id))
    returning mirrors_id, cents),
  owed as (
    update invoice i set paid_cents = i.paid_cents - s.cents
    from (select x.invoice_id, sum(u.cents) as cents from unnest(p_transfers, p_invoices) x(id, invoice_id) join undone u on u.mirrors_id = x.id group by 1) s
    where i.structure_id = p_structure and i.id = s.invoice_id)
  select count(*) into undone_count from undone;
  return undone_count;
end $$;

-- « Factures payées à nouveau » — a reversal was won back, and its entry is mirrored: what it made owed again is paid again.
create or replace function invoices_win_back(p_structure uuid, p_reversal bigint, p_payment uuid)
returns void language sql as $$
  update invoice i set paid_cents = i.paid_cents + s.cents
  from (select l.invoice_id, sum(m.cents) as cents
        from payments_sold(p_structure, p_payment) x
        join payment_line l on l.structure_id = p_structure and l.payment_id = p_payment and l.line = x.line and l.invoice_id is not null
        join transfer m on m.structure_id = p_structure and m.mirrors_id = x.transfer_id and m.entry_id = p_reversal
        group by 1) s
  where i.structure_id = p_structure and i.id = s.invoice_id
$$;

-- « Jamais plus que le reste dû » — no payment is prepared for more of an invoice than what is left of it; at the counter, where the shares of one sale are credited together, what
-- the others already take counts. Two payments prepared while nothing was paid may both bring their money in the end: that late truth is credited, and flagged.
create or replace function invoice_line_within_left() returns trigger language plpgsql as $$
declare owed bigint; beside bigint;
begin
  select i.amount_cents - i.paid_cents into owed from invoice i where i.structure_id = new.structure_id and i.id = new.invoice_id for update;
  select coalesce(sum(k.quantity * k.unit_price_cents), 0) into beside
  from payment p
  join payment o on o.structure_id = p.structure_id and o.basket_id = p.basket_id and o.state = 'Created' and (o.id = p.id or o.provider = 'Counter')
  join payment_line k on k.structure_id = o.structure_id and k.payment_id = o.id and k.invoice_id = new.invoice_id
  where p.structure_id = new.structure_id and p.id = new.payment_id;
  if new.quantity * new.unit_price_cents > owed - beside then
    raise exception 'Payment % would pay % cents of invoice %, of which % are left.', new.payment_id, new.quantity * new.unit_price_cents, new.invoice_id, owed - beside using errcode = '23514';
  end if;
  return new;
end $$;
create or replace trigger invoice_line_within_left before insert on payment_line for each row when (new.invoice_id is not null) execute function invoice_line_within_left();
