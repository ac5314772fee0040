using System.Text;
using MimeKit;

namespace ETicket.Mail.Smtp;

/// <summary>Letters one after the other, over a line that outlives the server's: servers hang up after so many letters, or so much silence; the next letter opens another.</summary>
internal sealed class SmtpRound(MailOptions settings, SmtpLine line) : IMailSession
{
    /// <summary>The server leaves, whatever it was asked (RFC 5321 §3.8): it says nothing of the letter.</summary>
    public const int Closing = 421;

    private SmtpLine line = line;
    private bool used;

    public async Task SendAsync(MailMessage letter, CancellationToken stop)
    {
        using var message = MimeLetter.Write(letter);
        var accents = !Ascii.IsValid(MailAddress.OnTheWire(letter.From.Address)) || !Ascii.IsValid(MailAddress.OnTheWire(letter.To.Address));
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(settings.PatiencePerLetter);
        try
        {
            await SendAsync(message, accents, wait.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new PostUnreachable("The server takes too long for one letter.", late);
        }
        catch (Exception gone) when (gone is LineCut or LetterRefused { Code: Closing })
        {
            throw new PostUnreachable(gone.Message, gone);
        }
    }

    public ValueTask DisposeAsync() => line.DisposeAsync();

    private async Task SendAsync(MimeMessage message, bool accents, CancellationToken stop)
    {
        while (true)
        {
            if (!line.IsOpen || line.Accents != accents)
                await ReopenAsync(accents, stop);
            var fresh = !used;
            used = true;
            try
            {
                await line.SendAsync(message, stop);
                return;
            }
            catch (Exception left) when (!fresh && left is LineCut or LetterRefused { Code: Closing })
            {
                // The server had left between two letters, and holds nothing of this one: a fresh line decides.
                await ReopenAsync(accents, stop);
            }
        }
    }

    private async Task ReopenAsync(bool accents, CancellationToken stop)
    {
        await line.DisposeAsync();
        line = await SmtpLine.OpenAsync(settings, accents, stop);
        used = false;
    }
}
