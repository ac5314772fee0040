using System.Text.Json;
using ETicket.Mail.Letters;

namespace ETicket.Mail;

/// <summary>What became of a letter shown to the server once.</summary>
internal abstract record Outcome
{
    public sealed record Sent : Outcome;

    /// <summary>Refused for now.</summary>
    public sealed record Later(string Why) : Outcome;

    /// <summary>Given whole, answer lost: shown once more with the same Message-ID.</summary>
    public sealed record Unknown(string Why) : Outcome;

    public sealed record Failed(string Why) : Outcome;

    public sealed record Dropped(string Why) : Outcome;
}

/// <summary>Writes one letter out and shows it to the server. It knows no database.</summary>
internal sealed class LetterCarrier(Templates templates, MailOptions options)
{
    /// <summary>Throws <see cref="PostUnreachable"/>, or stops when asked: everything else that can happen to one letter is an outcome of that letter.</summary>
    public async Task<Outcome> CarryAsync(ClaimedLetter letter, Func<Task<IMailSession>> session, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(letter.Email))
            return new Outcome.Dropped("no address");
        var address = letter.Email.Trim();
        if (!MailAddress.IsValid(address))
            return new Outcome.Failed("not an e-mail address");
        if (LetterBook.Find(letter.Name) is not { } kind)
            return new Outcome.Failed($"no such letter: {letter.Name}");
        try
        {
            var written = templates.Render(kind, letter.Variables);
            var mail = new MailMessage(new(options.FromName, options.From), new(OneLine(letter.FullName), address), written.Subject, written.Text, written.Html, letter.MessageId, letter.ClaimedAt);
            await (await session()).SendAsync(mail, stop);
            return new Outcome.Sent();
        }
        catch (Exception problem) when (problem is TemplateBroken or JsonException)
        {
            return new Outcome.Failed(problem.Message);
        }
        catch (LetterRefused no)
        {
            return no.Permanent ? new Outcome.Failed(no.Message) : new Outcome.Later(no.Message);
        }
        catch (LetterLost lost)
        {
            return new Outcome.Unknown(lost.Message);
        }
        catch (Exception bug) when (bug is not (PostUnreachable or OperationCanceledException))
        {
            // One letter nobody foresaw must not hold the others back.
            return new Outcome.Failed(bug.ToString());
        }
    }

    private static string OneLine(string name) => string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c));
}
