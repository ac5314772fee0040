using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ETicket.Persistence.Sealing;

/// <summary>« Clés du coffre » — section « Vault » of the configuration: 32 bytes each, written in base64. The first seals, all of them open.</summary>
public sealed class VaultOptions
{
    public IList<string> Keys { get; init; } = [];
}

/// <summary>
/// « Coffre » — seals what the database keeps and must not read: AES-256-GCM (NIST SP 800-38D). The place where the bytes rest is part of the seal: copied to another
/// row they do not open. A new key is put first and seals from then on; what older ones sealed still opens while they stay in the list.
/// </summary>
public sealed class Vault(IOptions<VaultOptions> options)
{
    public const int KeyBytes = 32;

    /// <summary>How many bytes a seal adds: version, fingerprint of the key, nonce, tag.</summary>
    public const int Overhead = 1 + FingerprintBytes + NonceBytes + TagBytes;

    private const byte Version = 1;
    private const int FingerprintBytes = 4;

    /// <summary>Drawn at each sealing: 2³² sealings under one key before two are likely enough to matter (SP 800-38D §8.3).</summary>
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // Read at the first use: what seals nothing needs no key.
    private readonly Lazy<VaultKey[]> _keys = new(() => [.. options.Value.Keys.Select(k => new VaultKey(Read(k) ?? throw new InvalidOperationException("A key of the vault cannot be read.")))]);

    /// <summary>« Sceller » — the same words sealed twice differ.</summary>
    public byte[] Seal(string place, ReadOnlySpan<byte> plain)
    {
        if (_keys.Value.Length == 0)
            throw new InvalidOperationException("The vault has no key.");
        var key = _keys.Value[0];
        var made = new byte[Overhead + plain.Length];
        var seal = new Parts(made);
        made[0] = Version;
        key.Fingerprint.CopyTo(seal.Fingerprint);
        RandomNumberGenerator.Fill(seal.Nonce);
        using var cipher = new AesGcm(key.Bytes, TagBytes);
        cipher.Encrypt(seal.Nonce, plain, seal.Cipher, seal.Tag, Bound(made, place));
        return made;
    }

    /// <summary>« Ouvrir » — refuses with <see cref="SealBroken"/> bytes that were changed, that come from another place, or whose key is not here.</summary>
    public byte[] Open(string place, byte[] sealedBytes)
    {
        ArgumentNullException.ThrowIfNull(sealedBytes);
        if (sealedBytes.Length < Overhead || sealedBytes[0] != Version)
            throw new SealBroken(place);
        var seal = new Parts(sealedBytes);
        var plain = new byte[sealedBytes.Length - Overhead];
        foreach (var key in _keys.Value)
        {
            if (!seal.Fingerprint.SequenceEqual(key.Fingerprint))
                continue;
            try
            {
                using var cipher = new AesGcm(key.Bytes, TagBytes);
                cipher.Decrypt(seal.Nonce, seal.Cipher, seal.Tag, plain, Bound(sealedBytes, place));
                return plain;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Two keys may share a fingerprint: the next one is tried.
            }
        }
        throw new SealBroken(place);
    }

    /// <summary>The bytes of a key as the configuration writes it, or null for what is none.</summary>
    public static byte[]? Read(string? written)
    {
        var bytes = new byte[KeyBytes];
        return Convert.TryFromBase64String(written?.Trim() ?? "", bytes, out var count) && count == KeyBytes ? bytes : null;
    }

    /// <summary>What the tag answers for besides the cipher: version, fingerprint and place.</summary>
    private static byte[] Bound(ReadOnlySpan<byte> seal, string place) => [.. seal[..(1 + FingerprintBytes)], .. Encoding.UTF8.GetBytes(place)];

    private sealed class VaultKey(byte[] bytes)
    {
        public byte[] Bytes => bytes;
        public byte[] Fingerprint { get; } = SHA256.HashData(bytes)[..FingerprintBytes];
    }

    /// <summary>Where each part lies.</summary>
    private readonly ref struct Parts(Span<byte> bytes)
    {
        public Span<byte> Fingerprint { get; } = bytes.Slice(1, FingerprintBytes);
        public Span<byte> Nonce { get; } = bytes.Slice(1 + FingerprintBytes, NonceBytes);
        public Span<byte> Tag { get; } = bytes.Slice(1 + FingerprintBytes + NonceBytes, TagBytes);
        public Span<byte> Cipher { get; } = bytes[Overhead..];
    }
}

/// <summary>« Sceau brisé » — no refusal: somebody changed the database by hand, or a key is lost. The log names the place, never what was in it.</summary>
public sealed class SealBroken(string place) : Exception($"What is sealed at {place} does not open: it was changed, moved, or its key is missing.");
