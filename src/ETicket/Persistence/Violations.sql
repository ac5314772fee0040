-- The invariants of the books, always on: every row is a fault, no row is health. Read as eticket_auditor after every integration test and every
-- night; the view runs with the rights of the reader, so planted faults are seen by the same eyes.
drop view if exists violations;
create view violations with (security_invoker = true) as
with wallet_sum as (
  select t.structure_id, t.wallet_id,
         sum(case when t.credit_id = t.wallet_id then t.quantity else -t.quantity end) as tickets,
         sum(case when t.credit_id = t.wallet_id then t.cents else -t.cents end) as cents
  from transfer t where t.wallet_id is not null group by 1, 2),
lot_sum as (
  select l.structure_id, l.wallet_id, sum(l.remaining) as tickets, sum(l.remaining * l.unit_cents) as cents from lot l group by 1, 2),
debt_sum as (
  select d.structure_id, d.wallet_id, sum(d.remaining) as tickets, sum(d.remaining * d.unit_cents) as cents from debt d group by 1, 2),
held as (
  select b.structure_id, b.wallet_id, count(*) as bookings from booking b where b.state = 'Held' group by 1, 2),
undone as not materialized (
  select distinct m.structure_id, m.mirrors_id from transfer m where m.mirrors_id is not null),
-- Each booking beside the consumptions of the entry it names; a side without the other is null.
consumption as not materialized (
  select coalesce(b.structure_id, s.structure_id) as structure_id, b.activity_id, b.day, b.child_id, b.state, b.entry_id,
         s.booking_id, coalesce(s.standing, 0) as standing, coalesce(s.ever, 0) as ever
  from booking b
  full join (
    select t.structure_id, t.booking_id, t.entry_id, count(*) filter (where u.mirrors_id is null) as standing, count(*) as ever
    from transfer t left join undone u on u.structure_id = t.structure_id and u.mirrors_id = t.id
    where t.booking_id is not null and t.quantity > 0 and t.mirrors_id is null group by 1, 2, 3) s
    on s.structure_id = b.structure_id and s.booking_id = b.id and s.entry_id = b.entry_id),
-- What trades money: the euros, and what they are for, tickets or invoices.
traded as (
  select e.structure_id, e.id, e.kind, e.reference, e.effective_on,
         sum(t.cents) filter (where t.quantity = 0 and t.wallet_id is null and not t.invoiced) as euros, sum(t.cents) filter (where t.quantity > 0 or t.invoiced) as goods
  from entry e
  join (select t.*, t.debit_id in (select a.id from account a where a.kind = 'Invoiced') or t.credit_id in (select a.id from account a where a.kind = 'Invoiced') as invoiced
        from transfer t) t on t.structure_id = e.structure_id and t.entry_id = e.id
  where e.kind in ('Sale', 'InvoicePaid', 'Cancel', 'Reversal', 'ReversalUndone', 'RefundOutside') group by 1, 2, 3, 4, 5),
-- A payment may bring both, in two entries of one reference.
earned as (
  select s.structure_id, s.reference, sum(s.euros) as euros, sum(s.goods) as goods from traded s where s.kind in ('Sale', 'InvoicePaid') group by 1, 2),
numbered as not materialized (
  select r.structure_id, r.regie_id, r.series, r.year, r.number, r.issued_at from receipt r
  union all
  select i.structure_id, i.regie_id, 'F', i.year, i.number, i.issued_at from invoice i),
taken_back as (
  select r.structure_id, r.payment_id, -sum(r.total_cents) as cents
  from receipt r where r.kind not in ('Sale', 'Lift')
    -- A reversal won back took nothing in the end.
    and not exists (select from entry won where won.structure_id = r.structure_id and won.kind = 'ReversalUndone' and won.corrects_id = r.entry_id)
  group by 1, 2),
-- What the entries say a provider kept for itself, and what its lines say: a fee, or a line that is nothing but a charge.
fee_entry as not materialized (
  select e.structure_id, e.reference, sum(case d.kind when 'Fees' then t.cents else -t.cents end) as cents,
         min((case d.kind when 'Fees' then d.owner else c.owner end)::text)::uuid as regie_id
  from entry e join transfer t on t.structure_id = e.structure_id and t.entry_id = e.id
  join account d on d.structure_id = t.structure_id and d.id = t.debit_id
  join account c on c.structure_id = t.structure_id and c.id = t.credit_id
  where e.kind = 'BankLine' and (d.kind, c.kind) in (('Fees', 'InTransit'), ('InTransit', 'Fees')) and d.owner = c.owner
  group by 1, 2),
