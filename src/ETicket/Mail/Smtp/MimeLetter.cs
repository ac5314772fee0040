using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;
using MimeKit;

namespace ETicket.Mail.Smtp;

/// <summary>A letter as MIME (RFC 5322, 2045): text and HTML twins, then what is attached. The same letter gives the same bytes. A line break in a header is refused with <see cref="ArgumentException"/>.</summary>
internal static class MimeLetter
{
    public static MimeMessage Write(MailMessage letter)
    {
        var message = new MimeMessage
        {
            Subject = Words(letter.Subject),
            Date = ParisTime.ToParis(letter.SentAt),
            MessageId = OneLine(letter.MessageId),
            Body = Body(letter, "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letter.MessageId)))[..24]),
        };
        message.From.Add(Mailbox(letter.From));
        message.To.Add(Mailbox(letter.To));
        // RFC 3834: no « je suis en congé » in return.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        if (letter.ListUnsubscribe is { } address)
        {
            message.Headers.Add(Unfolded(HeaderId.ListUnsubscribe, $"<{address.AbsoluteUri}>"));
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }
        return message;
    }

    /// <summary>On one line, whatever its length: providers that look for the one click read this header more simply than a mail reader does.</summary>
    private static Header Unfolded(HeaderId name, string value)
    {
        var header = new Header(name, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {value}\r\n"));
        return header;
    }

    private static MailboxAddress Mailbox(Correspondent who) => new(Encoding.UTF8, Words(who.Name), MailAddress.OnTheWire(who.Address));

    private static Multipart Body(MailMessage letter, string boundary)
    {
        var twins = new MultipartAlternative(Twin("plain", letter.Text), Twin("html", letter.Html)) { Boundary = boundary + "-t" };
        Multipart body = letter.Attachments.Count == 0 ? twins : new Multipart("mixed", [twins, .. letter.Attachments.Select(Attached)]) { Boundary = boundary + "-m" };
        body.Headers.Add(HeaderId.ContentLanguage, "fr");
        return body;
    }

    /// <summary>Short lines of ASCII: any relay carries them unchanged, whatever the length of the paragraph.</summary>
    private static TextPart Twin(string kind, string text)
    {
        var part = new TextPart(kind) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        return part;
    }

    private static MimePart Attached(MailAttachment attachment) => new(OneLine(attachment.ContentType))
    {
        Content = new MimeContent(new MemoryStream(attachment.Content.ToArray(), writable: false)),
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        ContentTransferEncoding = ContentEncoding.Base64,
        FileName = OneLine(attachment.FileName),
    };

    /// <summary>What pretends to be an encoded word (RFC 2047 §2) is not read as one.</summary>
    private static string Words(string value) => OneLine(value).Replace("=?", "= ?", StringComparison.Ordinal);

    // It would start a header of its own.
    private static string OneLine(string value) =>
        value.AsSpan().ContainsAny("\r\n\0") ? throw new ArgumentException("A header holds on one line.", nameof(value)) : value;
}
