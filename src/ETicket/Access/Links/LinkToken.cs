using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace ETicket.Access.Links;

/// <summary>« Clé d'un lien » — 32 random bytes, written in the alphabet of addresses (RFC 4648 §5); the database keeps their digest alone.</summary>
internal static class LinkToken
{
    private const int Bytes = 32;

    private static readonly int Letters = Base64Url.GetEncodedLength(Bytes);

    /// <summary>A new one: as a link bears it, and what is kept of it (SHA-256).</summary>
    public static (string Text, byte[] Digest) New()
    {
        var token = RandomNumberGenerator.GetBytes(Bytes);
        return (Base64Url.EncodeToString(token), SHA256.HashData(token));
    }

    /// <summary>What would be kept of it; null for what never was one.</summary>
    public static byte[]? DigestOf(string text)
    {
        Span<byte> read = stackalloc byte[Bytes];
        return text.Length == Letters && Base64Url.DecodeFromChars(text, read, out _, out var written) is OperationStatus.Done && written == Bytes ? SHA256.HashData(read) : null;
    }
}