fee_line as not materialized (
  select l.structure_id, l.regie_id, l.provider || '/' || l.account || '/' || l.key || '/' || l.kind as reference,
         l.fee_cents - case l.nature when 'Charge' then l.gross_cents else 0 end as cents
  from provider_line l where l.currency = 'EUR')

select 'L3 porte-monnaie ≠ somme de ses mouvements' as code, w.structure_id, w.id::text as what
from wallet w left join wallet_sum s on s.structure_id = w.structure_id and s.wallet_id = w.id
where w.tickets <> coalesce(s.tickets, 0) or w.value_cents <> coalesce(s.cents, 0)
union all
select 'L3 porte-monnaie ≠ lots moins dettes', w.structure_id, w.id::text
from wallet w
left join lot_sum l on l.structure_id = w.structure_id and l.wallet_id = w.id
left join debt_sum d on d.structure_id = w.structure_id and d.wallet_id = w.id
where w.tickets <> coalesce(l.tickets, 0) - coalesce(d.tickets, 0) or w.value_cents <> coalesce(l.cents, 0) - coalesce(d.cents, 0)
union all
select 'L4 réservation négative', w.structure_id, w.id::text from wallet w where w.held < 0
union all
select 'L4 tickets et dettes ensemble', l.structure_id, l.wallet_id::text
from lot_sum l join debt_sum d on d.structure_id = l.structure_id and d.wallet_id = l.wallet_id where l.tickets > 0 and d.tickets > 0
union all
select 'L5 écriture sans mouvement', e.structure_id, e.id::text
from entry e left join transfer t on t.structure_id = e.structure_id and t.entry_id = e.id where t.id is null
union all
-- Everything a transfer must be, in one passage over the journal.
select v.code, x.structure_id, x.id::text
from (
  select t.structure_id, t.id,
         e.id is null or d.id is null or c.id is null as astray,
         e.id is not null and d.id is not null and c.id is not null and (m.entry_kind is null
           or t.quantity > 0 and not (d.kind in ('TicketsIssued', 'Wallet') and c.kind in ('TicketsIssued', 'Wallet', 'TicketsUsed')
                                      or d.kind = 'TicketsUsed' and c.kind = 'Wallet')
           -- A ticket is used for a day of a child, and for nothing else: what was given back is not used again by the mirror of a mirror.
           or c.kind = 'TicketsUsed' and t.quantity > 0 and (t.booking_id is null or t.mirrors_id is not null)) as illegal,
         d.kind = 'Wallet' and t.wallet_id is distinct from t.debit_id or c.kind = 'Wallet' and t.wallet_id is distinct from t.credit_id
           or t.wallet_id is not null and not coalesce(t.wallet_id = t.debit_id and d.kind = 'Wallet' or t.wallet_id = t.credit_id and c.kind = 'Wallet', false) as homeless
  from transfer t
  left join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
  left join account d on d.structure_id = t.structure_id and d.id = t.debit_id
  left join account c on c.structure_id = t.structure_id and c.id = t.credit_id
  left join chart_move m on m.entry_kind = e.kind and m.debit_kind = d.kind and m.credit_kind = c.kind) x
cross join lateral (values
  ('L6 mouvement sans écriture ni comptes de sa structure', x.astray), ('L6 mouvement hors du plan de comptes', x.illegal),
  ('L6 mouvement de tickets sans son porte-monnaie', x.homeless)) v(code, broken)
where (x.astray or x.illegal or x.homeless) and v.broken
union all
select 'L7 contre-passation qui n''est pas le miroir', m.structure_id, m.id::text
from transfer m left join transfer o on o.structure_id = m.structure_id and o.id = m.mirrors_id
where m.mirrors_id is not null
  and (o.id is null or o.debit_id <> m.credit_id and not exists (
         -- Coins are given back from another agent's drawer, and a cheque the bank sends back stands on those remitted.
         select from account a join account b on b.structure_id = a.structure_id and b.owner = a.owner and b.id = m.credit_id
         where a.structure_id = o.structure_id and a.id = o.debit_id and (a.kind, b.kind) in (('Drawer', 'Drawer'), ('ChequesInHand', 'ChequesRemitted')))
       or o.credit_id <> m.debit_id or m.quantity > o.quantity or m.cents > o.cents
       or m.cents * o.quantity <> o.cents * m.quantity)
