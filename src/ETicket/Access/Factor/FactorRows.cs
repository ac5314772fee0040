using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ETicket.Persistence;

namespace ETicket.Access.Factor;

/// <summary>
/// What a second factor keeps, in Identity's own table of tokens: the secret, sealed; one that waits for its first code, sealed with its instant; the last step that opened; and of each
/// recovery code its digest, under the secret. Outside structures, as the login is.
/// </summary>
internal static class FactorRows
{
    public const string Totp = "totp";
    public const string Recovery = "recovery";
    public const string Secret = "secret";
    public const string Waiting = "waiting";
    public const string Step = "step";

    public static async Task<string?> ReadAsync(Work work, Guid login, string name, CancellationToken stop)
    {
        await using var command = work.Command("select value from login_token where user_id = $1 and login_provider = $2 and name = $3", login, Totp, name);
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    public static async Task WriteAsync(Work work, Guid login, string provider, string name, string value, CancellationToken stop)
    {
        await using var command = work.Command(
            "insert into login_token (user_id, login_provider, name, value) values ($1, $2, $3, $4) on conflict (user_id, login_provider, name) do update set value = excluded.value",
            login, provider, name, value);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The step opens where none as late opened before: of two who use a code at once, one does.</summary>
    public static async Task<bool> UseStepAsync(Work work, Guid login, long step, CancellationToken stop)
    {
        await using var command = work.Command("update login_token set value = $4 where user_id = $1 and login_provider = $2 and name = $3 and value < $4", login, Totp, Step, Written(step));
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>A recovery code opens once.</summary>
    public static async Task<bool> UseRecoveryAsync(Work work, Guid login, string digest, CancellationToken stop)
    {
        await using var command = work.Command("delete from login_token where user_id = $1 and login_provider = $2 and name = $3", login, Recovery, digest);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    public static async Task<long> RecoveryLeftAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var command = work.Command("select count(*) from login_token where user_id = $1 and login_provider = $2", login, Recovery);
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    public static async Task ForgetAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var command = work.Command("delete from login_token where user_id = $1 and login_provider in ($2, $3)", login, Totp, Recovery);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Written so that the order of letters is the order of time.</summary>
    public static string Written(long step) => step.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Keyed by the secret: whoever reads the table alone tries no code.</summary>
    public static string DigestOf(byte[] secret, string code) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(code)));
}
