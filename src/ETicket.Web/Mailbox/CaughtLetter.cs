using System.Text;
using MimeKit;

namespace ETicket.Web.Mailbox;

/// <summary>
/// « Courriel intercepté » — a message as the development mailbox received it: the bytes, preceded by Return-Path and Delivered-To as a real
/// mailbox writes them (RFC 5321 §4.4), so that the file alone tells the envelope.
/// </summary>
internal sealed record CaughtLetter(long Id, DateTimeOffset ReceivedAt, byte[] Raw)
{
    private readonly Lazy<MimeMessage> content = new(() => MimeMessage.Load(new MemoryStream(Raw)));

    public string Sender => Header("Return-Path").Trim('<', '>');

    public IReadOnlyList<string> Recipients => [.. Headers.Where(h => h.Name == "Delivered-To").Select(h => h.Value)];

    public string From => Header("From");

    public string To => Header("To");

    public string Subject => Header("Subject");

    public string MessageId => Header("Message-ID").Trim('<', '>');

    public IReadOnlyList<(string Name, string Value)> Headers => [.. content.Value.Headers.Select(header => (header.Field, header.Value))];

    public string? Text => content.Value.TextBody?.ReplaceLineEndings("\n");

    public string? Html => content.Value.HtmlBody?.ReplaceLineEndings("\n");

    public IReadOnlyList<(string Name, byte[] Content)> Attachments => [.. content.Value.Attachments.OfType<MimePart>().Select(part => (part.FileName ?? "", ContentOf(part)))];

    public static CaughtLetter Delivered(long id, DateTimeOffset receivedAt, string sender, IEnumerable<string> recipients, byte[] message)
    {
        var envelope = new StringBuilder().Append("Return-Path: <").Append(sender).Append(">\r\n");
        foreach (var recipient in recipients)
            envelope.Append("Delivered-To: ").Append(recipient).Append("\r\n");
        return new CaughtLetter(id, receivedAt, [.. Encoding.UTF8.GetBytes(envelope.ToString()), .. message]);
    }

    private static byte[] ContentOf(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes);
        return bytes.ToArray();
    }

    private string Header(string name) => Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