union all
select 'L7 contre-passé plus que l''origine', o.structure_id, o.id::text
from transfer o join transfer m on m.structure_id = o.structure_id and m.mirrors_id = o.id
left join transfer won on won.structure_id = m.structure_id and won.mirrors_id = m.id
where won.id is null
group by o.structure_id, o.id, o.quantity, o.cents having sum(m.quantity) > o.quantity or sum(m.cents) > o.cents
union all
select 'L9 journal modifiable', null, c.relname || ' ' || r.rolname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
cross join pg_roles r
where n.nspname = 'public' and c.relname in ('entry', 'transfer', 'receipt', 'receipt_line', 'payment_step', 'provider_line', 'provider_day', 'invoice_line', 'former_name', 'absence_rule') and r.rolname in ('eticket_app', 'eticket_worker')
  and (has_any_column_privilege(r.rolname, c.oid, 'UPDATE') or has_table_privilege(r.rolname, c.oid, 'DELETE') or has_table_privilege(r.rolname, c.oid, 'TRUNCATE')
       or pg_get_userbyid(c.relowner) = r.rolname)
union all
select 'L9 garde du journal absente', null, c.relname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relname in ('entry', 'transfer', 'receipt', 'receipt_line', 'payment_step', 'provider_line', 'provider_day', 'invoice_line', 'former_name', 'absence_rule')
  and (select count(*) from pg_trigger g where g.tgrelid = c.oid and g.tgname in ('append_only_rows', 'append_only_table') and g.tgenabled in ('O', 'A')) <> 2
union all
select 'T1 tickets réservés ≠ jours cochés', w.structure_id, w.id::text
from wallet w left join held h on h.structure_id = w.structure_id and h.wallet_id = w.id where w.held <> coalesce(h.bookings, 0)
union all
select 'T3 deux réservations du même jour', b.structure_id, b.child_id || ' ' || b.day
from booking b
where b.state in ('Held', 'Consumed')
  -- The key makes it impossible: the table is read only if the key is gone.
  and not exists (
    select from pg_index i
    where i.indrelid = 'booking'::regclass and i.indisprimary and i.indisvalid
      and (select array_agg(a.attname::text order by a.attname) from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey))
          = array['activity_id', 'child_id', 'day', 'structure_id'])
group by b.structure_id, b.child_id, b.activity_id, b.day having count(*) > 1
union all
select v.code, c.structure_id, coalesce(c.child_id || ' ' || c.day, c.booking_id::text)
from consumption c
cross join lateral (values
  ('T2 consommation sans journée consommée', c.standing > 0 and c.state is distinct from 'Consumed'),
  ('T4 état de la journée et tickets en désaccord', c.state = 'Consumed' and c.standing <> 1 or c.state = 'Recredited' and c.ever <> 1)) v(code, broken)
where (c.standing > 0 and c.state is distinct from 'Consumed' or c.state = 'Consumed' and c.standing <> 1 or c.state = 'Recredited' and c.ever <> 1) and v.broken
union all
select 'T5 coché après l''heure limite', b.structure_id, b.child_id || ' ' || b.day
from booking b where b.state in ('Held', 'Consumed') and not b.by_staff and b.booked_at >= b.deadline
union all
select 'P1 règlement encaissé sans sa vente exacte', p.structure_id, p.id::text
from payment p left join earned s on s.structure_id = p.structure_id and s.reference = p.id::text
where p.state in ('Paid', 'Promised', 'Refunded', 'ChargedBack')
  and (s.euros is distinct from p.amount_cents or s.goods is distinct from p.amount_cents)
union all
select 'P1 vente sans règlement encaissé', s.structure_id, s.reference
from earned s left join payment p on p.structure_id = s.structure_id and p.id::text = s.reference
where (p.id is null or p.state not in ('Paid', 'Promised', 'Refunded', 'ChargedBack'))
union all
select 'P1 reprise dont les euros et les tickets diffèrent', s.structure_id, s.id::text
from traded s where s.kind in ('Cancel', 'Reversal', 'ReversalUndone') and s.euros is distinct from s.goods
  -- A refund outside the régie moved no euro of the régie; nor does what undoes it, when the bank takes the whole payment.
  and not (s.kind = 'ReversalUndone' and s.euros is null and exists (
    select from entry u join entry o on o.structure_id = u.structure_id and o.id = u.corrects_id
    where u.structure_id = s.structure_id and u.id = s.id and o.kind = 'RefundOutside'))
