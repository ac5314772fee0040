using System.Text;

namespace ETicket.Mail.Smtp;

/// <summary>
/// One conversation with a mail server (RFC 5321), after greetings, TLS and identification: letter after letter.
/// A letter refused leaves the conversation usable; a line cut ends it.
/// </summary>
internal sealed class SmtpSession(SmtpWire wire, IReadOnlySet<string> extensions) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>False once the line was cut or the server said it closes (421).</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Throws <see cref="LetterRefused"/>, <see cref="LetterLost"/> or, when nothing was given, <see cref="IOException"/>.</summary>
    public async Task SendAsync(string from, string to, ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        var international = !Ascii.IsValid(from) || !Ascii.IsValid(to);
        if (international && !extensions.Contains("SMTPUTF8"))
            throw new LetterRefused(553, "SMTPUTF8", permanent: true);
        try
        {
            await EnvelopeAsync(from, to, international, stop);
        }
        catch (Exception problem) when (problem is not (LetterRefused or PostUnreachable))
        {
            IsOpen = false;
            throw;
        }
        await ContentAsync(message, stop);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsOpen)
            {
                using var soon = new CancellationTokenSource(Farewell);
                await wire.SendAsync("QUIT", soon.Token);
                await wire.ReadAsync(soon.Token);
            }
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // Politeness only: every letter has had its answer already.
        }
        await wire.DisposeAsync();
    }

    private async Task EnvelopeAsync(string from, string to, bool international, CancellationToken stop)
    {
        try
        {
            await SayAsync($"MAIL FROM:<{from}>{(international ? " SMTPUTF8" : "")}", 250, stop);
        }
        catch (LetterRefused ours) when (ours.Permanent)
        {
            // The sender is refused, so every letter would be: a setting to mend, not a letter to give up.
            throw new PostUnreachable(ours.Message, ours);
        }
        await SayAsync($"RCPT TO:<{to}>", 250, stop);
        await SayAsync("DATA", 354, stop);
    }

    private async Task SayAsync(string command, int wanted, CancellationToken stop)
    {
        await wire.SendAsync(command, stop);
        var reply = await wire.ReadAsync(stop);
        // 251: taken, and sent on to a new address.
        if (reply.Code == wanted || (wanted == 250 && reply.Code == 251))
            return;
        await ForgetAsync(reply, stop);
        throw reply.AsRefusal();
    }

    private async Task ContentAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        SmtpReply reply;
        try
        {
            await wire.SendAsync(DotStuffing.Apply(message.Span), stop);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // Without the final dot, the server throws away what it has.
            IsOpen = false;
            throw;
        }
        try
        {
            await wire.SendAsync(".", stop);
            reply = await wire.ReadAsync(stop);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // Between the final dot and the answer both sides hold the letter (RFC 1047): it may be there.
            IsOpen = false;
            throw new LetterLost(problem);
        }
        if (reply.IsYes)
            return;
        await ForgetAsync(reply, stop);
        throw reply.AsRefusal();
    }

    /// <summary>After a no, the server forgets the envelope; a 421 says it is leaving.</summary>
    private async Task ForgetAsync(SmtpReply no, CancellationToken stop)
    {
        IsOpen = false;
        if (no.Code == 421)
            return;
        try
        {
            await wire.SendAsync("RSET", stop);
            IsOpen = (await wire.ReadAsync(stop)).IsYes;
        }
        catch (IOException)
        {
            // The no is what counts; the next letter opens another session.
        }
    }
}

/// <summary>RFC 5321 §4.5.2: a line that begins with a dot gets a second one, because a dot alone ends.</summary>
internal static class DotStuffing
{
    public static byte[] Apply(ReadOnlySpan<byte> message)
    {
        var output = new MemoryStream(message.Length + 64);
        var lineStart = true;
        foreach (var octet in message)
        {
            if (lineStart && octet == (byte)'.')
                output.WriteByte((byte)'.');
            output.WriteByte(octet);
            lineStart = octet == (byte)'\n';
        }
        if (!lineStart)
            output.Write("\r\n"u8);
        return output.ToArray();
    }
}
