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
}