union all
select 'P1 lignes ≠ montant', p.structure_id, p.id::text
from payment p left join (
  select l.structure_id, l.payment_id, sum(l.quantity * l.unit_price_cents) as cents from payment_line l group by 1, 2) l
  on l.structure_id = p.structure_id and l.payment_id = p.id
where l.cents is distinct from p.amount_cents
union all
select 'P3 encaissé sans preuve du même montant', p.structure_id, p.id::text
from payment p
where p.state in ('Paid', 'Promised') and not exists (
  select from payment_step s where s.structure_id = p.structure_id and s.payment_id = p.id and s.to_state in ('Paid', 'Promised') and s.proof_cents = p.amount_cents)
union all
select v.code, p.structure_id, p.id::text
from payment p left join taken_back b on b.structure_id = p.structure_id and b.payment_id = p.id
cross join lateral (values
  ('P4 repris plus que le règlement', b.cents > p.amount_cents),
  ('P8 état du règlement ≠ ce qui en reste vendu', case
     when p.state in ('Paid', 'Promised') then b.cents = p.amount_cents
     when p.state in ('Refunded', 'ChargedBack') then b.cents is distinct from p.amount_cents end)) v(code, broken)
where v.broken
union all
select 'P6 étape interdite', s.structure_id, s.payment_id::text
from payment_step s left join payment_edge e on e.from_state = s.from_state and e.to_state = s.to_state where e.from_state is null
union all
select 'P6 état sans son histoire', p.structure_id, p.id::text
from payment p left join lateral (
  select s.to_state from payment_step s where s.structure_id = p.structure_id and s.payment_id = p.id order by s.id desc limit 1) l on true
where p.state <> coalesce(l.to_state, 'Created')
union all
select 'R1 trou dans les quittances', r.structure_id, r.regie_id || ' ' || r.series || r.year
from numbered r join receipt_counter c on c.structure_id = r.structure_id and c.regie_id = r.regie_id and c.series = r.series and c.year = r.year
group by r.structure_id, r.regie_id, r.series, r.year, c.first_number
having max(r.number) - c.first_number + 1 <> count(*) or min(r.number) <> c.first_number
union all
select 'R2 quittances hors de l''ordre du temps', x.structure_id, x.series || x.year || '-' || x.number
from (select r.structure_id, r.series, r.year, r.number, r.issued_at,
             lag(r.issued_at) over (partition by r.structure_id, r.regie_id, r.series, r.year order by r.number) as before from numbered r) x
where x.issued_at < x.before
union all
select 'R3 encaissé sans une seule quittance', p.structure_id, p.id::text
from payment p left join receipt r on r.structure_id = p.structure_id and r.payment_id = p.id and r.kind = 'Sale'
where p.state in ('Paid', 'Promised', 'Refunded', 'ChargedBack')
group by p.structure_id, p.id having count(r.id) <> 1
union all
-- A cheque is listed by its bank and its signer, a voucher is paid for what is printed on it; coins bring no paper.
select 'P13 papier remis au guichet qui manque ou vaut une autre somme', p.structure_id, p.id::text
from payment p left join lateral (
  select count(*) as papers, count(x.bank) as cheques, sum(x.face_cents) as worth from payment_paper x where x.structure_id = p.structure_id and x.payment_id = p.id) x on true
where p.state in ('Paid', 'Refunded', 'ChargedBack')
  and case when p.means = 'CHEQUE' then x.cheques <> 1 or x.papers <> 1
           when p.means in ('CESU', 'ANCV') then x.worth is distinct from p.amount_cents
           when p.means in ('CARTE_TPE', 'VIREMENT') then x.papers > 1 or x.cheques > 0 or x.worth is not null
           else x.papers > 0 end
union all
-- The cash of one sale and régie over the ceiling of its day is answered for by somebody, and the rest by nobody. Another ceiling is one more row: it judges no older sale.
select 'P14 plus d''espèces que le plafond sans la tolérance qui le dit', c.structure_id, c.id::text
from (select p.structure_id, p.id, paris_day(p.created_at) as day, sum(p.amount_cents) over (partition by p.structure_id, p.basket_id, p.regie_id) as cents
      from payment p where p.means = 'ESPECES' and p.state in ('Paid', 'Refunded', 'ChargedBack')) c
