using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ETicket.Web.Mailbox;

/// <summary>How the development mailbox listens.</summary>
internal sealed record CatcherOptions
{
    /// <summary>0: any free port, told by <see cref="SmtpCatcher.Port"/>.</summary>
    public int Port { get; init; } = 2525;

    /// <summary>Folder where messages survive a restart; null: memory only.</summary>
    public string? Folder { get; init; }

    /// <summary>With a certificate STARTTLS is offered; <see cref="TlsFirst"/> speaks TLS from the first byte instead.</summary>
    public X509Certificate2? Certificate { get; init; }

    public bool TlsFirst { get; init; }

    /// <summary>Asks for this identity before anything else.</summary>
    public NetworkCredential? Identity { get; init; }

    /// <summary>The AUTH mechanisms offered when <see cref="Identity"/> is set.</summary>
    public string Mechanisms { get; init; } = "PLAIN LOGIN";

    public bool International { get; init; } = true;

    /// <summary>
    /// Rehearses a bad day: given a command line (« RCPT TO:… », « . » for the end of a message), the answer to give instead; empty cuts the line, null is the ordinary answer.
    /// The message is kept unless its end is answered by 4 or 5; « +451 … » keeps it and says no.
    /// </summary>
    public Func<string, string?> Mischief { get; init; } = _ => null;
}

/// <summary>
/// « Boîte aux lettres de développement » — a real SMTP server on this machine only, which delivers nothing: every message stays in the <see cref="LetterTray"/>.
/// </summary>
internal sealed class SmtpCatcher(CatcherOptions options, LetterTray tray, ILogger<SmtpCatcher> log) : IHostedService, IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, options.Port);
    private readonly CancellationTokenSource closing = new();
    private readonly HashSet<Task> open = [];
    private Task accepting = Task.CompletedTask;
    private int sessions;

    /// <summary>Where it listens, once started.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many conversations were opened since the start.</summary>
    public int Sessions => Volatile.Read(ref sessions);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        accepting = AcceptAsync(closing.Token);
        log.LogInformation("Mail is caught on 127.0.0.1:{Port}.", Port);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await closing.CancelAsync();
        listener.Stop();
        await accepting;
        Task[] last;
        lock (open)
            last = [.. open];
        await Task.WhenAll(last).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        listener.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop);
                Interlocked.Increment(ref sessions);
                Track(ServeAsync(client, stop));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException
            || (stop.IsCancellationRequested && end is ObjectDisposedException or InvalidOperationException))
        {
            // Closing time.
        }
    }

    private void Track(Task conversation)
    {
        lock (open)
            open.Add(conversation);
        _ = conversation.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Forget(Task conversation)
    {
        lock (open)
            open.Remove(conversation);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await using var conversation = new SmtpConversation(client.GetStream(), options, tray);
                await conversation.RunAsync(stop);
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or AuthenticationException or SocketException)
            {
                log.LogDebug(end, "A mail session ended without a farewell.");
            }
        }
    }
}
