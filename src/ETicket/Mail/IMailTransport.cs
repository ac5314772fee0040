namespace ETicket.Mail;

/// <summary>« La poste » — the only door through which mail leaves. By SMTP today; an HTTP relay would be another.</summary>
internal interface IMailTransport
{
    /// <summary>Opens one session for many letters. Throws <see cref="PostUnreachable"/> when the server cannot be reached, trusted or convinced.</summary>
    Task<IMailSession> OpenAsync(CancellationToken stop);
}

/// <summary>One session with the server, used for letter after letter, one at a time.</summary>
internal interface IMailSession : IAsyncDisposable
{
    /// <summary>
    /// Returns when the server has taken the letter. Throws <see cref="LetterRefused"/> when it said no, <see cref="LetterLost"/> when the
    /// whole letter was given and no answer came, or « later », <see cref="PostUnreachable"/> when the session ended before, or the server said it leaves (421). After any of them the next
    /// letter may be sent.
    /// </summary>
    Task SendAsync(MailMessage letter, CancellationToken stop);
}

/// <summary>The server answered no. <paramref name="permanent"/>: it will always (5xx); else it may be asked again (4xx). RFC 5321 §4.2.1.</summary>
internal sealed class LetterRefused(int code, string answer, bool permanent) : Exception($"{code} {answer}")
{
    public int Code => code;

    public bool Permanent => permanent;
}

/// <summary>The letter was given whole and no yes came: it may have been delivered (RFC 1047).</summary>
internal sealed class LetterLost(Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>The « later » (4xx) that came instead of a yes; null: nothing came.</summary>
    public LetterRefused? Answer => InnerException as LetterRefused;
}

/// <summary>No session, or none any more: nothing is known of this letter but that it was not delivered. It is never the letter's fault.</summary>
internal sealed class PostUnreachable(string why, Exception? inner = null) : Exception(why, inner);

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