left join cash_tolerance t on t.structure_id = c.structure_id and t.payment_id = c.id
where t.cash_cents is distinct from case when c.cents > (
  select most from (values (date '2014-05-27', 30000)) ceiling(since, most) where since <= c.day order by since desc limit 1) then c.cents end
union all
-- A sale and each act that undoes one is proven by its document, and by one.
select 'R3 écriture sans son unique document', e.structure_id, e.id::text
from entry e left join receipt r on r.structure_id = e.structure_id and r.entry_id = e.id
where e.kind in ('Sale', 'Cancel', 'Reversal', 'RefundOutside')
   -- So is what lifts one, from the first that was: those lifted before had no document of their own.
   or e.kind = 'ReversalUndone' and e.id >= (select min(l.entry_id) from receipt l where l.structure_id = e.structure_id and l.kind = 'Lift')
group by e.structure_id, e.id having count(r.id) <> 1
union all
select 'R3 quittance ≠ ses lignes', r.structure_id, r.id::text
from receipt r left join (
  select l.structure_id, l.receipt_id, sum(l.quantity * l.unit_price_cents) as cents from receipt_line l group by 1, 2) l
  on l.structure_id = r.structure_id and l.receipt_id = r.id
where l.cents is distinct from r.total_cents
union all
select v.code, r.structure_id, r.id::text
from receipt r left join traded s on s.structure_id = r.structure_id and s.id = r.entry_id
left join earned w on r.kind = 'Sale' and w.structure_id = s.structure_id and w.reference = s.reference
cross join lateral (values
  ('R3 quittance ≠ son écriture', case when r.kind = 'Sale' then w.goods is distinct from r.total_cents when r.kind = 'Lift' then s.goods is distinct from r.total_cents else s.goods is distinct from -r.total_cents end),
  ('R5 quittance et écriture de deux jours différents', s.effective_on <> paris_day(r.issued_at))) v(code, broken)
where v.broken
union all
select 'R4 compteur ≠ dernière quittance', c.structure_id, c.series || c.year
from receipt_counter c left join numbered r on r.structure_id = c.structure_id and r.regie_id = c.regie_id and r.series = c.series and r.year = c.year
group by c.structure_id, c.regie_id, c.series, c.year, c.first_number, c.last_number having c.last_number <> coalesce(max(r.number), c.first_number - 1)
union all
select 'F1 facture ≠ son écriture', i.structure_id, i.id::text
from invoice i left join (
  select e.structure_id, e.reference, sum(t.cents) as cents from entry e join transfer t on t.structure_id = e.structure_id and t.entry_id = e.id
  where e.kind = 'Invoice' group by 1, 2) e
  on e.structure_id = i.structure_id and e.reference = i.id::text
where e.cents is distinct from i.amount_cents
union all
select 'F3 facture ≠ ses lignes', i.structure_id, i.id::text
from invoice i join (
  select l.structure_id, l.invoice_id, sum(l.quantity * l.unit_price_cents) as cents from invoice_line l group by 1, 2) l
  on l.structure_id = i.structure_id and l.invoice_id = i.id
where l.cents <> i.amount_cents
union all
select 'F2 factures restant dues ≠ compte de la famille', coalesce(i.structure_id, a.structure_id), coalesce(i.family_id, a.owner)::text
from (select i.structure_id, i.family_id, i.regie_id::text as regie, sum(i.amount_cents - i.paid_cents) as cents from invoice i group by 1, 2, 3) i
full join (
  select a.structure_id, a.owner, a.part, sum(case when t.debit_id = a.id then t.cents else -t.cents end) as cents
  from account a join transfer t on t.structure_id = a.structure_id and a.id in (t.debit_id, t.credit_id)
  where a.kind = 'InvoicesReceivable' group by 1, 2, 3) a
  on a.structure_id = i.structure_id and a.owner = i.family_id and a.part = i.regie
