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
    /// Hands the letter to the server, or throws what prevented it, which the log says too: whoever sends has failed, and sends again. Where nobody is named there is only the log.
    /// <paramref name="reference"/> makes the Message-ID: the same event is recognised by its reader's program.
    /// </summary>
    public async Task SendAsync<TLetter>(TLetter letter, string reference, DateTimeOffset at, CancellationToken stop)
        where TLetter : ILetter
    {
        var settings = options.Value;
        if (string.IsNullOrWhiteSpace(settings.Operator))
        {
            log.LogError("{Letter} has no reader: Mail:Operator is not set", TLetter.Name);
            return;
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
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            log.LogCritical(problem, "{Letter} could not be sent to the operator", TLetter.Name);
            throw;
        }
    }
}
