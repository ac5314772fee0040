using System.Text;

namespace ETicket.Access.Factor;

/// <summary>« Base 32 » (RFC 4648 §6) — a secret as a person can type it: capitals and the digits 2 to 7, none mistaken for another.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Bits = 5;

    /// <summary>« Écrire » — without the signs « = » at the end, which no application asks for.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, held) = (0, 0);
        foreach (var one in bytes)
        {
            buffer = ((buffer << 8) | one) & 0xfff;
            held += 8;
            for (; held >= Bits; held -= Bits)
                text.Append(Alphabet[(buffer >> (held - Bits)) & 31]);
        }
        if (held > 0)
            text.Append(Alphabet[(buffer << (Bits - held)) & 31]);
        return text.ToString();
    }

    /// <summary>« Par quatre » — « JBSW Y3DP », as it is read aloud and copied.</summary>
    public static string InFours(string text) => string.Join(' ', text.Chunk(4).Select(four => new string(four)));
}
