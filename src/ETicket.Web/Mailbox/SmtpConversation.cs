using System.Net.Security;
using System.Text;

namespace ETicket.Web.Mailbox;

/// <summary>One client of the development mailbox: RFC 5321 with STARTTLS, AUTH, SMTPUTF8 and PIPELINING.</summary>
internal sealed class SmtpConversation(Stream stream, CatcherOptions options, LetterTray tray) : IAsyncDisposable
{
    private readonly List<string> recipients = [];
    private LineReader lines = new(stream);
    private Stream stream = stream;
    private string? sender;
    private bool secured;
    private bool identified = options.Identity is null;
    private bool over;

    public async Task RunAsync(CancellationToken stop)
    {
        if (options.TlsFirst)
            await SecureAsync(stop);
        await SayAsync("220 boite-aux-lettres ETicket", stop);
        while (!over && await lines.ReadAsync(stop) is { } line)
        {
            var command = Encoding.UTF8.GetString(line);
            if (options.Mischief(command) is { } answer)
                await MisbehaveAsync(answer, stop);
            else
                await ObeyAsync(command, stop);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task ObeyAsync(string command, CancellationToken stop)
    {
        var verb = command.Split(' ', 2)[0].ToUpperInvariant();
        switch (verb)
        {
            case "EHLO" or "HELO":
                Forget();
                await SayAsync(SmtpWords.Welcome(options, secured), stop);
                break;
            case "STARTTLS" when options.Certificate is not null && !secured:
                await SayAsync("220 2.0.0 TLS", stop);
                await SecureAsync(stop);
                break;
            case "AUTH":
                await IdentifyAsync(command, stop);
                break;
            case "MAIL" or "RCPT" or "DATA" when !identified:
                await SayAsync("530 5.7.0 AUTH", stop);
                break;
            case "MAIL":
                Forget();
                sender = SmtpWords.AddressIn(command);
                await SayAsync("250 2.1.0 OK", stop);
                break;
            case "RCPT" when sender is not null:
                recipients.Add(SmtpWords.AddressIn(command));
                await SayAsync("250 2.1.5 OK", stop);
                break;
            case "DATA" when recipients.Count > 0:
                await TakeAsync(stop);
                break;
            case "RSET" or "NOOP":
                if (verb == "RSET")
                    Forget();
                await SayAsync("250 2.0.0 OK", stop);
                break;
            case "QUIT":
                over = true;
                await SayAsync("221 2.0.0 OK", stop);
                break;
            default:
                await SayAsync(verb is "RCPT" or "DATA" ? "503 5.5.1" : "502 5.5.2", stop);
                break;
        }
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        await SayAsync("354 .", stop);
        var message = await lines.ReadMessageAsync(stop);
        var answer = options.Mischief(".");
        if (answer is null or "" or ['2' or '+', ..])
            tray.Add(sender!, recipients, message);
        answer = answer?.TrimStart('+');
        Forget();
        if (answer is null)
            await SayAsync("250 2.0.0 OK", stop);
        else
            await MisbehaveAsync(answer, stop);
    }

    private async Task IdentifyAsync(string command, CancellationToken stop)
    {
        var words = command.Split(' ');
        var (user, password) = ("", "");
        if (words is [_, "PLAIN", var secret] && SmtpWords.Decode(secret).Split('\0') is [_, var plainUser, var plainPassword])
        {
            (user, password) = (plainUser, plainPassword);
        }
        else if (words is [_, "LOGIN"])
        {
            user = await AskAsync("334 VXNlcm5hbWU6", stop);
            password = await AskAsync("334 UGFzc3dvcmQ6", stop);
        }
        identified = options.Identity is { } identity && identity.UserName == user && identity.Password == password;
        await SayAsync(identified ? "235 2.7.0 OK" : "535 5.7.8", stop);
    }

    private async Task<string> AskAsync(string challenge, CancellationToken stop)
    {
        await SayAsync(challenge, stop);
        return SmtpWords.Decode(Encoding.ASCII.GetString(await lines.ReadAsync(stop) ?? []));
    }

    private async Task SecureAsync(CancellationToken stop)
    {
        var tls = new SslStream(stream);
        stream = tls;
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = options.Certificate }, stop);
        lines = new LineReader(tls);
        secured = true;
    }

    private async Task MisbehaveAsync(string answer, CancellationToken stop)
    {
        if (answer.Length == 0)
            over = true;
        else
            await SayAsync(answer, stop);
    }

    private async Task SayAsync(string answer, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), stop);
        await stream.FlushAsync(stop);
    }

    private void Forget()
    {
        sender = null;
        recipients.Clear();
    }
}
