using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Signature d'un avis » — « t=…,v1=… » over the bytes as they came, by HMAC-SHA256. Every signature is compared with every secret, each in constant time, so that how
/// long it takes tells nothing. Not the library's, which believes a header of several times (C13), throws when there is none, and ends in 2038.
/// </summary>
internal static class StripeSignature
{
    public const string Header = "Stripe-Signature";

    /// <summary>Stripe sends one signature per active secret; more is somebody trying.</summary>
    private const int MostSignatures = 8;

    public static bool IsAuthentic(string? header, ReadOnlySpan<byte> body, IEnumerable<string> secrets, DateTimeOffset now, TimeSpan tolerance)
    {
        if (header is null || Read(header) is not ({ } time, { Count: > 0 and <= MostSignatures } signatures))
            return false;
        var authentic = false;
        foreach (var secret in secrets)
        {
            var ours = Sign(time, body, secret);
            foreach (var signature in signatures)
                authentic |= CryptographicOperations.FixedTimeEquals(ours, signature);
        }
        return authentic && (now - DateTimeOffset.FromUnixTimeSeconds(time)).Duration() <= tolerance;
    }

    public static byte[] Sign(long time, ReadOnlySpan<byte> body, string secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(time.ToString(CultureInfo.InvariantCulture) + "."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>One time, whole seconds of this age of the world; signatures of the right length. Anything else is not a header of Stripe.</summary>
    private static (long? Time, IReadOnlyList<byte[]> Signatures) Read(string header)
    {
        long? time = null;
        var signatures = new List<byte[]>();
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                if (time is not null || !long.TryParse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > uint.MaxValue)
                    return (null, []);
                time = seconds;
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal) && part.Length == 3 + (2 * SHA256.HashSizeInBytes) && part.AsSpan(3).IndexOfAnyExcept(Hexadecimal) < 0)
            {
                signatures.Add(Convert.FromHexString(part.AsSpan(3)));
            }
        }
        return (time, signatures);
    }

    private static readonly System.Buffers.SearchValues<char> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdef");
}
