using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.IntegrationTests.Mail.Pushes;

/// <summary>A browser that takes notifications, as RFC 8291 tells it: it gives a point and a secret, and reads what was encrypted for them.</summary>
internal sealed class PushBrowser(ECDiffieHellman key, byte[] secret)
{
    public PushBrowser()
        : this(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16)) { }

    public string PublicKey => Base64Url.EncodeToString(Point(key.ExportParameters(false)));

    public string Secret => Base64Url.EncodeToString(secret);

    /// <summary>One record of aes128gcm (RFC 8188), its key agreed on as RFC 8291 §3.4 says.</summary>
    public string Read(ReadOnlySpan<byte> body)
    {
        var (salt, size, idLength) = (body[..16].ToArray(), BinaryPrimitives.ReadUInt32BigEndian(body[16..20]), body[20]);
        var sender = body.Slice(21, idLength).ToArray();
        var record = body[(21 + idLength)..];
        Assert.True(record.Length <= size);
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = sender[1..33], Y = sender[33..65] } });
        var agreed = key.DeriveRawSecretAgreement(theirs.PublicKey);
        byte[] info = [.. "WebPush: info\0"u8, .. Base64Url.DecodeFromChars(PublicKey), .. sender];
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 32, secret, info);
        var content = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        using var aes = new AesGcm(content, 16);
        var plain = new byte[record.Length - 16];
        aes.Decrypt(nonce, record[..^16], record[^16..], plain);
        // The last record ends with a two, then as many zeros as it likes.
        var end = plain.AsSpan().TrimEnd((byte)0);
        Assert.Equal(2, end[^1]);
        return Encoding.UTF8.GetString(end[..^1]);
    }

    public static byte[] Point(ECParameters of) => [4, .. of.Q.X!, .. of.Q.Y!];
}
