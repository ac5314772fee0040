using System.Security.Cryptography.X509Certificates;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Smtp;
using ETicket.Mail.Stops;
using ETicket.UnitTests.Mail;
using Microsoft.Extensions.Options;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>Every letter of the book, given under TLS with a password to a server that is not ours, and read by a reader that is not ours.</summary>
public sealed class EveryLetterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("start", "StartTls")]
    [InlineData("implicit", "Implicit")]
    public async Task Every_letter_arrives_as_it_was_written(string tls, string security)
    {
        var (certificate, root) = PostCertificates.Make();
        using var shown = certificate;
        await using var server = await StartAsync(certificate, tls);
        var options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Security = Enum.Parse<MailSecurity>(security),
            TrustedRoot = root,
            User = "regie",
            Password = "clé secrète",
            From = "regie@mairie.example",
            FromName = "Mairie de Saint-Août",
        };
        var templates = new Templates(Options.Create(options));
        var carrier = new LetterCarrier(templates, options);
        await using var session = await new SmtpTransport(Options.Create(options)).OpenAsync(Stop);

        foreach (var kind in LetterBook.All)
        {
            var letter = Claimed(kind);
            Assert.IsType<Outcome.Sent>(await carrier.CarryAsync(letter, session, Stop));
            var message = (await server.WaitForAsync(taken => taken.Any(m => m.MessageId == letter.MessageId)))[^1];
            Judge(kind, templates.Render(kind, letter.Variables, letter.Stop), letter, message);
        }
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing()
    {
        var (certificate, root) = PostCertificates.Make();
        using var shown = certificate;
        await using var server = await StartAsync(certificate, "start");
        var options = new MailOptions { Host = "127.0.0.1", Port = server.Port, TrustedRoot = root, User = "regie", Password = "faux", From = "regie@mairie.example" };

        var problem = await Assert.ThrowsAsync<PostUnreachable>(() => new SmtpTransport(Options.Create(options)).OpenAsync(Stop));

        Assert.Contains("535", problem.Message, StringComparison.Ordinal);
    }

    private static void Judge(LetterKind kind, RenderedLetter written, ClaimedLetter letter, TakenMessage message)
    {
        Assert.Empty(message.Defects);
        Assert.Equal((true, "regie", "regie@mairie.example"), (message.Tls, message.User, message.Sender));
        Assert.Equal([letter.FullName, letter.Address], Assert.Single(message.To));
        Assert.Equal(letter.Address, Assert.Single(message.Recipients));
        Assert.Equal(written.Subject, message.Headers["Subject"]);
        Assert.Equal([["text/plain", Lines(written.Text)], ["text/html", Lines(written.Html)]], message.Parts);
        Assert.Equal(("Sat, 21 Nov 2026 11:05:00 +0100", "fr", "auto-generated"), (message.Headers["Date"], message.Headers["Content-Language"], message.Headers["Auto-Submitted"]));
        Assert.Equal(message.Names.Order(StringComparer.OrdinalIgnoreCase).Distinct(StringComparer.OrdinalIgnoreCase), message.Names.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(kind.Topic is not null, message.Headers.ContainsKey("List-Unsubscribe"));
        if (kind.Topic is null)
            return;
        Assert.Equal($"<{letter.Stop!.On("https://portail.example/")}>", message.Headers["List-Unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers["List-Unsubscribe-Post"]);
    }

    private static ClaimedLetter Claimed(LetterKind kind)
    {
        var structure = StructureId.New();
        return new ClaimedLetter(
            structure, 7, GuardianId.New(), kind.Name, SampleLetters.VariablesOf(kind), 1, new DateTimeOffset(2026, 11, 21, 10, 5, 0, TimeSpan.Zero), $"eticket.{kind.FileStem}@mairie.example", null,
            "zoe@famille.example", "Zoë Lefèvre-d’Hérouville")
        {
            Stop = kind.Topic is { } topic ? new StopOffer(structure, topic, Guid.NewGuid(), Stopped: false) : null,
        };
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    private static async Task<RealServer> StartAsync(X509Certificate2 certificate, string tls)
    {
        var (shown, key) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(shown, certificate.ExportCertificatePem(), Stop);
        using (var secret = certificate.GetECDsaPrivateKey()!)
            await File.WriteAllTextAsync(key, secret.ExportPkcs8PrivateKeyPem(), Stop);
        return await RealServer.StartAsync("--certificate", shown, "--key", key, "--tls", tls);
    }
}
