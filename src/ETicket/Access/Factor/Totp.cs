using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.Access.Factor;

/// <summary>« Code à usage unique » — RFC 6238 as every application of a phone understands it: HMAC-SHA-1, 30 seconds, 6 digits.</summary>
public static class Totp
{
    public const int Digits = 6;
    public const int SecretBytes = 20;
    private const int Period = 30;

    /// <summary>A code of the step before or after opens too: clocks of phones are not ours, and people type slowly (§5.2).</summary>
    private const int Drift = 1;

    /// <summary>The step an instant is in.</summary>
    public static long StepOf(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / Period;

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 §1.2 and every application: HMAC needs no collision resistance of SHA-1.")]
    public static string CodeOf(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> moving = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moving, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, moving, hash);
        // Dynamic truncation (RFC 4226 §5.3).
        var value = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0x0f)..]) & 0x7fffffff;
        return (value % (long)Math.Pow(10, digits)).ToString($"D{digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, now or one step away; null where it is none. Every candidate is compared whole, whichever it is.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var typed = Encoding.UTF8.GetBytes(code);
        long? matched = null;
        for (var step = StepOf(now) - Drift; step <= StepOf(now) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(secret, step)), typed))
                matched = step;
        }
        return matched;
    }
}
