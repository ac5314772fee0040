namespace ETicket.IntegrationTests.Ledger;

/// <summary>
/// One fault per invariant, planted by a superuser with the guards off: what a bug, a hand in the database or a broken disk could do.
/// Each key is the exact code of a row of the audit.
/// </summary>
internal static class Plants
{
    public static IReadOnlyDictionary<string, string> OfViolations { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["L3 porte-monnaie ≠ somme de ses mouvements"] = "update wallet set tickets = tickets + 1 where id = (select min(id) from wallet)",
        ["L3 porte-monnaie ≠ lots moins dettes"] =
            "update lot set remaining = remaining - 1, spent = remaining = 1 where id = (select min(id) from lot where remaining > 0)",
        ["L4 réservation négative"] = "alter table wallet drop constraint wallet_held_not_negative; update wallet set held = -1 where id = (select min(id) from wallet)",
        ["L4 tickets et dettes ensemble"] =
            """
            insert into debt (structure_id, wallet_id, transfer_id, quantity, remaining, settled, unit_cents)
            select structure_id, wallet_id, transfer_id, 1, 1, false, 100 from lot where remaining > 0 limit 1
            """,
        ["L5 écriture sans mouvement"] =
            """
            insert into entry (structure_id, kind, reference, effective_on, recorded_at) select id, 'Deposit', 'empty', '2026-09-07', now() from structure limit 1
            """,
        ["L6 mouvement sans écriture ni comptes de sa structure"] =
            """
            insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents)
            select s.id, 999999, min(a.id), max(a.id), 0, 100 from structure s join account a on a.structure_id = s.id group by 1
            """,
        ["L6 mouvement hors du plan de comptes"] = "update entry set kind = 'Deposit', reference = 'moved' where id = (select min(id) from entry where kind = 'Sale')",
        ["L6 mouvement de tickets sans son porte-monnaie"] = "update transfer set wallet_id = null where id = (select min(id) from transfer where quantity > 0)",
        ["L7 contre-passation qui n''est pas le miroir"] =
            "update transfer set cents = cents - 1 where id = (select min(id) from transfer where mirrors_id is not null and quantity > 0)",
        ["L7 contre-passé plus que l''origine"] =
            """
            insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, wallet_id, lot_id, booking_id, mirrors_id)
            select m.structure_id, m.entry_id, m.debit_id, m.credit_id, o.quantity, o.cents, m.wallet_id, m.lot_id, m.booking_id, m.mirrors_id
            from transfer m join transfer o on o.id = m.mirrors_id limit 1
            """,
        ["L9 journal modifiable"] = "grant update on transfer to eticket_worker",
        ["L9 garde du journal absente"] = "alter table entry disable trigger append_only_rows",
        ["T1 tickets réservés ≠ jours cochés"] = "update wallet set held = held + 1 where id = (select min(id) from wallet)",
        ["T2 consommation sans journée consommée"] = "update booking set state = 'Released' where id = (select min(id) from booking where state = 'Consumed')",
        ["T3 deux réservations du même jour"] =
            """
            alter table booking drop constraint pk_booking cascade;
            insert into booking (structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff)
            select structure_id, child_id, activity_id, day, state, wallet_id, booked_at, deadline, by_staff from booking where state = 'Held' limit 1
            """,
        ["T4 état de la journée et tickets en désaccord"] = "update booking set state = 'Consumed' where id = (select min(id) from booking where state = 'Held')",
        ["T5 coché après l''heure limite"] = "update booking set booked_at = deadline where id = (select min(id) from booking where state = 'Held' and not by_staff)",
        ["P1 règlement encaissé sans sa vente exacte"] = "update payment set state = 'Paid', means = 'PAYFIP_CB' where state = 'Pending'",
        ["P1 vente sans règlement encaissé"] = "update payment set state = 'Expired' where id = (select id from payment where state = 'Paid' limit 1)",
        ["P1 reprise dont les euros et les tickets diffèrent"] =
            "update transfer set cents = cents + 1 where id = (select min(t.id) from transfer t join entry e on e.id = t.entry_id where e.kind = 'Cancel' and t.wallet_id is null)",
        ["P1 lignes ≠ montant"] = "update payment_line set quantity = quantity + 1 where payment_id = (select id from payment limit 1)",
        ["P3 encaissé sans preuve du même montant"] = "update payment_step set proof_cents = proof_cents - 1 where id = (select min(id) from payment_step where to_state = 'Paid')",
        ["P4 repris plus que le règlement"] = "update receipt set total_cents = total_cents - 100000 where id = (select id from receipt where kind = 'Cancel' limit 1)",
        ["P8 état du règlement ≠ ce qui en reste vendu"] = "update payment set state = 'Refunded' where id = (select payment_id from receipt where kind = 'Cancel' limit 1)",
        ["P6 étape interdite"] = "update payment_step set from_state = 'Paid' where id = (select min(id) from payment_step where to_state = 'Paid')",
        ["P6 état sans son histoire"] = "update payment set state = 'Refused' where state = 'Pending'",
        ["R1 trou dans les quittances"] = "update receipt set number = number + 1 where id = (select id from receipt where series = 'Q' order by number desc limit 1)",
        ["R2 quittances hors de l''ordre du temps"] =
            "update receipt set issued_at = issued_at - interval '1 day' where id = (select id from receipt where series = 'Q' order by number desc limit 1)",
        ["R3 encaissé sans une seule quittance"] = "delete from receipt where id = (select id from receipt where kind = 'Sale' limit 1)",
        ["P13 papier remis au guichet qui manque ou vaut une autre somme"] = "delete from payment_paper where payment_id = (select payment_id from payment_paper where bank is not null limit 1)",
        ["P14 plus d''espèces que le plafond sans la tolérance qui le dit"] = "delete from cash_tolerance",
        ["R3 écriture sans son unique document"] = "delete from receipt where id = (select id from receipt where kind = 'Cancel' limit 1)",
        ["R3 quittance ≠ ses lignes"] = "update receipt_line set quantity = quantity + 1 where receipt_id = (select id from receipt where kind = 'Sale' limit 1)",
        ["R3 quittance ≠ son écriture"] = "update receipt set entry_id = (select id from entry where kind = 'DayClosed' limit 1) where id = (select id from receipt where kind = 'Sale' limit 1)",
        ["R5 quittance et écriture de deux jours différents"] = "update receipt set issued_at = issued_at + interval '1 day' where id = (select id from receipt where series = 'Q' order by number desc limit 1)",
        ["R4 compteur ≠ dernière quittance"] = "update receipt_counter set last_number = last_number + 1 where series = 'Q'",
        ["F1 facture ≠ son écriture"] = "update invoice set amount_cents = amount_cents + 1 where id = (select id from invoice limit 1)",
        ["F3 facture ≠ ses lignes"] = "update invoice_line set quantity = quantity + 1 where line = 1",
        ["F2 factures restant dues ≠ compte de la famille"] = "update invoice set paid_cents = 0 where paid_cents > 0",
        ["B3 frais d''un prestataire sans leur écriture"] = Told("'Family', 2500, 63, 2437", "2026-09-07"),
        ["B3 écriture de frais sans mouvement du prestataire"] =
            """
            with fee as (
              insert into account (structure_id, kind, owner, part) select structure_id, 'Fees', id, '' from regie limit 1 returning structure_id, id, owner),
            transit as (
              insert into account (structure_id, kind, owner, part) select structure_id, 'InTransit', owner, 'CARTE_STRIPE' from fee returning structure_id, id),
            told as (
              insert into entry (structure_id, kind, reference, effective_on, recorded_at)
              select structure_id, 'BankLine', 'Stripe/essai/txn_1/charge', '2026-09-07', eticket_now() from fee returning structure_id, id)
            insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents)
            select told.structure_id, told.id, fee.id, transit.id, 0, 63 from fee, transit, told
            """,
        ["B4 journée manquante au relevé d''un prestataire"] =
            """
            insert into provider_day (structure_id, provider, account, day, read_at, lines)
            select id, 'Stripe', 'essai', d, eticket_now(), 0 from structure cross join unnest('{2026-09-07, 2026-09-09}'::date[]) d
            """,
        ["B4 mouvement d''un prestataire hors des journées lues"] = Told("'Bank', -2500, 0, -2500", "2026-09-08"),
        ["M1 deux lettres du même fait au même destinataire"] =
            """
            drop index ix_outbox_letter_structure_id_name_reference_guardian_id;
            insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at)
            select structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at from outbox_letter limit 1
            """,
        ["M6 lettre en échec que personne ne verra"] = "update outbox_letter set state = 'failed' where id = (select min(id) from outbox_letter)",
        ["M3 lettre adressée hors de la famille"] = "update outbox_letter set guardian_id = gen_random_uuid() where id = (select min(id) from outbox_letter)",
        ["M7 alerte sur le carnet d''une autre famille"] =
            """
            insert into low_balance_notice (structure_id, guardian_id, wallet_id, transfer_id, told_on)
            select g.structure_id, g.id, w.id, 0, '2026-09-07' from guardian g join wallet w on w.structure_id = g.structure_id and w.family_id <> g.family_id limit 1
            """,
        ["X1 réservation et porte-monnaie de familles étrangères"] =
            "update booking set wallet_id = (select id from wallet w where w.family_id <> (select family_id from wallet where id = booking.wallet_id) limit 1) where state = 'Released'",
        ["X1 porte-monnaie qui n''est pas celui de son compte"] = "update wallet set family_id = gen_random_uuid() where id = (select min(id) from wallet)",
        ["X1 quittance et règlement en désaccord"] = "update receipt set family_id = gen_random_uuid() where id = (select id from receipt where kind = 'Sale' limit 1)",
        ["X1 table de structure sans isolation"] = "alter table guardian no force row level security",
    };

