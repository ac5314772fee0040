using ETicket.Mail.Letters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ETicket.Mail;

/// <summary>
/// « Courrier à l'exploitant » — letters about the whole installation, to the one address in <c>Mail:Operator</c>. They go straight to the post: the outbox keeps letters
/// of one structure to one of its families, and an audit that found the database wrong must not need it to say so.
/// </summary>
internal sealed class OperatorPost(Templates templates, IMailTransport transport, IOptions<MailOptions> options, ILogger<OperatorPost> log)
{
    /// <summary>
    /// Shows the letter to the server once. False when nobody is named or the server would not take it, which the log then says: whoever sends repeats what is still true the
    /// next night. <paramref name="reference"/> makes the Message-ID: the same event is recognised by its reader's program.
    /// </summary>
    public async Task<bool> SendAsync<TLetter>(TLetter letter, string reference, DateTimeOffset at, CancellationToken stop)
        where TLetter : ILetter
    {
        var settings = options.Value;
        if (string.IsNullOrWhiteSpace(settings.Operator))
        {
            log.LogError("{Letter} has no reader: Mail:Operator is not set", TLetter.Name);
            return false;
        }
        try
        {
            var written = templates.Render(LetterKind.Of<TLetter>(), LetterJson.Write(letter));
            await using var session = await transport.OpenAsync(stop);
            await session.SendAsync(
                new MailMessage(
                    new(settings.FromName, settings.From), new("", settings.Operator), written.Subject, written.Text, written.Html,
                    $"eticket.{reference}@{MailAddress.DomainOf(settings.From)}", at),
                stop);
            return true;
        }
        catch (Exception problem) when (problem is PostUnreachable or LetterRefused or LetterLost or TemplateBroken)
        {
            log.LogCritical(problem, "{Letter} could not be sent to the operator", TLetter.Name);
            return false;
        }
    }
}
