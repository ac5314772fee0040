-- « Qui a payé » — of each ticket of a wallet that was used and paid, the lot that paid it in the end. Where a sale was taken back after its tickets were used, those used last
-- were paid by what met that debt since.
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
    select t.lot_id as taken_from, m.lot_id as paid_from, m.quantity - m.undone as quantity
    from debt d
    join transfer t on t.structure_id = p_structure and t.id = d.transfer_id and t.mirrors_id is not null
    join debt_meeting m on m.structure_id = p_structure and m.debt_id = d.id and m.undone < m.quantity
    where d.structure_id = p_structure and d.wallet_id = p_wallet order by d.id, m.id
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

-- « Garde payée » — what the care of each child cost a family in a year: services declared as care, used and paid by the family. A ticket taken from a booklet is paid the day
-- it is used; one used on credit is paid the day the tickets that met the debt came in, at their price. A use that was given back, whenever that was, is no use; one somebody
-- else paid (a CCAS, an employer, a grandmother) is no cost of the family (BOI-IR-RICI-300-10: sums really borne).
create or replace function childcare_paid(p_structure uuid, p_family uuid, p_year int)
returns table (first_name text, last_name text, born_on date, activity text, times int, cents bigint) language sql stable as $$
  with used as (
    select t.id, t.wallet_id, t.booking_id, t.lot_id, t.cents, e.effective_on as day, a.name as activity
    from wallet w
    join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
    join activity a on a.structure_id = y.structure_id and a.id = y.activity_id and a.is_childcare
    join transfer t on t.structure_id = w.structure_id and t.wallet_id = w.id and t.debit_id = w.id and t.booking_id is not null and t.quantity > 0
    join entry e on e.structure_id = t.structure_id and e.id = t.entry_id and e.kind = 'DayClosed'
    where w.structure_id = p_structure and w.family_id = p_family
      and not exists (select from transfer m where m.structure_id = t.structure_id and m.mirrors_id = t.id)),
  paid as (
    select u.id, u.wallet_id, u.booking_id, u.activity, u.day, 1 as times, u.cents from used u where u.lot_id is not null
    union all
    select u.id, u.wallet_id, u.booking_id, u.activity, greatest(u.day, came.effective_on), m.quantity - m.undone, l.unit_cents * (m.quantity - m.undone)
    from used u
    join debt d on d.structure_id = p_structure and d.transfer_id = u.id
    join debt_meeting m on m.structure_id = p_structure and m.debt_id = d.id and m.undone < m.quantity
    join lot l on l.structure_id = p_structure and l.id = m.lot_id
    join entry came on came.structure_id = p_structure and came.id = l.entry_id),
  -- Only a sale says who paid: an opening balance is the family's.
  borne as (
    select f.transfer_id
    from (select distinct p.wallet_id from paid p) w
    cross join lateral childcare_lots(p_structure, w.wallet_id) f
    join lot l on l.structure_id = p_structure and l.id = f.lot_id
    join entry e on e.structure_id = p_structure and e.id = l.entry_id
    left join payment s on s.structure_id = p_structure and s.id = case e.kind when 'Sale' then e.reference::uuid end
    where s.paid_by is null)
  select c.first_name, c.last_name, c.born_on, p.activity, sum(p.times)::int, sum(p.cents)::bigint
  from paid p
  join booking b on b.structure_id = p_structure and b.id = p.booking_id
  join child c on c.structure_id = p_structure and c.id = b.child_id
  where extract(year from p.day) = p_year and p.id in (select b.transfer_id from borne b)
  group by c.id, c.first_name, c.last_name, c.born_on, p.activity
  order by c.born_on, c.first_name, c.id, p.activity
$$;

-- Tickets of care that a payment undone took back and nothing met since: they were used, and are not paid.
create or replace function childcare_taken_back(p_structure uuid, p_family uuid) returns bigint language sql stable as $$
  select coalesce(sum(d.remaining), 0)
  from wallet w
  join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
  join activity a on a.structure_id = y.structure_id and a.id = y.activity_id and a.is_childcare
  join debt d on d.structure_id = w.structure_id and d.wallet_id = w.id and not d.settled
  join transfer t on t.structure_id = d.structure_id and t.id = d.transfer_id and t.booking_id is null
  where w.structure_id = p_structure and w.family_id = p_family
$$;