where i.cents is distinct from a.cents
union all
select 'B3 frais d''un prestataire sans leur écriture', l.structure_id, l.reference
from fee_line l left join fee_entry e on e.structure_id = l.structure_id and e.reference = l.reference and e.regie_id = l.regie_id
where coalesce(e.cents, 0) <> l.cents
union all
select 'B3 écriture de frais sans mouvement du prestataire', e.structure_id, e.reference
from fee_entry e left join fee_line l on l.structure_id = e.structure_id and l.reference = e.reference
where l.reference is null
union all
select 'B4 journée manquante au relevé d''un prestataire', x.structure_id, x.provider || '/' || x.account || ' ' || x.day
from (select d.*, lag(d.day) over (partition by d.structure_id, d.provider, d.account order by d.day) as before from provider_day d) x
where x.day <> x.before + 1
union all
select 'B4 mouvement d''un prestataire hors des journées lues', l.structure_id, l.provider || '/' || l.account || '/' || l.key
from provider_line l
where not exists (
  select from provider_day d where d.structure_id = l.structure_id and d.provider = l.provider and d.account = l.account and d.day = paris_day(l.at))
union all
-- A letter that should have been written cannot be told from one nobody was there to receive: addresses change after the fact. One written twice can.
select 'M1 deux lettres du même fait au même destinataire', o.structure_id, min(o.id)::text
from outbox_letter o group by o.structure_id, o.name, o.reference, o.guardian_id having count(*) > 1
union all
-- Of somebody whose file was erased since, only a letter that still waits is a fault: the postman drops it. One that bears its own address is of nobody's file yet.
select 'M3 lettre adressée hors de la famille', o.structure_id, o.id::text
from outbox_letter o left join guardian g on g.structure_id = o.structure_id and g.id = o.guardian_id
where g.family_id <> o.family_id or (g.id is null and o.address is null and o.state in ('queued', 'sending'))
union all
select 'M6 lettre en échec que personne ne verra', o.structure_id, o.id::text
from outbox_letter o
where o.state = 'failed' and not exists (select from undelivered_letter u where u.structure_id = o.structure_id and u.letter_id = o.id)
union all
-- Told of a booklet that is not the file's own: the other home of a child would learn what this one has.
select 'M7 alerte sur le carnet d''une autre famille', n.structure_id, n.wallet_id::text
from low_balance_notice n
join guardian g on g.structure_id = n.structure_id and g.id = n.guardian_id
join wallet w on w.structure_id = n.structure_id and w.id = n.wallet_id
where g.family_id <> w.family_id
union all
select 'X1 réservation et porte-monnaie de familles étrangères', b.structure_id, w.id || ' ' || b.child_id
from (select distinct b.structure_id, b.wallet_id, b.child_id, b.activity_id from booking b) b
join wallet w on w.structure_id = b.structure_id and w.id = b.wallet_id
join ticket_type t on t.structure_id = w.structure_id and t.id = w.ticket_type_id
where t.activity_id <> b.activity_id
   or not exists (select from family_child f where f.structure_id = b.structure_id and f.family_id = w.family_id and f.child_id = b.child_id)
union all
select 'X1 porte-monnaie qui n''est pas celui de son compte', w.structure_id, w.id::text
from wallet w left join account a on a.structure_id = w.structure_id and a.id = w.id
where (a.kind, a.owner, a.part) is distinct from ('Wallet', w.family_id, w.ticket_type_id::text)
union all
select 'X1 quittance et règlement en désaccord', r.structure_id, r.id::text
from receipt r join payment p on p.structure_id = r.structure_id and p.id = r.payment_id
where r.family_id <> p.family_id or r.regie_id <> p.regie_id
union all
select 'X1 table de structure sans isolation', null, c.relname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'structure_id' and not a.attisdropped
where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ('login_access', 'payment_address')
  and (not c.relrowsecurity or not c.relforcerowsecurity
       or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'one_structure'));

-- What mails the operator without being a fault of the books: things that wait too long.
drop view if exists alarms;
create view alarms with (security_invoker = true) as
select 'P5 règlement indécis depuis 48 h' as code, p.structure_id, p.id::text as what
from payment p where p.state in ('Created', 'Pending', 'Unknown') and p.created_at < eticket_now() - interval '48 hours'
union all
-- Nobody asks any more: the timetable stopped, or does not keep up.
select 'P11 relance en retard de deux heures', p.structure_id, p.id::text
from payment p where p.state in ('Pending', 'Unknown') and p.next_ask_at < eticket_now() - interval '2 hours'
union all
select 'M2 lettre en cours d''envoi depuis 15 min', o.structure_id, o.id::text
from outbox_letter o where o.state = 'sending' and o.claimed_at < eticket_now() - interval '15 minutes'
union all
select 'M4 lettre en attente depuis 24 h', o.structure_id, o.id::text
from outbox_letter o where o.state = 'queued' and o.queued_at < eticket_now() - interval '24 hours'
union all
select v.code, b.structure_id, b.child_id || ' ' || b.day
from booking b join wallet w on w.structure_id = b.structure_id and w.id = b.wallet_id
cross join lateral (
  select exists (select from tariff t where t.structure_id = w.structure_id and t.ticket_type_id = w.ticket_type_id and t.starts_on <= b.day) as priced) p
