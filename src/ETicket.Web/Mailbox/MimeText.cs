using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ETicket.Web.Mailbox;

/// <summary>Headers unfolded and decoded, contents decoded (RFC 2045, 2047, 2231), from the bytes read as Latin-1.</summary>
internal static partial class MimeText
{
    public static IReadOnlyList<(string Name, string Value)> Headers(string head)
    {
        var headers = new List<(string, string)>();
        foreach (var line in Folding().Replace(head, " ").Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers.Add((line[..colon], Words(line[(colon + 1)..].Trim())));
        }
        return headers;
    }

    public static string FirstWord(string value) => value.Split(';')[0].Trim();

    /// <summary>A parameter, plain, quoted, or in numbered pieces.</summary>
    public static string? Parameter(string value, string name)
    {
        var whole = new StringBuilder();
        var found = false;
        foreach (Match match in Parameters().Matches(value))
        {
            if (!match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            found = true;
            var text = match.Groups["value"].Value;
            if (text.StartsWith('"'))
                text = text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            if (match.Groups["star"].Success)
                text = Uri.UnescapeDataString(text.StartsWith("UTF-8''", StringComparison.OrdinalIgnoreCase) ? text[7..] : text);
            whole.Append(text);
        }
        return found ? whole.ToString() : null;
    }

    public static byte[] Decode(string body, string? encoding) => encoding?.Trim().ToLowerInvariant() switch
    {
        "base64" => Base64(body),
        "quoted-printable" => QuotedPrintable(body),
        _ => Encoding.Latin1.GetBytes(body),
    };

    private static byte[] Base64(string body)
    {
        var letters = string.Concat(body.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[letters.Length];
        return Convert.TryFromBase64String(letters, bytes, out var count) ? bytes[..count] : Encoding.Latin1.GetBytes(body);
    }

    private static byte[] QuotedPrintable(string body)
    {
        var output = new MemoryStream(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '=')
                output.WriteByte((byte)body[i]);
            else if (string.CompareOrdinal(body, i + 1, "\r\n", 0, 2) == 0)
                i += 2;
            else if (i + 2 < body.Length && byte.TryParse(body.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                (output, i) = (Put(output, octet), i + 2);
            else
                output.WriteByte((byte)'=');
        }
        return output.ToArray();
    }

    private static MemoryStream Put(MemoryStream output, byte octet)
    {
        output.WriteByte(octet);
        return output;
    }

    // Raw 8-bit headers are UTF-8 (RFC 6532); encoded words touching each other are one text.
    private static string Words(string value)
    {
        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(value));
        return EncodedWord().Replace(Between().Replace(text, "?="), word =>
            Encoding.UTF8.GetString(word.Groups["b"].Success ? Base64(word.Groups["text"].Value) : QuotedPrintable(word.Groups["text"].Value.Replace('_', ' '))));
    }

    [GeneratedRegex(@"\r\n[ \t]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Folding();

    [GeneratedRegex(@"\?=\s+(?==\?utf-8\?)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?utf-8\?(?:(?<b>b)|q)\?(?<text>[^?\s]*)\?=", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@";\s*(?<name>[^\s=*;]+)(?:\*\d+)?(?<star>\*)?=(?<value>""(?:[^""\\]|\\.)*""|[^\s;]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameters();
}
