-- « Mouvements d'un dossier » — every movement of a family's booklets that counts for these days, in the order it happened: tickets and cents, negative when they leave, and
-- whether it is a use (or gives one back). A difference of price on a ticket eaten on credit belongs to the day it was eaten: it is found through the debt it met.
create or replace function family_moves(p_structure uuid, p_family uuid, p_from date, p_to date)
returns table (wallet_id bigint, ticket_type_id uuid, label text, activity text, transfer_id bigint, kind text, day date, tickets int, cents bigint, is_use boolean,
               child_id uuid, child text, booked_day date, reason text)
language sql stable as $$
  select w.id, y.id, y.label, a.name, t.id, e.kind, e.effective_on,
         case when t.credit_id = w.id then t.quantity else -t.quantity end, case when t.credit_id = w.id then t.cents else -t.cents end,
         other.kind = 'TicketsUsed', c.id, c.first_name, b.day, e.reason
  from wallet w
  join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
  join activity a on a.structure_id = y.structure_id and a.id = y.activity_id
  join transfer t on t.structure_id = w.structure_id and t.wallet_id = w.id
  join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
  join account other on other.structure_id = t.structure_id and other.id = case when t.credit_id = w.id then t.debit_id else t.credit_id end
  left join debt_meeting m on t.booking_id is null and m.structure_id = t.structure_id and m.difference_id = t.id
  left join debt d on d.structure_id = m.structure_id and d.id = m.debt_id
  left join transfer eaten on eaten.structure_id = d.structure_id and eaten.id = d.transfer_id
  left join booking b on b.structure_id = t.structure_id and b.id = coalesce(t.booking_id, eaten.booking_id)
  left join child c on c.structure_id = b.structure_id and c.id = b.child_id
  where w.structure_id = p_structure and w.family_id = p_family and e.effective_on between p_from and p_to
  order by a.position, a.name, y.label, y.id, e.effective_on, t.id
$$;
