using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Smtp;
using ETicket.Web.Mailbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.UnitTests.Mail;

/// <summary>A mail server of our own on a free port, and what is needed to write to it.</summary>
internal sealed class Post : IAsyncDisposable
{
    private readonly SmtpCatcher catcher;

    private Post(CatcherOptions options)
    {
        Tray = new LetterTray(options.Folder, TimeProvider.System);
        catcher = new SmtpCatcher(options, Tray, NullLogger<SmtpCatcher>.Instance);
    }

    public static string RepositoryTemplates => Path.Combine(AppContext.BaseDirectory, "templates");

    public LetterTray Tray { get; }

    public int Sessions => catcher.Sessions;

    public static async Task<Post> OpensAsync(CatcherOptions? options = null)
    {
        var post = new Post((options ?? new CatcherOptions()) with { Port = 0 });
        await post.catcher.StartAsync(TestContext.Current.CancellationToken);
        return post;
    }

    public MailOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = catcher.Port,
        Security = MailSecurity.None,
        From = "regie@mairie.example",
        FromName = "Mairie de Saint-Août",
        Patience = TimeSpan.FromSeconds(20),
    };

    public SmtpTransport Transport(Func<MailOptions, MailOptions>? change = null) => new(Microsoft.Extensions.Options.Options.Create(change?.Invoke(Options) ?? Options));

    public async Task<Outcome> CarriesAsync(ClaimedLetter letter, MailOptions? options = null)
    {
        var settings = options ?? Options;
        var carrier = new LetterCarrier(new Templates(Microsoft.Extensions.Options.Options.Create(settings)), settings);
        await using var session = await Transport(_ => settings).OpenAsync(TestContext.Current.CancellationToken);
        return await carrier.CarryAsync(letter, session, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await catcher.StopAsync(CancellationToken.None);
        catcher.Dispose();
    }

    public static TopUpReceipt Receipt { get; } = new(
        "Commune de Saint-Août", "Régie cantine et transport", "2025-034", new DateOnly(2025, 9, 1), "Q2026-000012",
        new DateTimeOffset(2026, 11, 21, 10, 4, 0, TimeSpan.Zero), "Lefèvre", "Zoë", "PAYFIP_CB", "99990000000000042", null, true,
        [
            new TopUpReceiptLine("10 x [Lou] : Ticket(s) pour le service Cantine", 10, 320, 3200),
            new TopUpReceiptLine("5 x [Anaël] : Ticket(s) pour le service Transport scolaire", 5, 150, 750),
        ],
        123450, "https://portail.example/saint-aout");

    public static ClaimedLetter Claimed(TopUpReceipt receipt, string email = "zoe@famille.example", int attempt = 1) => new(
        StructureId.New(), 7, GuardianId.New(), TopUpReceipt.Name, LetterJson.Write(receipt), attempt, new DateTimeOffset(2026, 11, 21, 10, 5, 0, TimeSpan.Zero),
        "eticket.0123.7@mairie.example", null, email, "Zoë Lefèvre");

    public static MailMessage Message(string text = "Bonjour", string to = "zoe@famille.example", string subject = "Bonjour", string name = "Zoë") => new(
        new Correspondent("Mairie", "regie@mairie.example"), new Correspondent(name, to), subject, text, $"<p>{text}</p>", "eticket.1@mairie.example",
        new DateTimeOffset(2026, 7, 14, 10, 0, 0, TimeSpan.Zero));
}
