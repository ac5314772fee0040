using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ETicket.Mail.Smtp;

/// <summary>One conversation with the mail server, after greetings, TLS and identification. A letter refused leaves it usable; a line cut ends it.</summary>
internal sealed class SmtpLine : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly FinalDot dot = new();
    private readonly TrustingClient client;

    private SmtpLine(MailOptions settings, bool accents)
    {
        Accents = accents;
        client = new TrustingClient(dot, settings.LoadTrustedRoot()) { Timeout = (int)settings.Patience.TotalMilliseconds };
        if (settings.HeloName.Length > 0)
            client.LocalDomain = settings.HeloName;
    }

    /// <summary>False once the line was cut or the server said it closes (421).</summary>
    public bool IsOpen => client.IsConnected;

    /// <summary>Whether addresses with accents before the @ travel (RFC 6531). They do so apart: a letter announced as such must find the same at every server on its way.</summary>
    public bool Accents { get; }

    /// <summary>Throws <see cref="PostUnreachable"/> when the server cannot be reached, trusted or convinced.</summary>
    public static async Task<SmtpLine> OpenAsync(MailOptions settings, bool accents, CancellationToken stop)
    {
        var line = new SmtpLine(settings, accents);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(settings.PatiencePerLetter);
        try
        {
            await line.ConnectAsync(settings, wait.Token);
            return line;
        }
        catch (Exception problem)
        {
            line.client.Dispose();
            if (problem is OperationCanceledException && stop.IsCancellationRequested)
                throw;
            throw new PostUnreachable(problem.Message, problem);
        }
    }

    /// <summary>Throws <see cref="LetterRefused"/>, <see cref="LetterLost"/>, <see cref="PostUnreachable"/> or, when nothing was given, <see cref="LineCut"/>.</summary>
    public async Task SendAsync(MimeMessage message, CancellationToken stop)
    {
        if (Accents && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            throw new LetterRefused(553, "5.6.7 SMTPUTF8", permanent: true);
        dot.Forget();
        try
        {
            await client.SendAsync(message, stop);
        }
        catch (SmtpCommandException no)
        {
            var refused = new LetterRefused((int)no.StatusCode, no.Message.Split('\n')[^1], permanent: (int)no.StatusCode >= 500);
            // Given whole, it may be kept whatever « later » says; a clear no keeps nothing.
            if (dot.Given && !refused.Permanent)
                throw new LetterLost(refused);
            // The sender refused, so every letter would be: a setting to mend or a limit to wait for, not a letter to give up.
            throw no.ErrorCode is SmtpErrorCode.SenderNotAccepted && refused.Code != SmtpRound.Closing ? new PostUnreachable(refused.Message, refused) : refused;
        }
        catch (ServiceNotAuthenticatedException no)
        {
            throw new PostUnreachable(no.Message, no);
        }
        catch (Exception problem) when (dot.Given)
        {
            // Between the final dot and the answer both sides hold the letter (RFC 1047): it may be there.
            throw new LetterLost(problem);
        }
        catch (Exception problem) when (problem is IOException or ProtocolException or TimeoutException)
        {
            throw new LineCut(problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var soon = new CancellationTokenSource(Farewell);
            if (client.IsConnected)
                await client.DisconnectAsync(quit: true, soon.Token);
        }
        catch (Exception problem) when (problem is IOException or ProtocolException or TimeoutException or OperationCanceledException)
        {
            // Politeness only: every letter has had its answer already.
        }
        client.Dispose();
    }

    private async Task ConnectAsync(MailOptions settings, CancellationToken stop)
    {
        await client.ConnectAsync(await DialAsync(settings, stop), settings.Host, settings.Port, settings.Security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Implicit => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.None,
        }, stop);
        if (settings.User is not null)
            await client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(settings.User, settings.Password), stop);
        if (!Accents)
            client.Capabilities &= ~SmtpCapabilities.UTF8;
    }

    /// <summary>A socket that waits for nothing: the end of a letter is a small packet, which would wait 40 ms for the answer to the one before (RFC 896, RFC 1122 §4.2.3.2).</summary>
    private static async Task<Socket> DialAsync(MailOptions settings, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(settings.Patience);
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, wait.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The line ended before the letter was given whole: the server holds nothing of it.</summary>
internal sealed class LineCut(Exception inner) : Exception(inner.Message, inner);
