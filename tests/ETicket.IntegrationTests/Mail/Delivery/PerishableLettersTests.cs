using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.World;
using ETicket.Mail;
using ETicket.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>Letters that waited while life went on: what is over or not true any more does not leave, and what is true in part says that part.</summary>
public sealed class PerishableLettersTests(Cluster cluster)
{
    private static readonly DateOnly Friday = new(2026, 9, 4);
    private static readonly DateOnly Saturday = new(2026, 9, 19);

    [Fact]
    public async Task A_reminder_of_an_empty_week_does_not_leave_after_the_last_of_its_deadlines()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0], town.Days[7]);
        Assert.Equal(1, await desk.Morning(Saturday));

        await town.SetsTheClock(Saturday.AddDays(1), "11:00");

        Assert.Equal((0, 1), await DeliversAsync(books));
        Assert.Equal("dropped: expired: what it says is over", await FateAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_deadline_that_passed_while_the_reminder_waited_leaves_the_others_their_line()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0], town.Days[7]);
        Assert.Equal(1, await desk.Morning(Saturday));
        // One of them is told earlier limits than those of the calendar here, where one activity has one.
        await using (var earlier = books.Owner.CreateCommand("update outbox_letter set variables = jsonb_set(variables, '{lines,0,add_until}', to_jsonb(eticket_now())) where name = 'EmptyWeek'"))
            await earlier.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await using var post = await MailDesk.OpenAsync(books);
        Assert.Equal(1, (await post.DeliversAsync()).Sent);

        Assert.Single(Plain(post.Tray.All()[0].Text!).Split('\n'), line => line.Contains("premier jour à cocher avant", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 0, "dropped: not true any more")]
    [InlineData(2, 1, "sent: ")]
    public async Task A_reminder_of_an_empty_week_names_the_children_for_whom_still_nothing_is_ticked_and_none_that_is(int children, int sent, string fate)
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: children);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0], town.Days[7]);
        Assert.Equal(1, await desk.Morning(Saturday));

        await martin.Ticks("cantine", town.Days[10]);

        await using var post = await MailDesk.OpenAsync(books);
        Assert.Equal((sent, 1 - sent), await post.DeliversAsync() is var round ? (round.Sent, round.Dropped) : default);
        Assert.Equal(fate, await FateAsync(books));
        Assert.All(post.Tray.All(), letter =>
        {
            Assert.Contains("Martin 2, cantine", Plain(letter.Text!), StringComparison.Ordinal);
            Assert.DoesNotContain("Martin 1", Plain(letter.Text!), StringComparison.Ordinal);
        });
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_summary_of_an_evening_does_not_leave_the_next_morning()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        await (await town.OpensAFile("Martin")).Ticks("cantine", town.Days[0]);
        Assert.Equal(1, await desk.Evening(Friday, "19:59"));

        await town.SetsTheClock(Friday, "20:00");
        Assert.Equal((0, 0), await DeliversAsync(books));
        await town.SetsTheClock(Friday.AddDays(1), "08:00");

        Assert.Equal((0, 1), await DeliversAsync(books));
        Assert.Equal("dropped: expired: what it says is over", await FateAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tickets_bought_before_the_letter_of_those_that_lack_left_are_not_said_to_lack(bool all)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2, canteen: ["CANT-A", "CANT-B"]);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        Assert.Equal("queued: ", await FateAsync(books));

        await martin.Buys(1, "CANT-B");
        if (all)
            await martin.Buys(1, "CANT-A");
        await town.SetsTheClock(town.Days[1], "09:00");

        await using var post = await MailDesk.OpenAsync(books);
        await post.DeliversAsync();
        Assert.Equal(all ? "dropped: not true any more" : "sent: ", await FateAsync(books));
        var letters = post.Tray.All().Where(letter => letter.Subject.StartsWith("Il manque", StringComparison.Ordinal)).ToList();
        Assert.Equal(all ? 0 : 1, letters.Count);
        Assert.All(letters, letter =>
        {
            Assert.Contains("- CANT-A : il manque 1 ticket depuis le lundi 7 septembre, soit 1,20 €", Plain(letter.Text!), StringComparison.Ordinal);
            Assert.Contains("En tout : 1,20 €", Plain(letter.Text!), StringComparison.Ordinal);
            Assert.DoesNotContain("CANT-B", Plain(letter.Text!), StringComparison.Ordinal);
        });
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_invoice_paid_before_its_letter_left_is_not_said_to_be_due()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(town.Days[0], "21:00");
        var paid = await martin.Owes(1250, "cantine");
        var due = await martin.Owes(800, "cantine");
        await martin.SellAsync([], invoices: [paid]);

        await town.SetsTheClock(town.Days[1], "09:00");
        await using var post = await MailDesk.OpenAsync(books);
        await post.DeliversAsync();

        Assert.Equal(
            [$"{paid.Id}: dropped", $"{due.Id}: sent"],
            await books.AskAsync<string[]>("select array_agg(reference || ': ' || state order by id) from outbox_letter where name = 'InvoiceAvailable'"));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<(int Sent, int Dropped)> DeliversAsync(Books books)
    {
        await using var post = await MailDesk.OpenAsync(books);
        var round = await post.Services.GetRequiredService<Postman>().DeliverAsync(100, TestContext.Current.CancellationToken);
        return (round.Sent, round.Dropped);
    }

    private static Task<string> FateAsync(Books books) => books.AskAsync<string>("select state || ': ' || coalesce(last_error, '') from outbox_letter where name <> 'TopUpReceipt'");

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
