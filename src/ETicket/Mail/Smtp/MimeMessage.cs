using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;

namespace ETicket.Mail.Smtp;

/// <summary>A letter as bytes (RFC 5322 and MIME): text and HTML twins, then what is attached. The same letter gives the same bytes.</summary>
internal static class MimeMessage
{
    public static byte[] Write(MailMessage letter)
    {
        var output = new StringBuilder();
        Header(output, "From", MimeHeaders.Correspondent(letter.From));
        Header(output, "To", MimeHeaders.Correspondent(letter.To));
        Header(output, "Subject", MimeHeaders.Text(letter.Subject));
        Header(output, "Date", MimeHeaders.Date(ParisTime.ToParis(letter.SentAt)));
        Header(output, "Message-ID", $"<{MimeHeaders.Token(letter.MessageId)}>");
        // RFC 3834: no « je suis en congé » in return.
        Header(output, "Auto-Submitted", "auto-generated");
        if (letter.ListUnsubscribe is { } address)
        {
            Header(output, "List-Unsubscribe", $"<{MimeHeaders.Token(address.AbsoluteUri)}>");
            Header(output, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        Header(output, "MIME-Version", "1.0");
        Body(output, letter, "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letter.MessageId)))[..24]);
        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Body(StringBuilder output, MailMessage letter, string boundary)
    {
        if (letter.Attachments.Count == 0)
        {
            Twins(output, letter, boundary + "-t");
            return;
        }
        var mixed = boundary + "-m";
        Header(output, "Content-Type", $"multipart/mixed; boundary=\"{mixed}\"");
        output.Append("\r\n--").Append(mixed).Append("\r\n");
        Twins(output, letter, boundary + "-t");
        foreach (var attachment in letter.Attachments)
        {
            output.Append("--").Append(mixed).Append("\r\n");
            Header(output, "Content-Type", MimeHeaders.Token(attachment.ContentType) + MimeHeaders.Parameter("name", attachment.FileName));
            Header(output, "Content-Disposition", "attachment" + MimeHeaders.Parameter("filename", attachment.FileName));
            Header(output, "Content-Transfer-Encoding", "base64");
            output.Append("\r\n").Append(Convert.ToBase64String(attachment.Content.Span, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        }
        output.Append("--").Append(mixed).Append("--\r\n");
    }

    private static void Twins(StringBuilder output, MailMessage letter, string boundary)
    {
        Header(output, "Content-Type", $"multipart/alternative; boundary=\"{boundary}\"");
        foreach (var (type, content) in new[] { ("plain", letter.Text), ("html", letter.Html) })
        {
            output.Append("\r\n--").Append(boundary).Append("\r\n");
            Header(output, "Content-Type", $"text/{type}; charset=utf-8");
            Header(output, "Content-Transfer-Encoding", "quoted-printable");
            output.Append("\r\n").Append(QuotedPrintable.Encode(content));
        }
        output.Append("\r\n--").Append(boundary).Append("--\r\n");
    }

    private static void Header(StringBuilder output, string name, string value) => output.Append(name).Append(": ").Append(value).Append("\r\n");
}
