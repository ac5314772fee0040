namespace ETicket.Mail;

/// <summary>Every sentence spoken to the outbox table. "Now" is the database's, read once per statement so that the index on next_attempt_at serves.</summary>
internal static class OutboxSql
{
    public const string Add = """
        insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at, expires_at, address)
        select @structure, @name, @reference, @family, @guardian, @variables::jsonb, 'queued', 0, clock.at, clock.at, (@expires)[1], (@addresses)[1]
        from (select eticket_now() as at) clock
        on conflict (structure_id, name, reference, guardian_id) do nothing
        """;

    /// <summary>The same event told to many, each in their own words.</summary>
    public const string AddAll = """
        insert into outbox_letter (structure_id, name, reference, family_id, guardian_id, variables, state, attempts, queued_at, next_attempt_at, expires_at)
        select x.structure_id, @name, @reference, x.family_id, x.guardian_id, x.variables::jsonb, 'queued', 0, clock.at, clock.at, x.expires_at
        from unnest(@structures, @families, @guardians, @variables, @expires) as x(structure_id, family_id, guardian_id, variables, expires_at), (select eticket_now() as at) clock
        on conflict (structure_id, name, reference, guardian_id) do nothing
        returning guardian_id
        """;

    public const string Look = """
        with clock as materialized (select eticket_now() as at)
        select clock.at, exists (select from outbox_letter where state in ('queued', 'sending') and next_attempt_at <= (select at from clock)
            and (name <> all(@by_day) or paris_daytime((select at from clock)))) from clock
        """;

    /// <summary>
    /// What is due, and what a postman took and never brought back: both have a next_attempt_at in the past. The person's file is part of the join, so a
    /// letter can only reach an address of the family it is about, of somebody who is still in it, or the one it bears itself, under no name: whose it is nobody has proved. Two postmen never take the same letter. Some kinds (@by_day) wait for the day; those
    /// somebody waits for (@awaited) leave before ten thousand invoices.
    /// </summary>
    public const string Claim = """
        with clock as materialized (select eticket_now() as at),
        due as (
          select structure_id, id, family_id, guardian_id from outbox_letter
          where state in ('queued', 'sending') and next_attempt_at <= (select at from clock)
            and (name <> all(@by_day) or paris_daytime((select at from clock)))
          order by name = any(@awaited) desc, next_attempt_at, id
          limit @most
          for update skip locked)
        update outbox_letter l
        set state = 'sending', attempts = l.attempts + 1, claimed_at = clock.at, next_attempt_at = clock.at + @lease,
            message_id = coalesce(l.message_id, 'eticket.' || replace(l.structure_id::text, '-', '') || '.' || l.id || '@' || @domain)
        from clock, due left join guardian g on g.structure_id = due.structure_id and g.id = due.guardian_id and g.family_id = due.family_id and g.left_at is null
        where l.structure_id = due.structure_id and l.id = due.id
        returning l.structure_id, l.id, l.guardian_id, l.name, l.variables::text, l.attempts, l.claimed_at, l.message_id, l.last_error,
          coalesce(l.address, trim(g.email), ''), case when l.address is null then concat_ws(' ', g.first_name, g.last_name) else '' end, l.queued_at, coalesce(l.expires_at <= clock.at, false)
        """;

    /// <summary>The letter is gone: true whoever else thought to hold it.</summary>
    public const string Sent = """
        update outbox_letter set state = 'sent', sent_at = eticket_now(), last_error = null
        where structure_id = @structure and id = @id and state <> 'sent'
        """;

    /// <summary>Never, and nobody has anything to do about it: said only by the postman who still holds the letter, as all that follows.</summary>
    public const string Drop = """
        update outbox_letter set state = 'dropped', last_error = @error
        where structure_id = @structure and id = @id and state = 'sending' and claimed_at = @claimed
        """;

    /// <summary>Never, unless a person says so: the mairie's list is told in the same sentence.</summary>
    public const string Fail = """
        with failed as (
          update outbox_letter set state = 'failed', last_error = @error
          where structure_id = @structure and id = @id and state = 'sending' and claimed_at = @claimed
          returning structure_id, id)
        insert into undelivered_letter (structure_id, letter_id, failed_at, address, reason, detail)
        select f.structure_id, f.id, eticket_now(), @address, @reason, @error from failed f
        """;

    public const string Delay = """
        update outbox_letter set state = 'queued', last_error = @error, next_attempt_at = eticket_now() + @delay, attempts = attempts - @uncounted
        where structure_id = @structure and id = @id and state = 'sending' and claimed_at = @claimed
        """;

    /// <summary>Back to its place in the queue, as if never taken: letters leave in the order of their facts.</summary>
    public const string PutBack = """
        update outbox_letter set state = 'queued', next_attempt_at = queued_at, attempts = attempts - 1
        where structure_id = @structure and id = @id and state = 'sending' and claimed_at = @claimed
        """;
}