    /// <summary>Other ways to the same faults, each once missed: what was done, the code that must see it, and the fault.</summary>
    public static IReadOnlyDictionary<string, (string Code, string Plant)> Again { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["a tolerance was written where there was nothing to tolerate"] = (
            "P14 plus d''espèces que le plafond sans la tolérance qui le dit",
            """
            insert into cash_tolerance (structure_id, payment_id, allowed_by_id, allowed_by, reason, cash_cents)
            select structure_id, id, gen_random_uuid(), 'x', 'x', amount_cents from payment where means = 'ESPECES' and amount_cents < 30000 limit 1
            """),
        ["what lifts a document has lost its own"] = (
            "R3 écriture sans son unique document", "delete from receipt where id = (select id from receipt where kind = 'Lift' order by entry_id desc limit 1)"),
        ["a ticket given back is used again by the mirror of its mirror"] = (
            "L6 mouvement hors du plan de comptes",
            """
            with again as (
              insert into entry (structure_id, kind, reference, effective_on, recorded_at)
              select structure_id, 'Recredit', 'again', effective_on, recorded_at from entry where kind = 'Recredit' limit 1 returning structure_id, id)
            insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, wallet_id, lot_id, booking_id, mirrors_id)
            select m.structure_id, a.id, m.credit_id, m.debit_id, m.quantity, m.cents, m.wallet_id, m.lot_id, m.booking_id, m.id
            from again a join transfer m on m.structure_id = a.structure_id and m.booking_id is not null and m.mirrors_id is not null and m.quantity > 0;
            update lot l set remaining = remaining - 1, spent = remaining = 1
            from transfer t join entry e on e.id = t.entry_id and e.reference = 'again' where l.id = t.lot_id;
            update wallet w set tickets = tickets - 1, value_cents = value_cents - t.cents
            from transfer t join entry e on e.id = t.entry_id and e.reference = 'again' where w.id = t.wallet_id
            """),
        ["one column of the journal may be changed"] = ("L9 journal modifiable", "grant update (cents) on transfer to eticket_worker"),
        ["a cancellation was proven twice"] = (
            "R3 écriture sans son unique document",
            """
            insert into receipt (structure_id, id, regie_id, series, year, number, kind, family_id, payment_id, entry_id, issued_at, means, total_cents, undoes_id)
            select structure_id, gen_random_uuid(), regie_id, series, year, number + 1000, kind, family_id, payment_id, entry_id, issued_at, means, total_cents, undoes_id
            from receipt where kind = 'Cancel' limit 1
            """),
        ["a wallet of one ticket lies on the account of another"] = (
            "X1 porte-monnaie qui n''est pas celui de son compte",
            "update account set part = 'x' where id = (select min(id) from wallet)"),
    };

