-- « Qui a payé » — of each ticket of a wallet that was used, the lot that paid it in the end; none while it is owed. Where a sale was taken back after its tickets were used,
-- those used last were paid by what met that debt since, and are owed where nothing did.
create or replace function childcare_lots(p_structure uuid, p_wallet bigint)
returns table (transfer_id bigint, lot_id bigint) language plpgsql stable as $$
#variable_conflict use_column
declare uses bigint[]; lots bigint[]; met record; missing int;
begin
  select array_agg(s.id order by s.id), array_agg(s.lot_id order by s.id) into uses, lots
  from (
    select t.id, t.lot_id
    from transfer t
    where t.structure_id = p_structure and t.wallet_id = p_wallet and t.debit_id = p_wallet and t.booking_id is not null and t.quantity > 0 and t.lot_id is not null
      and not exists (select from transfer m where m.structure_id = p_structure and m.mirrors_id = t.id)
    union all
    -- On credit, or owed since the books were opened.
    select t.id, m.lot_id
    from debt d
    join transfer t on t.structure_id = p_structure and t.id = d.transfer_id and t.mirrors_id is null
    join debt_meeting m on m.structure_id = p_structure and m.debt_id = d.id
    cross join generate_series(1, m.quantity - m.undone)
    where d.structure_id = p_structure and d.wallet_id = p_wallet) s;

  for met in
    select t.lot_id as taken_from, x.paid_from, x.quantity
    from debt d
    join transfer t on t.structure_id = p_structure and t.id = d.transfer_id and t.mirrors_id is not null
    cross join lateral (
      select m.id, m.lot_id as paid_from, m.quantity - m.undone as quantity
      from debt_meeting m where m.structure_id = p_structure and m.debt_id = d.id and m.undone < m.quantity
      union all
      select null, null, d.remaining) x
    where d.structure_id = p_structure and d.wallet_id = p_wallet order by d.id, x.id nulls last
  loop
    missing := met.quantity;
    for i in reverse coalesce(cardinality(lots), 0) .. 1 loop
      exit when missing = 0;
      if lots[i] = met.taken_from then
        lots[i] := met.paid_from;
        missing := missing - 1;
      end if;
    end loop;
  end loop;
  return query select * from unnest(uses, lots);
end $$;

-- « Facture réglée » — what a family paid itself of each invoice, payment by payment, and the day it did: of its amount, from so many cents to so many. Payments that stand pay it in
-- their order, up to its amount: what somebody else paid of it, or what was paid beyond, is no part of it.
drop function if exists childcare_invoices(uuid, uuid);
create function childcare_invoices(p_structure uuid, p_family uuid)
returns table (invoice_id uuid, day date, from_cents bigint, to_cents bigint, is_first boolean) language sql stable as $$
  select b.id, b.day, b.upto - b.cents, least(b.upto, b.amount_cents), b.mine = 1
  from (
    select i.id, i.amount_cents, p.day, p.cents, p.paid_by, sum(p.cents) over (partition by i.id order by p.transfer_id)::bigint as upto,
           row_number() over (partition by i.id, p.paid_by is null, extract(year from p.day) order by p.transfer_id) as mine
    from invoice i
    cross join lateral (
      select e.effective_on as day, s.paid_by, x.transfer_id, l.quantity * l.unit_price_cents as cents
      from payment_line l
      join payment s on s.structure_id = p_structure and s.id = l.payment_id
      cross join lateral payments_sold(p_structure, s.id) x
      join entry e on e.structure_id = p_structure and e.id = x.entry_id
      where l.structure_id = p_structure and l.invoice_id = i.id and x.line = l.line
        -- Undone, and not won back.
        and not exists (select from transfer m where m.structure_id = p_structure and m.mirrors_id = x.transfer_id
                          and not exists (select from transfer won where won.structure_id = p_structure and won.mirrors_id = m.id))) p
    where i.structure_id = p_structure and i.family_id = p_family) b
  where b.paid_by is null and b.upto - b.cents < b.amount_cents
$$;

-- What a payment paid of each line of an invoice of which it paid from so many cents to so many: each line in proportion, to the cent, so that lines make their payment and payments
-- their line.
create or replace function childcare_shares(p_structure uuid, p_invoice uuid, p_from bigint, p_to bigint)
returns table (child_id uuid, activity_id uuid, quantity int, cents bigint) language sql stable as $$
  select l.child_id, l.activity_id, l.quantity,
         (l.upto * p_to / i.amount_cents - (l.upto - l.cents) * p_to / i.amount_cents) - (l.upto * p_from / i.amount_cents - (l.upto - l.cents) * p_from / i.amount_cents)
  from invoice i
  cross join lateral (
    select l.child_id, l.activity_id, l.quantity, l.quantity * l.unit_price_cents as cents, sum(l.quantity * l.unit_price_cents) over (order by l.line)::bigint as upto
    from invoice_line l where l.structure_id = p_structure and l.invoice_id = p_invoice) l
  where i.structure_id = p_structure and i.id = p_invoice
