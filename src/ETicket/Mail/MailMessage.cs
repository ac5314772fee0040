namespace ETicket.Mail;

/// <summary>« Courriel » — a letter ready for the post: rendered, addressed, dated.</summary>
internal sealed record MailMessage(
    Correspondent From,
    Correspondent To,
    string Subject,
    string Text,
    string Html,
    string MessageId,
    DateTimeOffset SentAt)
{
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Where one click stops such letters (RFC 8058); null for letters that are due anyway, as receipts are.</summary>
    public Uri? ListUnsubscribe { get; init; }
}

/// <summary>« Adresse » — a name and an address.</summary>
internal sealed record Correspondent(string Name, string Address);

/// <summary>« Pièce jointe ».</summary>
internal sealed record MailAttachment(string FileName, string ContentType, ReadOnlyMemory<byte> Content);
