using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Web.Schedule;
using Microsoft.Extensions.DependencyInjection;

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
        await using var desk = await MailDesk.OpenAsync(books);
        var night = ActivatorUtilities.CreateInstance<AuditBooksWork>(desk.Services);

        await night.DoAsync(town.Plan.FirstDay, CancellationToken.None);
        Assert.Empty(desk.Tray.All());

        var payment = await martin.GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Mode = 't' });
        Assert.Equal(PaymentState.Pending, await martin.Settles(payment, "sweep"));
        await night.DoAsync(town.Plan.FirstDay, CancellationToken.None);

        var letter = Assert.Single(desk.Tray.All());
        Assert.Equal("exploitant@commune.example", Assert.Single(letter.Recipients));
        Assert.Contains("P9 écart à regarder", letter.Text!, StringComparison.Ordinal);
        Assert.Contains(payment.Id.ToString(), letter.Text!, StringComparison.Ordinal);
        Assert.DoesNotContain("Martin", letter.Text!, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_letter_whose_template_is_broken_is_told_to_the_operator_in_the_night_with_its_line()
    {
        await using var books = await Books.OpenAsync(cluster);
        using var spoiled = new SpoiledTemplates(("mail/low-balance.txt", 3, "{{nobody}}"));
        await using var desk = await MailDesk.OpenAsync(books, settings: new Dictionary<string, string?> { ["Mail:Templates"] = spoiled.Folder });

        await ActivatorUtilities.CreateInstance<AuditBooksWork>(desk.Services).DoAsync(new DateOnly(2026, 9, 1), CancellationToken.None);

        var text = Assert.Single(desk.Tray.All()).Text!;
        Assert.All(new[] { "M5 modèle de lettre ou de document cassé", "low-balance.txt", "ligne 3", "nobody" }, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_server_that_is_gone_does_not_stop_the_night()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var payment = await (await town.OpensAFile("Martin")).GoesToPay(4, "CANT-B");
        town.PayFip.Answers(payment, order => RecordedPayFip.Paid(order, promised: false) with { Amount = new Money(1) });
        await town.Settlements.SettleAsync(town.Structure, payment.Id, "sweep", CancellationToken.None);
        await using var desk = await MailDesk.OpenAsync(books, answers: false);

        await ActivatorUtilities.CreateInstance<AuditBooksWork>(desk.Services).DoAsync(town.Plan.FirstDay, CancellationToken.None);
    }
}
