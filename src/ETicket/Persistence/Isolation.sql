-- Who may see and write what. Run after everything else, so that a table added tomorrow is isolated without being remembered here:
-- every table with a structure_id is closed by row level security, even to its owner, and opened to the structure of the transaction only.
do $$
declare
  t record;
  key text;
begin
  for t in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
      and (c.relname = 'structure' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'structure_id' and not a.attisdropped))
      -- Ids only, read before the structure is known: which structure a login or a provider's reference belongs to.
      and c.relname not in ('login_access', 'payment_address')
  loop
    key := case when t.relname = 'structure' then 'id' else 'structure_id' end;
    execute format('alter table %I enable row level security', t.relname);
    execute format('alter table %I force row level security', t.relname);
    execute format('drop policy if exists one_structure on %I', t.relname);
    execute format('drop policy if exists all_structures on %I', t.relname);
    execute format($p$create policy one_structure on %I to eticket_app
      using (%I = nullif(current_setting('app.structure', true), '')::uuid)
      with check (%I = nullif(current_setting('app.structure', true), '')::uuid)$p$, t.relname, key, key);
    execute format('create policy all_structures on %I to eticket_owner, eticket_worker, eticket_auditor using (true) with check (true)', t.relname);
  end loop;
end $$;

revoke all on all tables in schema public from public, eticket_app, eticket_worker, eticket_auditor;
grant usage on schema public to eticket_app, eticket_worker, eticket_auditor;
grant usage on all sequences in schema public to eticket_app, eticket_worker;
grant execute on all functions in schema public to eticket_app, eticket_worker, eticket_auditor;

-- What requests do, table by table: a table added tomorrow can be written by nobody until it is named here. A test lists the outcome.
grant select on all tables in schema public to eticket_app;
revoke select on violations, alarms, login_claim, login_provider from eticket_app;
grant insert on structure, site, regie, regie_service, allowed_means, provider_account, provider_account_owner, activity, ticket_type, tariff, opening, cut_off, family, guardian, child, family_child, enrolment,
  open_day, booking, booking_change, account, entry, transfer, wallet, lot, debt, debt_meeting, payment, payment_line, payment_paper, cash_tolerance, payment_step, payment_address, discrepancy, notice,
  receipt, receipt_line, receipt_counter, invoice, invoice_line, refund_request, outbox_letter, command_key, standing_booking, standing_exception, low_balance_notice, provider_line, provider_day, provider_gap, login, login_access, login_token, data_protection_key, sealed_document, seal_key to eticket_app;
grant update (paid_cents) on invoice to eticket_app;
grant update on wallet, lot, debt, debt_meeting, open_day, booking, payment, notice, receipt_counter, outbox_letter, login_token to eticket_app;
grant delete on open_day, login_token to eticket_app;
-- Of an abonnement, its end.
grant update (ends_on) on standing_booking to eticket_app;
grant update on standing_exception, low_balance_notice to eticket_app;
-- The names of closed days follow the calendar.
grant insert, update, delete on closed_day to eticket_app;
-- How far a file is, and what the mairie opened of it; what its family writes in its cards, and when somebody left it. Who is a responsable stays one.
grant update (file_state, state_since, sent_by, answer, emergency_note, other_note) on family to eticket_app;
grant update (relation, first_name, last_name, birth_name, address1, address2, address3, postal_code, town, phone, mobile, work_phone, work_mobile, email, note, pays, emergency, picks_up,
  left_at, receives_letters, low_balance_days) on guardian to eticket_app;
grant update (first_name, last_name, grade, diet_id, born_on, birth_place, school_id, derogation, image_right, leaves_alone, outings) on child to eticket_app;
grant update (address, postal_code, town, note, derogation_reason, left_at) on family_child to eticket_app;
grant insert on diet, family_quotient, file_change to eticket_app;
-- Of a request not answered yet, the last thing asked; then its end.
grant update (old_value, new_value, asked_at, asked_by, state, decided_at, decided_by, reason) on file_change to eticket_app;
grant update (waits_since) on enrolment to eticket_app;
-- Who waits for a place; nobody is taken out of the list, whoever left it.
grant insert, update on waiting_place to eticket_app;
-- Of a child, its sealed health card; who opened one is only added.
grant insert, update (sealed, written_at, written_by) on health_record to eticket_app;
grant insert on health_read to eticket_app;
-- Of a document, its withdrawal, with which its bytes go; who opened one is only added. Of a kind, its end.
grant insert, update (withdrawn_at, withdrawn_by, sealed) on family_document to eticket_app;
grant insert on document_read to eticket_app;
grant insert, update (ended_on) on document_kind to eticket_app;
-- A photo is replaced, or gone.
grant insert, delete, update (media_type, sealed, sent_at, sent_by) on child_photo to eticket_app;
-- The usual week of a child, kept until another is.
grant insert, update, delete on model_week to eticket_app;
-- Of a custody rule, its withdrawal; of the rules of a child, their version.
grant insert, update (withdrawn_at, withdrawn_by) on custody_rule to eticket_app;
grant insert, update (version, changed_at, changed_by) on custody_book to eticket_app;
-- The address of an agenda is a right: made, ended, and read by the application alone.
grant insert, update (ended_at) on calendar_feed to eticket_app;
-- Absences: what became of each day, and that its family withdrew it; a rule is never changed.
grant insert on absence_rule to eticket_app;
grant insert, update (withdrawn_at) on absence to eticket_app;
grant insert, update (state, why, decided_at, decided_by, answer) on absence_day to eticket_app;
-- Of a régie, its number and mode at PayFiP; of a discrepancy, what a person made of it; of a refund asked for, how it ended.
grant update (client_number, pay_fip_mode) on regie to eticket_app;
-- Of a means its act allows, its end.
grant update (ends_on, ending_decision) on allowed_means to eticket_app;
grant update (resolved_at, resolved_by, outcome) on discrepancy to eticket_app;
grant update (resolved_at, resolved_by, outcome, healed, gone_at) on provider_gap to eticket_app;
grant update (ended_at, ended_by, outcome, made_as, left_by, left_at, confirmed_at) on refund_request to eticket_app;
-- The same of a letter that did not leave; and its reader's choice to receive such letters or not.
grant update (resolved_at, resolved_by, outcome) on undelivered_letter to eticket_app;
grant insert, update (stopped_at) on letter_stop to eticket_app;

