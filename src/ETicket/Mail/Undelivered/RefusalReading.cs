using System.Globalization;
using System.Text.RegularExpressions;

namespace ETicket.Mail.Undelivered;

/// <summary>Of whom a mail server's no speaks.</summary>
internal enum RefusalCause
{
    /// <summary>Of this letter or its reader.</summary>
    Letter,

    /// <summary>Of us who send, or of the server itself: every letter would hear the same.</summary>
    Sender,

    /// <summary>It does not say; what others are answered does.</summary>
    Unsaid,
}

/// <summary>Reads a mail server's no: the enhanced code where there is one (RFC 3463), else the plain one.</summary>
internal static partial class RefusalReading
{
    public static UndeliveredReason ReasonOf(LetterRefused no) => Enhanced().Match(no.Message) is { Success: true } code
        ? OfEnhanced(Number(code, "subject"), Number(code, "detail"), no.Permanent)
        : OfPlain(no.Code, no.Permanent);

    /// <summary>
    /// By the enhanced code alone. The sender's: x.1.7 and x.1.8 (our address), x.3.x (the server: full, busy, closing, wrongly set; but not .3 and .4, which are about what this letter
    /// asks of it), x.4.5 (congestion), x.7.8 to x.7.13 (our account: RFC 4954, 5248), x.7.20 to x.7.29 (our signatures, our domain, too many letters: RFC 7372, 7505,
    /// 8617). The letter's: the rest of x.1 and x.2 up to x.1.10 and x.2.4, x.6, x.3.3, x.3.4, x.7.2, x.7.17 and x.7.18 (a list, a mailbox, a domain that changed hands). x.7.0 and x.7.1 are
    /// « per-host or per-recipient » (RFC 3463 §3.8), greylisting too; a server's own details (5.1.90: a daily limit), x.2.0 and plain codes say nothing.
    /// </summary>
    public static RefusalCause CauseOf(LetterRefused no) => Enhanced().Match(no.Message) is { Success: true } code
        ? (Number(code, "subject"), Number(code, "detail")) switch
        {
            (1, 7 or 8) or (3, not (3 or 4)) or (4, 5) or (7, (>= 8 and <= 13) or (>= 20 and <= 29)) => RefusalCause.Sender,
            (1, <= 10) or (2, >= 1 and <= 4) or (6, _) or (3, _) or (7, 2 or 17 or 18) => RefusalCause.Letter,
            _ => RefusalCause.Unsaid,
        }
        : RefusalCause.Unsaid;

    /// <summary>What is alike in the same refusal of two letters: its codes, or without an enhanced one its words but the address and those that bear a digit: a queue's number, a session's, an hour.</summary>
    public static string SignOf(LetterRefused no, string address) => Enhanced().Match(no.Message) is { Success: true } code
        ? code.Value
        : FormattableString.Invariant($"{no.Code}{Numbered().Replace(no.Message.Replace(address, "", StringComparison.OrdinalIgnoreCase), "")}");

    /// <summary>Whether what a server said, as it was kept, names the address by an enhanced code: a plain 550 says as well that a relay sends no more today.</summary>
    public static bool IsCertain(string said) => Enhanced().IsMatch(said);

    private static UndeliveredReason OfEnhanced(int subject, int detail, bool permanent) => (subject, detail) switch
    {
        // A bad mailbox, a bad domain, a bad form of either, moved away, a domain that takes no mail, a mailbox closed.
        (1, 1 or 2 or 3 or 6 or 10) or (2, 1) when permanent => UndeliveredReason.UnknownAddress,
        (2, 2) => UndeliveredReason.FullMailbox,
        (7, _) when permanent => UndeliveredReason.Blocked,
        _ => permanent ? UndeliveredReason.Refused : UndeliveredReason.TooLong,
    };

    private static UndeliveredReason OfPlain(int code, bool permanent) => code switch
    {
        550 or 551 or 553 => UndeliveredReason.UnknownAddress,
        452 or 552 => UndeliveredReason.FullMailbox,
        _ => permanent ? UndeliveredReason.Refused : UndeliveredReason.TooLong,
    };

    private static int Number(Match code, string group) => int.Parse(code.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{3} [245]\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"\S*\d\S*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbered();
}
