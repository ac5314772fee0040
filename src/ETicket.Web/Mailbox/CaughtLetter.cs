using System.Text;

namespace ETicket.Web.Mailbox;

/// <summary>
/// « Courriel intercepté » — a message as the development mailbox received it: the bytes, preceded by Return-Path and Delivered-To as a real
/// mailbox writes them (RFC 5321 §4.4), so that the file alone tells the envelope.
/// </summary>
internal sealed record CaughtLetter(long Id, DateTimeOffset ReceivedAt, byte[] Raw)
{
    private readonly Lazy<MimePart> content = new(() => MimePart.Read(Raw));

    public string Sender => Header("Return-Path").Trim('<', '>');

    public IReadOnlyList<string> Recipients => [.. Headers.Where(h => h.Name == "Delivered-To").Select(h => h.Value)];

    public string From => Header("From");

    public string To => Header("To");

    public string Subject => Header("Subject");

    public string MessageId => Header("Message-ID").Trim('<', '>');

    public IReadOnlyList<(string Name, string Value)> Headers => content.Value.Headers;

    public string? Text => content.Value.Find("text/plain")?.Text;

    public string? Html => content.Value.Find("text/html")?.Text;

    public IReadOnlyList<(string Name, byte[] Content)> Attachments => [.. content.Value.Leaves.Where(part => part.FileName is not null).Select(part => (part.FileName!, part.Content))];

    public static CaughtLetter Delivered(long id, DateTimeOffset receivedAt, string sender, IEnumerable<string> recipients, byte[] message)
    {
        var envelope = new StringBuilder().Append("Return-Path: <").Append(sender).Append(">\r\n");
        foreach (var recipient in recipients)
            envelope.Append("Delivered-To: ").Append(recipient).Append("\r\n");
        return new CaughtLetter(id, receivedAt, [.. Encoding.UTF8.GetBytes(envelope.ToString()), .. message]);
    }

    private string Header(string name) => Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
