namespace ETicket.Mail.Smtp;

/// <summary>Letters one after the other, over a session that outlives the server's: servers close after so many letters, or so much silence; the next letter opens another.</summary>
internal sealed class SmtpRound(SmtpSession session, Func<CancellationToken, Task<SmtpSession>> connect, TimeSpan patiencePerLetter) : IMailSession
{
    private SmtpSession session = session;
    private bool used;

    public async Task SendAsync(MailMessage letter, CancellationToken stop)
    {
        var message = MimeMessage.Write(letter);
        var from = MailAddress.OnTheWire(letter.From.Address);
        var to = MailAddress.OnTheWire(letter.To.Address);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(patiencePerLetter);
        try
        {
            await SendAsync(from, to, message, wait.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new PostUnreachable("The server takes too long for one letter.", late);
        }
        catch (IOException cut)
        {
            throw new PostUnreachable(cut.Message, cut);
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task SendAsync(string from, string to, byte[] message, CancellationToken stop)
    {
        while (true)
        {
            if (!session.IsOpen)
                await ReopenAsync(stop);
            var fresh = !used;
            used = true;
            try
            {
                await session.SendAsync(from, to, message, stop);
                return;
            }
            catch (Exception left) when (!fresh && left is IOException or LetterRefused { Code: 421 })
            {
                // The server had left between two letters, and holds nothing of this one: a fresh session decides.
                await ReopenAsync(stop);
            }
        }
    }

    private async Task ReopenAsync(CancellationToken stop)
    {
        await session.DisposeAsync();
        session = await connect(stop);
        used = false;
    }
}