    public static IReadOnlyDictionary<string, string> OfAlarms { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["P5 règlement indécis depuis 48 h"] = "update payment set created_at = created_at - interval '49 hours' where state = 'Pending'",
        ["P11 relance en retard de deux heures"] = "update payment set next_ask_at = eticket_now() - interval '121 minutes' where state = 'Pending'",
        ["M2 lettre en cours d''envoi depuis 15 min"] = "update outbox_letter set state = 'sending', claimed_at = eticket_now() - interval '16 minutes'",
        ["M4 lettre en attente depuis 24 h"] = "update outbox_letter set queued_at = queued_at - interval '25 hours'",
        ["T6 jour coché sans tarif voté"] =
            "update tariff set starts_on = '2099-01-01'; update booking set state = 'Held', day = '2026-09-01' where id = (select min(id) from booking)",
        ["T7 jour passé que la nuit n''a pas décompté"] = "update booking set state = 'Held', day = '2026-09-01' where id = (select min(id) from booking)",
        ["J1 travail sans fin depuis une heure"] =
            """
            insert into job_run (name, due_on, attempt, started_at, lease_until, node)
            values ('close-days', '2026-09-01', 1, eticket_now() - interval '61 minutes', eticket_now() + interval '1 minute', 'nobody')
            """,
        ["J2 travail en échec"] =
            """
            insert into job_run (name, due_on, attempt, started_at, lease_until, node, ended_at, outcome)
            values ('close-days', '2026-09-01', 1, eticket_now(), eticket_now(), 'nobody', eticket_now(), 'Failed')
            """,
        ["J3 passage daté du futur"] =
            """
            insert into job_run (name, due_on, attempt, started_at, lease_until, node, ended_at, outcome, failure)
            values ('close-days', '2026-09-01', 1, eticket_now() + interval '3 days', eticket_now(), 'nobody', eticket_now(), 'Failed', 'dated from the future')
            """,
        ["P9 écart à regarder"] =
            """
            insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found)
            select structure_id, id, eticket_now(), 'amount', '1000', '1001' from payment limit 1
            """,
        ["B5 écart avec un prestataire à regarder"] =
            """
            insert into provider_gap (structure_id, regie_id, provider, account, kind, subject, day, currency, seen_at, healed)
            select structure_id, id, 'Stripe', 'essai', 'ThereOnly', 'txn_1/charge', '2026-09-07', 'EUR', eticket_now(), false from regie limit 1
            """,
        ["B6 relevé d''un prestataire en retard de trois jours"] =
            """
            insert into provider_account_owner (provider, account, structure_id, since) select 'Stripe', 'essai', structure_id, eticket_now() from regie limit 1 on conflict do nothing;
            insert into provider_account (structure_id, regie_id, provider, account) select structure_id, id, 'Stripe', 'essai' from regie limit 1;
            insert into provider_day (structure_id, provider, account, day, read_at, lines)
            select structure_id, provider, account, paris_day(eticket_now()) - 4, eticket_now(), 0 from provider_account
            """,
        ["B7 compte d''un prestataire ouvert par deux structures"] =
            """
            insert into provider_account_owner (provider, account, structure_id, since) values ('Stripe', 'essai', gen_random_uuid(), eticket_now());
            alter table provider_account drop constraint provider_account_of_one_structure;
            insert into provider_account (structure_id, regie_id, provider, account) select structure_id, id, 'Stripe', 'essai' from regie limit 1
            """,
        ["P12 facture payée deux fois sans écart"] = "update invoice set paid_cents = 2 * amount_cents where id = (select id from invoice limit 1)",
        ["P10 avis signé sans règlement de chez nous"] =
            "insert into notice (provider, received_at, content, handled_at, outcome) values ('Stripe', eticket_now(), '{}', eticket_now(), 'unknown')",
    };

    /// <summary>A provider's line (nature, gross, fee, net) of the first of September's days, and the only day read.</summary>
    private static string Told(string line, string read) =>
        $"""
        insert into provider_line (structure_id, regie_id, provider, account, key, kind, at, currency, read_at, nature, gross_cents, fee_cents, net_cents)
        select structure_id, id, 'Stripe', 'essai', 'txn_1', 'charge', '2026-09-07 12:00Z', 'EUR', eticket_now(), {line} from regie limit 1;
        insert into provider_day (structure_id, provider, account, day, read_at, lines) select structure_id, provider, account, '{read}', read_at, 1 from provider_line
        """;
}
