using System.Globalization;
using System.Text.RegularExpressions;

namespace ETicket.Mail.Undelivered;

/// <summary>Reads a mail server's no: the enhanced code where there is one (RFC 3463), else the plain one.</summary>
internal static partial class RefusalReading
{
    public static UndeliveredReason ReasonOf(LetterRefused no) => Enhanced().Match(no.Message) is { Success: true } code
        ? OfEnhanced(Number(code, "subject"), Number(code, "detail"), no.Permanent)
        : OfPlain(no.Code, no.Permanent);

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
}
