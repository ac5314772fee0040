using System.Globalization;
using System.Text;

namespace ETicket.Mail.Smtp;

/// <summary>Header values as RFC 5322, 2047 and 2231 want them. A line break in any of them is refused with <see cref="ArgumentException"/>: it would start a header of its own.</summary>
internal static class MimeHeaders
{
    // 39 bytes are 52 characters of base64: with "=?utf-8?B?", "?=" and the longest name before it, under the 76 of RFC 2047 §2.
    private const int BytesPerWord = 39;
    private const int LongestPlain = 60;

    /// <summary>Free text: as it is when it is short ASCII that no reader could take for an encoded word, else encoded and folded.</summary>
    public static string Text(string value) => IsPlain(OneLine(value)) ? value : EncodedWords(value);

    /// <summary>A name and an address, the domain in ASCII.</summary>
    public static string Correspondent(Correspondent who)
    {
        var address = MailAddress.OnTheWire(who.Address);
        if (string.IsNullOrWhiteSpace(who.Name))
            return $"<{address}>";
        var name = IsPlain(OneLine(who.Name)) ? Quoted(who.Name) : EncodedWords(who.Name);
        return $"{name}\r\n <{address}>";
    }

    /// <summary>« Sat, 21 Nov 2026 13:00:00 +0100 ».</summary>
    public static string Date(DateTimeOffset instant) =>
        instant.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + instant.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    /// <summary>A parameter such as a file name, any alphabet, cut in numbered pieces when long (RFC 2231 §3 and §4).</summary>
    public static string Parameter(string name, string value)
    {
        if (IsPlain(OneLine(value)))
            return $";\r\n {name}={Quoted(value)}";
        var pieces = Pieces(value, 15).Select(Uri.EscapeDataString).ToList();
        if (pieces.Count == 1)
            return $";\r\n {name}*=UTF-8''{pieces[0]}";
        return string.Concat(pieces.Select((piece, i) => string.Create(CultureInfo.InvariantCulture, $";\r\n {name}*{i}*={(i == 0 ? "UTF-8''" : "")}{piece}")));
    }

    /// <summary>What must be ASCII without spaces: an identifier, a media type, an address of the web.</summary>
    public static string Token(string value) =>
        value.Length > 0 && value.Length < 900 && value.All(c => c is > ' ' and <= '~' and not ('<' or '>')) ? value : throw new ArgumentException("Not a plain header value.", nameof(value));

    private static bool IsPlain(string value) =>
        value.Length <= LongestPlain && value.All(c => c is >= ' ' and <= '~') && value == value.Trim() && !value.Contains("=?", StringComparison.Ordinal);

    private static string OneLine(string value) =>
        value.AsSpan().ContainsAny("\r\n\0") ? throw new ArgumentException("A header holds on one line.", nameof(value)) : value;

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string EncodedWords(string value) =>
        string.Join("\r\n ", Pieces(value, BytesPerWord).Select(piece => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))}?="));

    // Never inside a character: each word is decoded alone.
    private static IEnumerable<string> Pieces(string value, int bytes)
    {
        var piece = new StringBuilder();
        var size = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (size + rune.Utf8SequenceLength > bytes)
            {
                yield return piece.ToString();
                piece.Clear();
                size = 0;
            }
            piece.Append(rune.ToString());
            size += rune.Utf8SequenceLength;
        }
        yield return piece.ToString();
    }
}
