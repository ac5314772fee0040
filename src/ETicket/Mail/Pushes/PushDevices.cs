using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Pushes;

/// <summary>« Appareils à prévenir » — those of one login, for the adult of the file it belongs to.</summary>
internal sealed class PushDevices(IOptions<PushOptions> options)
{
    /// <summary>The oldest beyond them are forgotten.</summary>
    private const int Most = 8;
    private const int PointBytes = 65;
    private const int SecretBytes = 16;
    private const byte Uncompressed = 4;

    /// <summary>What a browser subscribes with; null: this portal sends no notifications.</summary>
    public string? PortalKey => options.Value.IsSet ? options.Value.PublicKey : null;

    /// <summary>An address of a service that is known, a point of the curve and a secret of the right length: what browsers give, and nothing else.</summary>
    public bool Accepts(PushAddress address) =>
        options.Value.IsSet && options.Value.Allows(address.Endpoint) && Bytes(address.PublicKey) is [Uncompressed, ..] point && point.Length == PointBytes && Bytes(address.Secret)?.Length == SecretBytes;

    /// <summary>How many devices of this login are told, in the caller's transaction.</summary>
    public static async Task<int> CountAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var command = work.Command("select count(*)::int from push_subscription where structure_id = $1 and login_id = $2", work.Structure.Value, login);
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>A browser that was somebody else's is this login's from now on.</summary>
    public static async Task AddAsync(Work work, Guid login, GuardianId adult, PushAddress address, CancellationToken stop)
    {
        await using (var add = work.Command(
            """
            insert into push_subscription (structure_id, id, login_id, guardian_id, endpoint, public_key, secret, made_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, eticket_now())
            on conflict (structure_id, endpoint) do update
            set login_id = excluded.login_id, guardian_id = excluded.guardian_id, public_key = excluded.public_key, secret = excluded.secret, made_at = excluded.made_at
            """,
            work.Structure.Value, login, adult.Value, address.Endpoint, address.PublicKey, address.Secret))
        {
            await add.ExecuteNonQueryAsync(stop);
        }
        await using var forget = work.Command(
            """
            delete from push_subscription where structure_id = $1 and id in (
              select id from push_subscription where structure_id = $1 and login_id = $2 order by made_at desc, id offset $3)
            """,
            work.Structure.Value, login, Most);
        await forget.ExecuteNonQueryAsync(stop);
    }

    /// <summary>« Ne plus en recevoir » — on any device of this login.</summary>
    public static async Task ForgetAsync(Work work, Guid login, CancellationToken stop)
    {
        await using var command = work.Command("delete from push_subscription where structure_id = $1 and login_id = $2", work.Structure.Value, login);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>« Un appareil » of this login, by the digest of what its browser gave (<see cref="DigestOf"/>); of another login nothing is forgotten.</summary>
    public static async Task ForgetAsync(Work work, Guid login, string digest, CancellationToken stop)
    {
        await using var command = work.Command(
            "delete from push_subscription where structure_id = $1 and login_id = $2 and encode(sha256(convert_to(endpoint, 'UTF8')), 'hex') = $3", work.Structure.Value, login, digest);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>What a device remembers of its address: it opens nothing and calls nobody.</summary>
    public static string DigestOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)));

    private static byte[]? Bytes(string text) => text.Length <= 200 && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