-- Accounts: of a login, its password and address, and of the adult it belongs to, the same address; what it opens no more; links made, used or void, and forgotten. Whose accounts they
-- are is answered to the door alone.
grant update (password_hash, security_stamp, email, normalized_email) on login to eticket_app;
grant update (email) on guardian to eticket_app;
grant update (ended_at) on login_access to eticket_app;
grant insert, delete, update (used_at, expires_at) on login_link to eticket_app;
grant insert, delete on login_event to eticket_app;
-- New families: what they asked for, and what they accepted; the door and the texts of a structure.
grant insert, delete, update (done_at, expires_at) on registration to eticket_app;
grant insert on agreement, structure_text to eticket_app;
grant update (opens_registration, registration_code, access_needs_email) on structure to eticket_app;
-- A second access: the last address asked before the answer, the answer with its link, and that it was opened. An access that was closed opens again.
grant insert, update (email, asked_at, asked_by, state, decided_at, decided_by, reason, hash, expires_at, opened_at) on second_account to eticket_app;
revoke execute on function login_owners(uuid[]), login_adults(uuid[]), login_reset_find(text), login_holders(uuid, uuid), structure_find(text, uuid) from public, eticket_worker, eticket_auditor;

-- What the structure tells its families: an information is written again, a document withdrawn with its bytes, a menu replaced; a question is answered once, and opened by requests alone.
grant insert, update (title, body, published_on, version, written_at, written_by) on news_item to eticket_app;
grant insert, update (withdrawn_at, withdrawn_by, content) on download to eticket_app;
grant insert, delete on menu_dish to eticket_app;
grant insert, update (sealed_answer, answered_at, answered_by) on question to eticket_app;
grant insert on question_read to eticket_app;

-- The night, the sweep, the postman and the settlement of payments see every structure, and can do their work and nothing else.
grant select on all tables in schema public to eticket_worker, eticket_auditor;
revoke select on calendar_feed, login, login_access, login_link, login_event, registration, second_account, login_claim, login_provider, login_token, data_protection_key, seal_key from eticket_worker, eticket_auditor;
-- What families entrust is opened by requests alone.
revoke select on health_record, family_document, child_photo, question, absence from eticket_worker, eticket_auditor;
grant insert on entry, transfer, lot, debt, debt_meeting, payment_step, receipt, receipt_line, receipt_counter, discrepancy, outbox_letter, undelivered_letter, letter_stop to eticket_worker;
grant update on wallet, lot, debt, booking, open_day, receipt_counter, outbox_letter to eticket_worker;
-- Where a browser takes notifications: asked for, taken over by the next login of that browser, ended; the postman reads it, and forgets it once its service has. How a topic is told.
grant insert, delete, update (login_id, guardian_id, public_key, secret, made_at) on push_subscription to eticket_app;
grant update (by_push) on letter_stop to eticket_app;
revoke select on push_subscription from eticket_auditor;
grant delete on push_subscription to eticket_worker;
-- Of an invoice, what was paid.
grant update (paid_cents) on invoice to eticket_worker;
-- Of a payment, its fate and what was asked about it: never its amount, its family or its reference.
grant update (state, means, provider_at, authorisation, ask_from, next_ask_at, asked_at, asks, answer, answer_detail, mirror_at) on payment to eticket_worker;
-- The turns of its own work.
grant insert, update on job_run to eticket_worker;
-- What strangers left at the notices' door.
grant delete on notice to eticket_worker;

do $$
begin
  if to_regclass('settable_clock') is not null then
    grant select, update on settable_clock to eticket_app, eticket_worker;
    grant select on settable_clock to eticket_auditor;
  end if;
  if to_regclass('qrtz_locks') is not null then
    -- The timetable is the night's alone.
    execute (select 'revoke all on ' || string_agg(quote_ident(relname), ', ') || ' from eticket_app, eticket_auditor'
             from pg_class where relkind = 'r' and relname like 'qrtz\_%');
    execute (select 'grant select, insert, update, delete on ' || string_agg(quote_ident(relname), ', ') || ' to eticket_worker'
             from pg_class where relkind = 'r' and relname like 'qrtz\_%');
  end if;
end $$;