cross join lateral (values
  ('T6 jour coché sans tarif voté', not p.priced),
  -- The night that closes a day is over at four: it did not run, or could not move this wallet.
  ('T7 jour passé que la nuit n''a pas décompté', p.priced and b.day < paris_day(eticket_now() - interval '4 hours'))) v(code, broken)
where b.state = 'Held' and b.day < paris_day(eticket_now()) and v.broken
union all
select v.code, null, r.name || ' ' || r.due_on
from job_run r
cross join lateral (values
  ('J1 travail sans fin depuis une heure', r.outcome is null and r.started_at < eticket_now() - interval '1 hour'),
  ('J2 travail en échec', r.outcome = 'Failed' and r.started_at <= r.ended_at)) v(code, broken)
-- One that ended well since has done what this one left: a portal stopped at night rings once, not for ever.
where v.broken and not exists (select from job_run n where n.name = r.name and n.outcome = 'Done' and n.started_at > r.started_at)
union all
-- The portal's clock was far ahead: what it did then counts for nothing, and somebody looks at what else bears that date. Told for a day.
select 'J3 passage daté du futur', null, r.name || ' ' || min(r.due_on) || ' / ' || max(r.due_on)
from job_run r where r.started_at > r.ended_at and r.ended_at > eticket_now() - interval '1 day' group by r.name
union all
select 'P9 écart à regarder', d.structure_id, d.payment_id::text from discrepancy d where d.resolved_at is null
union all
select 'B5 écart avec un prestataire à regarder', g.structure_id, g.provider || '/' || g.account || ' ' || g.subject from provider_gap g where g.resolved_at is null
union all
-- Yesterday is read this night; three days without it are no longer a provider's bad night.
select 'B6 relevé d''un prestataire en retard de trois jours', a.structure_id, a.provider || '/' || a.account
from (select distinct a.structure_id, a.provider, a.account from provider_account a
      join provider_account_owner o on o.provider = a.provider and o.account = a.account and o.structure_id = a.structure_id) a
where coalesce(
    (select max(d.day) from provider_day d where d.structure_id = a.structure_id and d.provider = a.provider and d.account = a.account),
    (select min(paris_day(coalesce(p.opened_at, p.created_at))) - 1 from payment p
     join provider_account o on o.structure_id = p.structure_id and o.regie_id = p.regie_id and o.provider = p.provider and o.account = a.account
     where p.structure_id = a.structure_id and p.provider = a.provider)) < paris_day(eticket_now()) - 3
union all
-- From before this was refused: its list is read for the first structure only, and the other must open its own.
select 'B7 compte d''un prestataire ouvert par deux structures', a.structure_id, a.provider || '/' || a.account
from (select distinct a.structure_id, a.provider, a.account from provider_account a) a
join provider_account_owner o on o.provider = a.provider and o.account = a.account and o.structure_id <> a.structure_id
union all
-- Every way to pay an invoice twice writes why in its own transaction; this is the one nobody thought of.
select 'P12 facture payée deux fois sans écart', i.structure_id, i.id::text
from invoice i
where i.paid_cents > i.amount_cents and not exists (
  select from payment_line l join discrepancy d on d.structure_id = l.structure_id and d.payment_id = l.payment_id and d.field = 'paid twice'
  where l.structure_id = i.structure_id and l.invoice_id = i.id)
union all
-- Signed, so nobody else can raise it: a payment of ours we do not know, another account's, or an endpoint told to send what nobody reads.
select 'P10 avis signé sans règlement de chez nous', null, n.id::text
from notice n where n.provider in ('Stripe', 'PayPal') and n.outcome = 'unknown' and n.received_at > eticket_now() - interval '1 day';
grant select on violations, alarms to eticket_auditor;
