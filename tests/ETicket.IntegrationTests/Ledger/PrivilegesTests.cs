using ETicket.IntegrationTests.World;
using ETicket.Persistence;
using ETicket.Web.Schedule;

namespace ETicket.IntegrationTests.Ledger;

/// <summary>Who may write what, table by table. A new right without its line here fails: somebody has to say why.</summary>
public sealed class PrivilegesTests(Cluster cluster)
{
    private const string Serves = """
        absence insert update(withdrawn_at)
        absence_day insert update(answer,decided_at,decided_by,state,why)
        allowed_means insert update(ending_decision,ends_on)
        booking insert update
        calendar_feed insert update(ended_at)
        child insert update(birth_place,born_on,derogation,diet_id,first_name,grade,image_right,last_name,leaves_alone,outings,school_id)
        child_photo delete insert update(media_type,sealed,sent_at,sent_by)
        closed_day delete insert update
        custody_book insert update(changed_at,changed_by,version)
        custody_rule insert update(withdrawn_at,withdrawn_by)
        debt insert update
        debt_meeting insert update
        discrepancy insert update(outcome,resolved_at,resolved_by)
        document_kind insert update(ended_on)
        download insert update(content,withdrawn_at,withdrawn_by)
        enrolment insert update(waits_since)
        family insert update(answer,emergency_note,file_state,other_note,sent_by,state_since)
        family_child insert update(address,derogation_reason,left_at,note,postal_code,town)
        family_document insert update(sealed,withdrawn_at,withdrawn_by)
        file_change insert update(asked_at,asked_by,decided_at,decided_by,new_value,old_value,reason,state)
        guardian insert update(address1,address2,address3,birth_name,email,emergency,first_name,last_name,left_at,low_balance_days,mobile,note,pays,phone,picks_up,postal_code,receives_letters,relation,town,work_mobile,work_phone)
        health_record insert update(sealed,written_at,written_by)
        invoice insert update(paid_cents)
        letter_stop insert update(by_push,stopped_at)
        login insert update(email,normalized_email,password_hash,security_stamp)
        login_access insert update(ended_at)
        login_event delete insert
        login_link delete insert update(expires_at,used_at)
        login_token delete insert update
        lot insert update
        low_balance_notice insert update
        menu_dish delete insert
        model_week delete insert update
        news_item insert update(body,published_on,title,version,written_at,written_by)
        notice insert update
        open_day delete insert update
        outbox_letter insert update
        payment insert update
        provider_gap insert update(gone_at,healed,outcome,resolved_at,resolved_by)
        push_subscription delete insert update(guardian_id,login_id,made_at,public_key,secret)
        question insert update(answered_at,answered_by,sealed_answer)
        receipt_counter insert update
        refund_request insert update(confirmed_at,ended_at,ended_by,left_at,left_by,made_as,outcome)
        registration delete insert update(done_at,expires_at)
        regie insert update(client_number,pay_fip_mode)
        second_account insert update(asked_at,asked_by,decided_at,decided_by,email,expires_at,hash,opened_at,reason,state)
        settable_clock update
        standing_booking insert update(ends_on)
        standing_exception insert update
        structure insert update(access_needs_email,opens_registration,registration_code)
        undelivered_letter update(outcome,resolved_at,resolved_by)
        waiting_place insert update
        wallet insert update
        """;

    private const string OnlyAdds = """
        absence_rule account activity agreement booking_change cash_tolerance command_key cut_off data_protection_key diet document_read entry family_quotient health_read invoice_line
        opening payment_address payment_line payment_paper payment_step provider_account provider_account_owner provider_day provider_line question_read receipt receipt_line regie_service seal_key sealed_document site structure_text tariff ticket_type transfer
        """;

    private const string Night = """
        booking update
        debt insert update
        debt_meeting insert
        discrepancy insert
        entry insert
        invoice update(paid_cents)
        job_run insert update
        letter_stop insert
        lot insert update
        notice delete
        open_day update
        outbox_letter insert update
        payment update(answer,answer_detail,ask_from,asked_at,asks,authorisation,means,mirror_at,next_ask_at,provider_at,state)
        payment_step insert
        push_subscription delete
        qrtz_* delete insert update
        receipt insert
        receipt_counter insert update
        receipt_line insert
        settable_clock update
        transfer insert
        undelivered_letter insert
        wallet update
        """;

    private static readonly string[] Lines = ["\r\n", "\n"];

    [Fact]
    public async Task The_application_writes_what_requests_write() =>
        Assert.Equal(
            Serves.Split(Lines, StringSplitOptions.RemoveEmptyEntries)
                .Concat(OnlyAdds.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(table => table + " insert")).Order(StringComparer.Ordinal),
            await WrittenByAsync("eticket_app"));

    [Fact]
    public async Task The_night_writes_what_the_night_does() =>
        Assert.Equal(Night.Split(Lines, StringSplitOptions.RemoveEmptyEntries), await WrittenByAsync("eticket_worker"));

    [Fact]
    public async Task The_auditor_writes_nothing() => Assert.Empty(await WrittenByAsync("eticket_auditor"));

    [Fact]
    public async Task Passwords_sessions_and_keys_are_read_by_the_application_alone_and_the_timetable_by_the_night_alone()
    {
        await using var books = await PreparedAsync();
        const string Readers = """
            select array_agg(r.rolname::text order by r.rolname) from pg_roles r
            where r.rolname in ('eticket_app', 'eticket_worker', 'eticket_auditor') and has_table_privilege(r.rolname, $1, 'select')
            """;

        foreach (var table in new[] { "calendar_feed", "login", "login_access", "login_event", "login_link", "login_token", "registration", "data_protection_key", "seal_key", "health_record", "family_document", "child_photo", "question", "absence" })
            Assert.Equal(["eticket_app"], await books.AskAsync<string[]>(Readers, table));
        Assert.Equal(["eticket_worker"], await books.AskAsync<string[]>(Readers, "qrtz_triggers"));
        Assert.Equal(["eticket_auditor", "eticket_worker"], await books.AskAsync<string[]>(Readers, "violations"));
    }

    /// <summary>« table right right(column,column) », sorted; the timetable's tables count as one when all alike.</summary>
    private async Task<IReadOnlyList<string>> WrittenByAsync(string role)
    {
        await using var books = await PreparedAsync();
        var found = await books.AskAsync<string[]>(
            """
            select coalesce(array_agg(distinct line), '{}') from (
              select regexp_replace(c.relname, '^qrtz_.*', 'qrtz_*') || ' ' || string_agg(g.said, ' ' order by g.said) as line
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              cross join lateral (
                select lower(a.privilege_type) as said from aclexplode(c.relacl) a where a.grantee = $1::regrole and a.privilege_type <> 'SELECT'
                union all
                select lower(a.privilege_type) || '(' || string_agg(t.attname, ',' order by t.attname) || ')'
                from pg_attribute t, aclexplode(t.attacl) a
                where t.attrelid = c.oid and a.grantee = $1::regrole and a.privilege_type <> 'SELECT'
                group by a.privilege_type) g
              where n.nspname = 'public' and c.relkind in ('r', 'v', 'm', 'p')
              group by c.oid, c.relname) rights
            """,
            role);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>With the timetable's tables, as the portal makes them.</summary>
    private async Task<Books> PreparedAsync()
    {
        var books = await Books.OpenAsync(cluster);
        await QuartzTables.EnsureAsync(books.Logins.Owner, TestContext.Current.CancellationToken);
        await DatabaseUpgrade.ApplyAsync(books.Logins.Owner, settableClock: true, TestContext.Current.CancellationToken);
        return books;
    }
}
