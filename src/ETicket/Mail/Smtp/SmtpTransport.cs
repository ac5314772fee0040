using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace ETicket.Mail.Smtp;

/// <summary>« La poste » by SMTP: a relay that speaks 587 with STARTTLS, 465, or in clear on the same machine.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    private readonly MailOptions settings = options.Value;

    public async Task<IMailSession> OpenAsync(CancellationToken stop) => new SmtpRound(await ConnectAsync(stop), ConnectAsync, settings.PatiencePerLetter);

    private async Task<SmtpSession> ConnectAsync(CancellationToken stop)
    {
        try
        {
            return await GreetAsync(stop);
        }
        catch (Exception problem) when (problem is IOException or SocketException or AuthenticationException or LetterRefused)
        {
            throw new PostUnreachable(problem.Message, problem);
        }
    }

    private async Task<SmtpSession> GreetAsync(CancellationToken stop)
    {
        using var root = settings.LoadTrustedRoot();
        var wire = new SmtpWire(await DialAsync(stop), settings.Patience);
        try
        {
            if (settings.Security == MailSecurity.Implicit)
                await wire.SecureAsync(settings.Host, root, stop);
            await ExpectAsync(wire, 220, stop);
            var extensions = await HelloAsync(wire, stop);
            if (settings.Security == MailSecurity.StartTls)
            {
                if (!extensions.Contains("STARTTLS"))
                    throw new IOException("The server does not offer STARTTLS.");
                await AskAsync(wire, "STARTTLS", 220, stop);
                await wire.SecureAsync(settings.Host, root, stop);
                extensions = await HelloAsync(wire, stop);
            }
            if (settings.User is not null)
                await IdentifyAsync(wire, extensions, stop);
            return new SmtpSession(wire, extensions);
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    private async Task<NetworkStream> DialAsync(CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stop);
        wait.CancelAfter(settings.Patience);
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, wait.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception problem)
        {
            socket.Dispose();
            if (problem is OperationCanceledException && !stop.IsCancellationRequested)
                throw new IOException("The server does not answer.", problem);
            throw;
        }
    }

    private async Task<IReadOnlySet<string>> HelloAsync(SmtpWire wire, CancellationToken stop)
    {
        var name = settings.HeloName.Length > 0 ? settings.HeloName : MyName();
        var reply = await AskAsync(wire, $"EHLO {name}", 250, stop);
        return reply.Lines.Skip(1).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static string MyName()
    {
        var name = IPGlobalProperties.GetIPGlobalProperties().HostName;
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? name : "localhost";
    }

    private async Task IdentifyAsync(SmtpWire wire, IReadOnlySet<string> extensions, CancellationToken stop)
    {
        var ways = extensions.FirstOrDefault(e => e.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split(' ') ?? [];
        if (ways.Contains("PLAIN"))
        {
            await AskAsync(wire, "AUTH PLAIN " + Base64($"\0{settings.User}\0{settings.Password}"), 235, stop);
        }
        else if (ways.Contains("LOGIN"))
        {
            await AskAsync(wire, "AUTH LOGIN", 334, stop);
            await AskAsync(wire, Base64(settings.User!), 334, stop);
            await AskAsync(wire, Base64(settings.Password!), 235, stop);
        }
        else
        {
            throw new IOException("The server offers neither AUTH PLAIN nor AUTH LOGIN.");
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<SmtpReply> AskAsync(SmtpWire wire, string command, int wanted, CancellationToken stop)
    {
        await wire.SendAsync(command, stop);
        return await ExpectAsync(wire, wanted, stop);
    }

    private static async Task<SmtpReply> ExpectAsync(SmtpWire wire, int wanted, CancellationToken stop)
    {
        var reply = await wire.ReadAsync(stop);
        return reply.Code == wanted ? reply : throw reply.AsRefusal();
    }
}
