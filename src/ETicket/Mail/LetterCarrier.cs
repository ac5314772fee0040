using System.Text.Json;
using ETicket.Mail.Letters;
using ETicket.Mail.Undelivered;

namespace ETicket.Mail;

/// <summary>What became of a letter shown to the server once.</summary>
internal abstract record Outcome
{
    /// <summary>The server was not asked: it says nothing of what it does with letters.</summary>
    public bool Unasked { get; init; }

    public sealed record Sent : Outcome;

    /// <summary>Refused for now; <paramref name="Reason"/> is what it comes to when it never ends.</summary>
    public sealed record Later(UndeliveredReason Reason, string Why) : Outcome;

    /// <summary>Given whole, no yes: shown once more with the same Message-ID.</summary>
    public sealed record Unknown(string Why) : Outcome;

    /// <summary>
    /// Not taken, and whether the server or this letter is the cause shows with the next ones: <paramref name="Own"/> is what it comes to when it is this letter. <paramref name="Sign"/>: what is
    /// alike in the refusals of a server that refuses everybody; null where the conversation ended before the letter was given, or the server speaks of itself or of us.
    /// </summary>
    public sealed record Doubtful(Outcome Own, string? Sign, string Why) : Outcome;

    public sealed record Failed(UndeliveredReason Reason, string Why) : Outcome;

    public sealed record Dropped : Outcome
    {
        public Dropped(string why) => (Why, Unasked) = (why, true);

        public string Why { get; }
    }
}

/// <summary>Writes one letter out and shows it to the server. It knows no database.</summary>
internal sealed class LetterCarrier(Templates templates, MailOptions options)
{
    /// <summary>Throws only when asked to stop: everything else that can happen to one letter is an outcome of that letter.</summary>
    public async Task<Outcome> CarryAsync(ClaimedLetter letter, IMailSession session, CancellationToken stop)
    {
        if (letter.Address.Length == 0)
            return new Outcome.Dropped("no address");
        if (!MailAddress.IsValid(letter.Address))
            return new Outcome.Failed(UndeliveredReason.NotAnAddress, "not an e-mail address") { Unasked = true };
        if (LetterBook.Find(letter.Name) is not { } kind)
            return new Outcome.Failed(UndeliveredReason.Unforeseen, $"no such letter: {letter.Name}") { Unasked = true };
        try
        {
            var written = templates.Render(kind, letter.Variables, letter.Stop);
            var mail = new MailMessage(new(options.FromName, options.From), new(OneLine(letter.FullName), letter.Address), written.Subject, written.Text, written.Html, letter.MessageId, letter.ClaimedAt)
            {
                ListUnsubscribe = written.StopAddress,
            };
            await session.SendAsync(mail, stop);
            return new Outcome.Sent();
        }
        catch (Exception problem) when (problem is TemplateBroken or JsonException)
        {
            return new Outcome.Failed(UndeliveredReason.Template, problem.Message) { Unasked = true };
        }
        catch (LetterRefused no)
        {
            var reason = RefusalReading.ReasonOf(no);
            return Weighed(no.Permanent && RefusalReading.CauseOf(no) is not RefusalCause.Sender ? new Outcome.Failed(reason, no.Message) : new Outcome.Later(reason, no.Message), no, letter);
        }
        catch (LetterLost lost)
        {
            return lost.Answer is { } no ? Weighed(new Outcome.Unknown(lost.Message), no, letter) : new Outcome.Unknown(lost.Message);
        }
        catch (PostUnreachable problem)
        {
            return new Outcome.Doubtful(new Outcome.Later(UndeliveredReason.TooLong, problem.Message), null, problem.Message);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // One letter nobody foresaw must not hold the others back.
            return new Outcome.Failed(UndeliveredReason.Unforeseen, bug.ToString()) { Unasked = true };
        }
    }

    /// <summary>What is plainly the letter's own stays so; the rest is weighed with what the server answers to others.</summary>
    private static Outcome Weighed(Outcome own, LetterRefused no, ClaimedLetter letter) => RefusalReading.CauseOf(no) switch
    {
        RefusalCause.Letter => own,
        RefusalCause.Sender => new Outcome.Doubtful(own, null, no.Message),
        _ => new Outcome.Doubtful(own, RefusalReading.SignOf(no, letter.Address), no.Message),
    };

    private static string OneLine(string name) => string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c));
}
