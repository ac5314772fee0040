using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using ETicket.Persistence;

namespace ETicket.Access.Links;

/// <summary>« Liens » — made in the transaction of the letter that carries them, looked at as often as a mail program likes, used once. Time is the database's.</summary>
internal static class LoginLinks
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>Of one login: a thousand requests fill nobody's mailbox.</summary>
    public const int PerHour = 3;

    private const int Bytes = 32;

    /// <summary>What a text of so many letters in the alphabet of addresses (RFC 4648 §5) makes.</summary>
    private static readonly int Letters = Base64Url.GetEncodedLength(Bytes);

    private const string Good = "purpose = 'Reset' and used_at is null and expires_at > eticket_now()";

    /// <summary>A token for a new password, and the first instant at which it is refused; older ones are void. Null: <see cref="PerHour"/> were asked for within the hour.</summary>
    public static async Task<(string Token, DateTimeOffset Until)?> MakeAsync(Work work, Guid login, CancellationToken stop)
    {
        await HoldAsync(work, login, stop);
        await using (var forget = work.Command("delete from login_link where login_id = $1 and asked_at < eticket_now() - interval '7 days'", login))
            await forget.ExecuteNonQueryAsync(stop);
        await using (var count = work.Command("select count(*) from login_link where login_id = $1 and purpose = 'Reset' and asked_at > eticket_now() - interval '1 hour'", login))
        {
            if ((long)(await count.ExecuteScalarAsync(stop))! >= PerHour)
                return null;
        }
        await VoidAsync(work, login, stop);
        var token = RandomNumberGenerator.GetBytes(Bytes);
        await using var make = work.Command(
            """
            insert into login_link (hash, purpose, login_id, asked_at, expires_at)
            select $1, 'Reset', $2, clock.at, clock.at + $3 from (select eticket_now() as at) clock
            returning expires_at
            """,
            SHA256.HashData(token), login, Life);
        var until = (DateTime)(await make.ExecuteScalarAsync(stop))!;
        return (Base64Url.EncodeToString(token), new DateTimeOffset(until, TimeSpan.Zero));
    }

    /// <summary>One at a time for a login: of two links asked for at once one is the newer, and nobody waits for somebody who waits for him.</summary>
    public static async Task HoldAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var hold = work.Command("select from login where id = $1 for update", login);
        await hold.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Whose password the link replaces; null once it was used, is over, or is no link. Nothing is written.</summary>
    public static async Task<Guid?> FindAsync(Database database, string token, CancellationToken stop)
    {
        if (HashOf(token) is not { } hash)
            return null;
        await using var command = database.App.CreateCommand($"select login_id from login_link where hash = $1 and {Good}");
        command.Parameters.Add(new() { Value = hash });
        return (Guid?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>Uses the link, for this login: of two who use it at once, one does.</summary>
    public static async Task<bool> UseAsync(Work work, string token, Guid login, CancellationToken stop)
    {
        if (HashOf(token) is not { } hash)
            return false;
        await using var command = work.Command($"update login_link set used_at = eticket_now() where hash = $1 and login_id = $2 and {Good}", hash, login);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>What was sent before opens nothing any more: a newer link was asked for, or the password was changed.</summary>
    public static async Task VoidAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var command = work.Command($"update login_link set expires_at = eticket_now() where login_id = $1 and {Good}", login);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static byte[]? HashOf(string token)
    {
        Span<byte> read = stackalloc byte[Bytes];
        return token.Length == Letters && Base64Url.DecodeFromChars(token, read, out _, out var written) is OperationStatus.Done && written == Bytes ? SHA256.HashData(read) : null;
    }
}
