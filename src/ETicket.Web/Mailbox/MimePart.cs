using System.Text;

namespace ETicket.Web.Mailbox;

/// <summary>A part of a message, and its own parts: as much of MIME as our letters use (RFC 2045, 2046).</summary>
internal sealed class MimePart
{
    private const int Deepest = 8;

    private MimePart(IReadOnlyList<(string, string)> headers, byte[] content, IReadOnlyList<MimePart> parts) => (Headers, Content, Parts) = (headers, content, parts);

    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    /// <summary>Decoded bytes; empty for a part made of parts.</summary>
    public byte[] Content { get; }

    public IReadOnlyList<MimePart> Parts { get; }

    public string Type => MimeText.FirstWord(Header("Content-Type") ?? "text/plain").ToLowerInvariant();

    public string? FileName => MimeText.Parameter(Header("Content-Disposition") ?? "", "filename");

    public string Text => Encoding.UTF8.GetString(Content).ReplaceLineEndings("\n");

    public IEnumerable<MimePart> Leaves => Parts.Count == 0 ? [this] : Parts.SelectMany(part => part.Leaves);

    public MimePart? Find(string type) => Leaves.FirstOrDefault(part => part.Type == type && part.FileName is null);

    public static MimePart Read(byte[] message) => Read(Encoding.Latin1.GetString(message), 0);

    private static MimePart Read(string raw, int depth)
    {
        var end = raw.StartsWith("\r\n", StringComparison.Ordinal) ? 0 : raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? raw : raw[..end];
        var body = end < 0 ? "" : raw[(end + (end == 0 ? 2 : 4))..];
        var headers = MimeText.Headers(head);
        var type = headers.FirstOrDefault(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        if (depth < Deepest && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && MimeText.Parameter(type, "boundary") is { } boundary)
            return new MimePart(headers, [], [.. Split(body, boundary).Select(part => Read(part, depth + 1))]);
        var encoding = headers.FirstOrDefault(h => h.Name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase)).Value;
        return new MimePart(headers, MimeText.Decode(body, encoding), []);
    }

    private static IEnumerable<string> Split(string body, string boundary)
    {
        // Everything between two delimiters; what precedes the first and follows the last is for readers without MIME.
        var pieces = ("\r\n" + body).Split("\r\n--" + boundary);
        foreach (var piece in pieces.Skip(1))
        {
            if (piece.StartsWith("--", StringComparison.Ordinal))
                yield break;
            yield return piece[(piece.IndexOf("\r\n", StringComparison.Ordinal) + 2)..];
        }
    }

    private string? Header(string name) => Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
