using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ETicket.Mail.Smtp;

/// <summary>One answer of the server (RFC 5321 §4.2): a code and its lines.</summary>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public string Text => Lines[^1];

    public bool IsYes => Code / 100 == 2;

    public LetterRefused AsRefusal() => new(Code, Text, permanent: Code >= 500);
}

/// <summary>The line: bytes out, replies in, TLS when asked; every wait bounded. Any failure here is an <see cref="IOException"/>.</summary>
internal sealed class SmtpWire(Stream stream, TimeSpan patience) : IAsyncDisposable
{
    private const int LongestLine = 2000;
    private const int MostLines = 100;

    private readonly byte[] buffer = new byte[8192];
    private Stream stream = stream;
    private int position;
    private int filled;

    /// <summary>TLS from here. What was received before is forgotten: it was not protected (CVE-2011-0411).</summary>
    public async Task SecureAsync(string host, X509Certificate2? trustedRoot, CancellationToken stop)
    {
        position = filled = 0;
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (trustedRoot is not null)
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { trustedRoot },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        var secured = new SslStream(stream);
        stream = secured;
        await Bounded(wait => new ValueTask(secured.AuthenticateAsClientAsync(options, wait)), stop);
    }

    public Task SendAsync(string command, CancellationToken stop) => SendAsync(Encoding.UTF8.GetBytes(command + "\r\n"), stop);

    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        Bounded(async wait =>
        {
            await stream.WriteAsync(bytes, wait);
            await stream.FlushAsync(wait);
        }, stop);

    public async Task<SmtpReply> ReadAsync(CancellationToken stop)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(stop);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                throw new IOException("Not an SMTP reply.");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
                return new SmtpReply(code, lines);
        }
        throw new IOException("The SMTP reply does not end.");
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<string> LineAsync(CancellationToken stop)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (position == filled)
                await FillAsync(stop);
            var next = (char)buffer[position++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Length > LongestLine)
                throw new IOException("The SMTP reply is too long.");
            line.Append(char.IsControl(next) && next != '\r' ? '?' : next);
        }
    }

    private Task FillAsync(CancellationToken stop) =>
        Bounded(async wait =>
        {
            position = 0;
            filled = await stream.ReadAsync(buffer, wait);
            if (filled == 0)
                throw new IOException("The server closed the session.");
        }, stop);

    private async Task Bounded(Func<CancellationToken, ValueTask> work, CancellationToken stop)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(patience);
        try
        {
            await work(wait.Token);
        }
        catch (OperationCanceledException silence) when (!stop.IsCancellationRequested)
        {
            throw new IOException($"The server was silent for {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.", silence);
        }
    }
}
