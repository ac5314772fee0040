using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Payments;
using ETicket.Web.Mailbox;
using ETicket.Web.Schedule;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Mail;

/// <summary>What the night finds in the books reaches the person who keeps them running.</summary>
public sealed class OperatorPostTests(Cluster cluster)
{
    [Fact]
    public async Task A_night_that_finds_something_writes_one_letter_to_the_operator_and_a_quiet_one_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var tray = new LetterTray(null, TimeProvider.System);
        using var catcher = new SmtpCatcher(new CatcherOptions { Port = 0 }, tray, NullLogger<SmtpCatcher>.Instance);
        await ((IHostedService)catcher).StartAsync(CancellationToken.None);
        await using var post = Post(books, catcher.Port);
        var night = ActivatorUtilities.CreateInstance<AuditJob>(post);

        await night.Execute(null!, CancellationToken.None);
        Assert.Empty(tray.All());

        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Mode = 't' });
        Assert.Equal(PaymentState.Pending, await martin.Settles(payment, "sweep"));
        await night.Execute(null!, CancellationToken.None);

        var letter = Assert.Single(tray.All());
        Assert.Equal("exploitant@commune.example", Assert.Single(letter.Recipients));
        Assert.Contains("P9 écart à regarder", letter.Text!, StringComparison.Ordinal);
        Assert.Contains(payment.Id.ToString(), letter.Text!, StringComparison.Ordinal);
        Assert.DoesNotContain("Martin", letter.Text!, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
        await ((IHostedService)catcher).StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_mail_server_that_is_gone_does_not_stop_the_night()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var payment = await (await town.OpensAFile("Martin")).GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Amount = new Money(1) });
        await town.Settlements.SettleAsync(town.Structure, payment.Id, "sweep", CancellationToken.None);
        await using var post = Post(books, port: 1);

        await ActivatorUtilities.CreateInstance<AuditJob>(post).Execute(null!, CancellationToken.None);
    }

    private static ServiceProvider Post(Books books, int port)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = port.ToString(),
            ["Mail:Security"] = "None",
            ["Mail:From"] = "eticket@commune.example",
            ["Mail:Operator"] = "exploitant@commune.example",
        }).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(books.Database).AddSingleton(new PortalAddress())
            .AddMail(settings, _ => books.Database.Worker).BuildServiceProvider();
    }
}
