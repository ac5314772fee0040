using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ETicket.Mail.Documents;

/// <summary>
/// « Code de vérification » — sixteen signs in groups of four, drawn from what the document says by HMAC-SHA-256 under a key nobody outside the database has: the same facts,
/// the same code; 70 bits, so that nobody finds one by trying. Signs that are read one for another (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V, C Q) are not all there.
/// </summary>
internal static class SealCode
{
    private const string Signs = "ACDEFHJKMNPRTUWXY3479";
    private const int Length = 16;
    private const int Group = 4;

    public static string Of(byte[] key, string kind, string facts)
    {
        var drawn = new BigInteger(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{facts}")), isUnsigned: true, isBigEndian: true);
        var signs = new char[Length];
        for (var i = 0; i < Length; i++)
        {
            drawn = BigInteger.DivRem(drawn, Signs.Length, out var sign);
            signs[i] = Signs[(int)sign];
        }
        return Grouped(new string(signs));
    }

    /// <summary>A code as a person typed it, in the form it is printed in; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 4 * Length)
            return null;
        var signs = string.Concat(typed.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return signs.Length == Length && signs.All(Signs.Contains) ? Grouped(signs) : null;
    }

    private static string Grouped(string signs) => string.Join('-', signs.Chunk(Group).Select(g => new string(g)));
}
