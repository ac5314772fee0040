using System.Globalization;
using System.Text;

namespace ETicket.Mail;

/// <summary>« Adresse électronique » — what may be written in an SMTP command and nothing that could end one.</summary>
internal static class MailAddress
{
    private const string Special = "<>()[],;:\\\"";

    private static readonly IdnMapping Idn = new();

    /// <summary>One @, something on both sides, a dotted or local domain, no space, control, bracket, quote or list (RFC 5321 §4.5.3.1 for lengths).</summary>
    public static bool IsValid(string? address)
    {
        if (address is null || address.Length > 254)
            return false;
        var at = address.LastIndexOf('@');
        if (at is < 1 or > 64 || at == address.Length - 1 || address.IndexOf('@') != at)
            return false;
        foreach (var rune in address.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || (rune.IsAscii && Special.Contains((char)rune.Value, StringComparison.Ordinal)))
                return false;
        }
        return TryAsciiDomain(address[(at + 1)..], out _) && Dots(address.AsSpan(0, at));
    }

    /// <summary>The address as written on the wire: the domain in its ASCII form (RFC 5891); only a local part may still need SMTPUTF8.</summary>
    public static string OnTheWire(string address)
    {
        if (!IsValid(address))
            throw new ArgumentException("Not an e-mail address.", nameof(address));
        var at = address.LastIndexOf('@');
        TryAsciiDomain(address[(at + 1)..], out var domain);
        return $"{address[..at]}@{domain}";
    }

    public static string DomainOf(string address) => OnTheWire(address)[(address.LastIndexOf('@') + 1)..];

    private static bool TryAsciiDomain(string domain, out string ascii)
    {
        ascii = "";
        try
        {
            ascii = Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return false;
        }
        return Dots(ascii) && ascii.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
    }

    private static bool Dots(ReadOnlySpan<char> part) => part[0] != '.' && part[^1] != '.' && part.IndexOf("..", StringComparison.Ordinal) < 0;
}
