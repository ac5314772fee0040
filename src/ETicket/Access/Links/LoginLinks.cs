using ETicket.Persistence;

namespace ETicket.Access.Links;

/// <summary>A link that is good: whose it is, and the address it confirms, if that is what it does.</summary>
internal sealed record GoodLink(Guid Login, string? NewEmail);

/// <summary>« Liens » — made in the transaction of the letter that carries them, looked at as often as a mail program likes, used once, for one purpose. Time is the database's.</summary>
internal static class LoginLinks
{
    /// <summary>Of a link to a new password.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>Of a link to a new address: it opens nothing by itself, and waits for whoever reads that mailbox in the evening.</summary>
    public static readonly TimeSpan LifeOfEmail = TimeSpan.FromHours(24);

    /// <summary>Of one login and purpose: a thousand requests fill nobody's mailbox.</summary>
    public const int PerHour = 3;

    private const string Good = "used_at is null and expires_at > eticket_now()";

    /// <summary>A token for a new password, and the first instant at which it is refused; older ones are void. Null: <see cref="PerHour"/> were asked for within the hour.</summary>
    public static Task<(string Token, DateTimeOffset Until)?> MakeAsync(Work work, Guid login, CancellationToken stop) => MakeAsync(work, login, LinkPurpose.Reset, newEmail: null, Life, stop);

    /// <summary>The same for a new address.</summary>
    public static Task<(string Token, DateTimeOffset Until)?> MakeForEmailAsync(Work work, Guid login, string newEmail, CancellationToken stop) =>
        MakeAsync(work, login, LinkPurpose.Email, newEmail, LifeOfEmail, stop);

    /// <summary>One at a time for a login: of two links asked for at once one is the newer, and nobody waits for somebody who waits for him.</summary>
    public static async Task HoldAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var hold = work.Command("select from login where id = $1 for update", login);
        await hold.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Whose the link is; null once it was used, is over, is of another purpose, or is no link. Nothing is written.</summary>
    public static async Task<GoodLink?> FindAsync(Database database, string token, LinkPurpose purpose, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash)
            return null;
        await using var command = database.App.CreateCommand($"select login_id, new_email from login_link where hash = $1 and purpose = $2 and {Good}");
        command.Parameters.Add(new() { Value = hash });
        command.Parameters.Add(new() { Value = purpose.ToString() });
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? new(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetString(1)) : null;
    }

    /// <summary>Uses the link, for this login: of two who use it at once, one does.</summary>
    public static async Task<bool> UseAsync(Work work, string token, Guid login, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash)
            return false;
        await using var command = work.Command($"update login_link set used_at = eticket_now() where hash = $1 and login_id = $2 and {Good}", hash, login);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>What was sent before opens nothing any more, whatever its purpose: what it stood on changed.</summary>
    public static async Task VoidAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var command = work.Command($"update login_link set expires_at = eticket_now() where login_id = $1 and {Good}", login);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<(string Token, DateTimeOffset Until)?> MakeAsync(Work work, Guid login, LinkPurpose purpose, string? newEmail, TimeSpan life, CancellationToken stop)
    {
        await HoldAsync(work, login, stop);
        await using (var forget = work.Command("delete from login_link where login_id = $1 and asked_at < eticket_now() - interval '7 days'", login))
            await forget.ExecuteNonQueryAsync(stop);
        await using (var count = work.Command("select count(*) from login_link where login_id = $1 and purpose = $2 and asked_at > eticket_now() - interval '1 hour'", login, purpose.ToString()))
        {
            if ((long)(await count.ExecuteScalarAsync(stop))! >= PerHour)
                return null;
        }
        await using (var older = work.Command($"update login_link set expires_at = eticket_now() where login_id = $1 and purpose = $2 and {Good}", login, purpose.ToString()))
            await older.ExecuteNonQueryAsync(stop);
        var (token, digest) = LinkToken.New();
        await using var make = work.Command(
            """
            insert into login_link (hash, purpose, login_id, asked_at, expires_at, new_email)
            select $1, $2, $3, clock.at, clock.at + $4, $5 from (select eticket_now() as at) clock
            returning expires_at
            """,
            digest, purpose.ToString(), login, life);
        // Said to be a text: without a value nothing else does.
        make.Parameters.Add(new() { Value = (object?)newEmail ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        var until = (DateTime)(await make.ExecuteScalarAsync(stop))!;
        return (token, new DateTimeOffset(until, TimeSpan.Zero));
    }
}
