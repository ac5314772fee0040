using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Web.Mailbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Mail;

/// <summary>The post of the application over the books of a test, and a mail server that keeps what it is given.</summary>
internal sealed class MailDesk : IAsyncDisposable
{
    private readonly SmtpCatcher _catcher;
    private readonly ServiceProvider _services;

    private MailDesk(Books books, SmtpCatcher catcher, LetterTray tray, int port, string templates)
    {
        (_catcher, Tray) = (catcher, tray);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = port.ToString(),
            ["Mail:Security"] = "None",
            ["Mail:From"] = "eticket@commune.example",
            ["Mail:Operator"] = "exploitant@commune.example",
            ["Mail:Templates"] = templates,
        }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(books.Database).AddSingleton(new PortalAddress())
            .AddMail(settings, _ => books.Database.Worker).BuildServiceProvider();
    }

    public LetterTray Tray { get; }
    public IServiceProvider Services => _services;

    /// <summary>Where nobody <paramref name="answers"/>, letters are sent to a port without a server; <paramref name="templates"/> other than those of the repository.</summary>
    public static async Task<MailDesk> OpenAsync(Books books, Func<string, string?>? mischief = null, bool answers = true, string templates = "")
    {
        var tray = new LetterTray(null, TimeProvider.System);
        var catcher = new SmtpCatcher(new CatcherOptions { Port = 0, Mischief = mischief ?? (_ => null) }, tray, NullLogger<SmtpCatcher>.Instance);
        await ((IHostedService)catcher).StartAsync(CancellationToken.None);
        return new MailDesk(books, catcher, tray, answers ? catcher.Port : 1, templates);
    }

    /// <summary>Everything that waits leaves, the next morning: each letter of that name as its reader gets it, the address, the subject and the text, in the order of addresses. All leave whole.</summary>
    public static async Task<IReadOnlyList<(string To, string Subject, string Text)>> ReadAsync<TLetter>(Books books)
        where TLetter : ILetter
    {
        await using var desk = await OpenAsync(books);
        await books.Clock.SetAsync(books.Clock.Today.AddDays(1), "09:00");
        var round = await desk.Services.GetRequiredService<Postman>().DeliverAsync(500, CancellationToken.None);
        Assert.Equal(round.Taken, round.Sent);
        var ids = await books.AskAsync<string[]>("select coalesce(array_agg(message_id), '{}') from outbox_letter where name = $1", TLetter.Name);
        return
        [
            .. desk.Tray.All().Where(l => ids.Contains(l.MessageId)).Select(l => (Assert.Single(l.Recipients), Plain(l.Subject), Plain(l.Text!)))
                .OrderBy(l => l.Item1, StringComparer.Ordinal).ThenBy(l => l.Item2, StringComparer.Ordinal),
        ];

        static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').ReplaceLineEndings("\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await ((IHostedService)_catcher).StopAsync(CancellationToken.None);
        _catcher.Dispose();
    }
}
