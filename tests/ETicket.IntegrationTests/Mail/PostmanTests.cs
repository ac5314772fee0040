using ETicket.IntegrationTests.World;
using ETicket.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Mail;

/// <summary>The receipt's letter, from the transaction that credits to the mailbox of the family, over real SMTP.</summary>
public sealed class PostmanTests(Cluster cluster)
{
    [Fact]
    public async Task A_top_up_brings_its_receipt_by_mail_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(10, "CANT-B");
        await using var desk = await MailDesk.OpenAsync(books);
        var postman = desk.Services.GetRequiredService<Postman>();

        var first = await postman.DeliverAsync(100, CancellationToken.None);
        var second = await postman.DeliverAsync(100, CancellationToken.None);

        Assert.Equal((1, 1, 0), (first.Taken, first.Sent, first.Failed));
        Assert.Equal(0, second.Taken);
        var letter = Assert.Single(desk.Tray.All());
        var number = await books.AskAsync<string>("select series || year || '-' || lpad(number::text, 6, '0') from receipt");
        Assert.Contains(number, letter.Text);
        Assert.Contains("Martin", letter.Text);
        Assert.Equal("sent", await books.AskAsync<string>("select state from outbox_letter"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_server_that_asks_to_come_back_later_gets_the_same_letter_later()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(10, "CANT-B");
        var busy = true;
        await using var desk = await MailDesk.OpenAsync(books, line => busy && line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) ? "451 4.7.1 Greylisted" : null);
        var postman = desk.Services.GetRequiredService<Postman>();

        var refused = await postman.DeliverAsync(100, CancellationToken.None);
        var tooSoon = await postman.DeliverAsync(100, CancellationToken.None);
        busy = false;
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1));
        var accepted = await postman.DeliverAsync(100, CancellationToken.None);

        Assert.Equal((1, 0, 1), (refused.Taken, refused.Sent, refused.Later));
        Assert.Equal(0, tooSoon.Taken);
        Assert.Equal(1, accepted.Sent);
        Assert.Equal(await books.AskAsync<string>("select message_id from outbox_letter"), Assert.Single(desk.Tray.All()).MessageId);
    }
}
