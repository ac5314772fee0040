using System.Globalization;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Rounds;
using ETicket.Web.Mailbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Mail;

/// <summary>The post of the application over the books of a test, and a mail server that keeps what it is given.</summary>
internal sealed class MailDesk : IAsyncDisposable
{
    private readonly CatcherOptions _options;
    private readonly ServiceProvider _services;
    private SmtpCatcher? _catcher;

    private MailDesk(Books books, SmtpCatcher catcher, CatcherOptions options, LetterTray tray, IReadOnlyDictionary<string, string?>? settings)
    {
        (_catcher, _options, Tray) = (catcher, options with { Port = catcher.Port }, tray);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = catcher.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Security"] = "None",
            ["Mail:From"] = "eticket@commune.example",
            ["Mail:Operator"] = "exploitant@commune.example",
        }).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(books.Database).AddSingleton(new PortalAddress())
            .AddMail(configuration, _ => books.Database.Worker).BuildServiceProvider();
    }

    public LetterTray Tray { get; }
    public IServiceProvider Services => _services;

    /// <summary>Where nobody <paramref name="answers"/>, letters are sent to a port without a server until it <see cref="ComesBackAsync"/>.</summary>
    public static async Task<MailDesk> OpenAsync(Books books, Func<string, string?>? mischief = null, bool answers = true, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var tray = new LetterTray(null, TimeProvider.System);
        var options = new CatcherOptions { Port = 0, Mischief = mischief ?? (_ => null) };
        var desk = new MailDesk(books, await ListenAsync(options, tray), options, tray, settings);
        if (!answers)
            await desk.GoesAwayAsync();
        return desk;
    }

    /// <summary>Everything that waits leaves, at once by day, else the next morning: each letter of that name as its reader gets it, the address, the subject and the text, in the order of addresses. All leave whole, but those with nothing left to say.</summary>
    public static async Task<IReadOnlyList<(string To, string Subject, string Text)>> ReadAsync<TLetter>(Books books)
        where TLetter : ILetter
    {
        await using var desk = await OpenAsync(books);
        if (ParisTime.ToParis(books.Clock.GetUtcNow()).Hour is < 8 or >= 20)
            await books.Clock.SetAsync(books.Clock.Today.AddDays(1), "09:00");
        var round = await desk.Services.GetRequiredService<Postman>().DeliverAsync(500, CancellationToken.None);
        Assert.Equal(round.Taken, round.Sent + round.Dropped);
        var ids = await books.AskAsync<string[]>("select coalesce(array_agg(message_id), '{}') from outbox_letter where name = $1", TLetter.Name);
        return
        [
            .. desk.Tray.All().Where(l => ids.Contains(l.MessageId)).Select(l => (Assert.Single(l.Recipients), Plain(l.Subject), Plain(l.Text!)))
                .OrderBy(l => l.Item1, StringComparer.Ordinal).ThenBy(l => l.Item2, StringComparer.Ordinal),
        ];

        static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').ReplaceLineEndings("\n");
    }

    /// <summary>One round of the postman, a hundred letters at most.</summary>
    public Task<RoundReport> DeliversAsync() => _services.GetRequiredService<Postman>().DeliverAsync(100, TestContext.Current.CancellationToken);

    public async Task GoesAwayAsync()
    {
        if (_catcher is null)
            return;
        await ((IHostedService)_catcher).StopAsync(CancellationToken.None);
        _catcher.Dispose();
        _catcher = null;
    }

    /// <summary>At the same address.</summary>
    public async Task ComesBackAsync() => _catcher = await ListenAsync(_options, Tray);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await GoesAwayAsync();
    }

    private static async Task<SmtpCatcher> ListenAsync(CatcherOptions options, LetterTray tray)
    {
        var catcher = new SmtpCatcher(options, tray, NullLogger<SmtpCatcher>.Instance);
        await ((IHostedService)catcher).StartAsync(CancellationToken.None);
        return catcher;
    }
}