$$;

drop function if exists childcare_taken_back(uuid, uuid);
-- « Garde payée » — what the care of each child cost a family in a year: services declared as care, used and paid by the family. A ticket counts at the price of the lot that
-- paid it in the end, on the day it was used or, later, the day that lot came in; a use billed afterwards counts the day its invoice was paid, for what the family paid of it. A use that was given back, whenever
-- that was, is no use; one that is owed is not paid; one somebody else paid (a CCAS, an employer, a grandmother) is no cost of the family (BOI-IR-RICI-300-10: sums really borne).
create or replace function childcare_paid(p_structure uuid, p_family uuid, p_year int)
returns table (first_name text, last_name text, born_on date, activity text, times int, cents bigint) language sql stable as $$
  with used as (
    select t.id, t.wallet_id, b.child_id, a.name as activity, e.effective_on as day
    from wallet w
    join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
    join activity a on a.structure_id = y.structure_id and a.id = y.activity_id and a.is_childcare
    join transfer t on t.structure_id = w.structure_id and t.wallet_id = w.id and t.debit_id = w.id and t.booking_id is not null and t.quantity > 0
    join entry e on e.structure_id = t.structure_id and e.id = t.entry_id and e.kind = 'DayClosed'
    join booking b on b.structure_id = t.structure_id and b.id = t.booking_id
    where w.structure_id = p_structure and w.family_id = p_family
      and not exists (select from transfer m where m.structure_id = t.structure_id and m.mirrors_id = t.id)),
  paid as (
    select u.child_id, u.activity, greatest(u.day, came.effective_on) as day, 1 as times, l.unit_cents as cents
    from (select distinct u.wallet_id from used u) w
    cross join lateral childcare_lots(p_structure, w.wallet_id) f
    join used u on u.id = f.transfer_id
    join lot l on l.structure_id = p_structure and l.id = f.lot_id
    join entry came on came.structure_id = p_structure and came.id = l.entry_id
    -- Only a sale says who paid: an opening balance is the family's.
    left join payment s on s.structure_id = p_structure and s.id = case came.kind when 'Sale' then came.reference::uuid end
    where s.paid_by is null
    union all
    select l.child_id, a.name, i.day, case when i.is_first then l.quantity else 0 end, l.cents
    from childcare_invoices(p_structure, p_family) i
    cross join lateral childcare_shares(p_structure, i.invoice_id, i.from_cents, i.to_cents) l
    join activity a on a.structure_id = p_structure and a.id = l.activity_id and a.is_childcare)
  select c.first_name, c.last_name, c.born_on, p.activity, sum(p.times)::int, sum(p.cents)::bigint
  from paid p
  join child c on c.structure_id = p_structure and c.id = p.child_id
  where extract(year from p.day) = p_year
  group by c.id, c.first_name, c.last_name, c.born_on, p.activity
  order by c.born_on, c.first_name, c.id, p.activity
$$;

-- Invoices a family with a child under six paid in a year for care, and whose books do not say for which child: those of one sum for a product that has care in it, and those with a line
-- of care that names no child, partly told where its other lines are care of a child under six. A line of no declared care is no care, whomever it names: a snack, a membership.
drop function if exists childcare_undetailed(uuid, uuid, int);
create function childcare_undetailed(p_structure uuid, p_family uuid, p_year int)
returns table (invoice_id uuid, partly boolean) language sql stable as $$
  select distinct i.id, exists (
    select from invoice_line l
    join activity a on a.structure_id = p_structure and a.id = l.activity_id and a.is_childcare
    join child c on c.structure_id = p_structure and c.id = l.child_id and c.born_on > make_date(p_year - 6, 1, 1)
    where l.structure_id = p_structure and l.invoice_id = i.id)
  from childcare_invoices(p_structure, p_family) p
  join invoice i on i.structure_id = p_structure and i.id = p.invoice_id
  where extract(year from p.day) = p_year
    and case when exists (select from invoice_line l where l.structure_id = p_structure and l.invoice_id = i.id)
      then exists (
        select from invoice_line l join activity a on a.structure_id = p_structure and a.id = l.activity_id and a.is_childcare
        where l.structure_id = p_structure and l.invoice_id = i.id and l.child_id is null)
      else exists (select from activity a where a.structure_id = p_structure and a.service_id = i.service_id and a.is_childcare) end
    and exists (
      select from family_child f join child c on c.structure_id = f.structure_id and c.id = f.child_id
      where f.structure_id = p_structure and f.family_id = p_family and (c.born_on is null or c.born_on > make_date(p_year - 6, 1, 1)))
$$;
