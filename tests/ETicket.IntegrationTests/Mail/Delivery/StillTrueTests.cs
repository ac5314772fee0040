using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.Planning.Telling;
using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Payments.Invoicing;
using ETicket.Planning;
using ETicket.Treasury.Undo;
using ETicket.Wallets.Baskets;
using Npgsql;

namespace ETicket.IntegrationTests.Mail.Delivery;

/// <summary>What was done while a letter waited is seen as it leaves: in the rows of the books it is about, whatever their names are or become.</summary>
public sealed class StillTrueTests(Cluster cluster)
{
    private const string Ticket = "update ticket_type set label = 'Ticket cantine' where code like 'CANT%'";

    private static readonly DateOnly Saturday = new(2026, 9, 19);

    [Theory]
    [InlineData(true, false, "Ticket cantine", "Ticket cantine")]
    [InlineData(false, false, "CANT-A", "CANT-B")]
    [InlineData(true, true, "Ticket cantine", "Ticket cantine")]
    public async Task Two_booklets_of_one_name_are_one_line_each_and_one_renamed_since_keeps_its_line(bool alike, bool before, string first, string second)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2, canteen: ["CANT-A", "CANT-B"]);
        if (alike)
            await WritesAsync(books, Ticket, 2);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        if (!alike)
            await WritesAsync(books, Ticket, 2);
        if (before)
            await WritesAsync(books, "update outbox_letter set variables = jsonb_set(variables, '{lines}', (select jsonb_agg(x - 'wallet_id') from jsonb_array_elements(variables -> 'lines') x))", 1);

        await town.SetsTheClock(town.Days[1], "09:00");
        var letter = Assert.Single(await DeliversAsync(books));

        Assert.Equal([$"- {first} : il manque 1 ticket", $"- {second} : il manque 1 ticket"], letter.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Split(" depuis")[0]));
        Assert.Contains("En tout : 3,70 €", letter, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Of_two_children_of_one_first_name_the_one_for_whom_nothing_is_ticked_is_still_named()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await WritesAsync(books, "update child set first_name = 'Lou'", 2);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0], town.Days[7]);
        Assert.Equal(1, await desk.Morning(Saturday));

        await martin.Ticks("cantine", town.Days[10]);

        var letter = Assert.Single(await DeliversAsync(books));
        Assert.Equal(2, letter.Split("Lou, cantine").Length);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_family_that_set_an_abonnement_meanwhile_is_asked_nothing_about_that_week()
    {
        var (books, town, desk) = await TellingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0]);
        await martin.Ticks("cantine", town.Days[7]);
        Assert.Equal(1, await desk.Morning(Saturday));

        await new ForesightDesk(town).Subscribes(martin, "cantine", [4], from: Saturday);

        Assert.Empty(await DeliversAsync(books));
        Assert.Equal("dropped: not true any more", await FateAsync(books));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_booklets_that_run_out_those_filled_before_the_letter_left_are_neither_told_nor_proposed(bool all)
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", children: 2, canteen: ["CANT-A", "CANT-B"]);
        await martin.SellAsync([(3, "CANT-A"), (3, "CANT-B")]);
        foreach (var child in new[] { 0, 1 })
            await martin.WrittenIn("cantine", town.Days, child);
        Assert.Equal(1, await desk.Tells());
        Assert.Equal(["CANT-A", "CANT-B"], Assert.Single(await desk.Letters()).Lines.Select(l => l.Label));

        await martin.Buys(1, "CANT-A");
        if (all)
            await martin.Buys(10, "CANT-B");

        var letters = await DeliversAsync(books);
        Assert.Equal(all ? "dropped: not true any more" : "sent: ", await FateAsync(books));
        Assert.Equal(all ? 0 : 1, letters.Count);
        Assert.All(letters, letter =>
        {
            Assert.Contains("- CANT-B : il vous reste 3 tickets", letter, StringComparison.Ordinal);
            Assert.DoesNotContain("CANT-A", letter, StringComparison.Ordinal);
            Assert.Contains($"/famille/tickets?{BasketLink.FieldOf(town.Type("CANT-B"))}=", letter, StringComparison.Ordinal);
            Assert.DoesNotContain(BasketLink.FieldOf(town.Type("CANT-A")), letter, StringComparison.Ordinal);
        });
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("nobody looked", "25,00 €")]
    [InlineData("three given back", "17,50 €")]
    [InlineData("settled", null)]
    public async Task What_was_paid_twice_is_asked_about_only_while_nobody_settled_it_and_for_what_is_still_too_much(string meanwhile, string? asked)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var first = await martin.GoesToPay(10, "CANT-B");
        town.PayFip.SaysExpired(first);
        await martin.Settles(first);
        var second = await martin.GoesToPayAgain(first);
        town.PayFip.Accepts(first);
        town.PayFip.Accepts(second);
        await martin.Settles(second);
        await martin.Settles(first, "sweep");

        if (meanwhile == "settled")
            await town.Resolves(first, "paid twice", "la famille garde les tickets");
        if (meanwhile == "three given back")
            await town.Desk().Does(first, UndoAct.CommuneRefund, await martin.Takes(first, "CANT-B", 3), "trois repas d’abord");

        var letters = await DeliversAsync(books);
        Assert.Equal(asked is null ? "dropped: not true any more" : "sent: ", await books.AskAsync<string>("select state || ': ' || coalesce(last_error, '') from outbox_letter where name = 'PaidTwice'"));
        Assert.Equal(asked is null ? 0 : 1, letters.Count(letter => letter.Contains($"Payé deux fois : {asked}\n", StringComparison.Ordinal)));
    }

    [Theory]
    // What the family does before the letter leaves, and what it still asks for.
    [InlineData("nothing", 1, true, false)]
    [InlineData("eats once more", 1, true, false)]
    [InlineData("pays the invoice", 1, false, false)]
    [InlineData("buys a ticket", 0, true, false)]
    [InlineData("pays all", 0, false, true)]
    public async Task The_letter_of_what_was_taken_back_asks_only_for_what_is_still_owed_and_never_for_more(string done, int missing, bool invoice, bool settled)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var owed = await martin.Owes(800, "cantine");
        var payment = Assert.Single(await martin.SellAsync([(1, "CANT-B")], invoices: [owed]));
        await martin.WrittenIn("cantine", town.Days.Take(2));
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        await town.Desk().Does(payment, UndoAct.UnpaidCheque, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, _ => 1), "sans provision");

        if (done is "buys a ticket" or "pays all")
            await martin.Buys(1, "CANT-B");
        if (done is "pays the invoice" or "pays all")
            await martin.SellAsync([], invoices: [owed]);
        if (done is "eats once more")
        {
            await town.SetsTheClock(town.Days[1], "20:00");
            await town.ClosesTheDay(town.Days[1]);
        }
        await town.SetsTheClock(town.Days[2], "09:00");

        var letter = Assert.Single(await DeliversAsync(books), l => l.Contains("Ce qui est repris", StringComparison.Ordinal));
        Assert.Equal(missing == 1, letter.Contains("CANT-B : il manque 1 ticket\n", StringComparison.Ordinal));
        Assert.Equal(missing == 0, !letter.Contains("il manque", StringComparison.Ordinal));
        Assert.Equal(invoice, letter.Contains("est de nouveau à payer", StringComparison.Ordinal));
        Assert.Equal(!invoice, letter.Contains("reste réglée par un autre paiement", StringComparison.Ordinal));
        Assert.Equal(!settled, letter.Contains("Pour régulariser, payez à nouveau", StringComparison.Ordinal));
        Assert.Equal(settled, letter.Contains("Vous n’avez rien à payer.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reminder_names_the_invoices_still_to_pay_and_the_last_letter_before_a_titre_ends_with_its_day(bool all)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var (paid, due) = (await martin.Owes(1250, "cantine"), await martin.Owes(800, "car"));
        await DeliversAsync(books);
        await using (var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            var to = new Addressee(town.Structure, martin.Id, new(await books.AskAsync<Guid>("select id from guardian")));
            await Outbox.AddAsync(
                work.Transaction, to, "1", new InvoiceReminder("port-sainte-foy", "Restauration", "Martin", "Camille", [Still(paid), Still(due)], 2050, "https://x.example", "https://x.example"), CancellationToken.None);
            await Outbox.AddAsync(
                work.Transaction, to, "1", new DebtBeforeTitre("port-sainte-foy", "Restauration", "Martin", "Camille", [], 2050, town.Days[0], "https://x.example", "https://x.example"), CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        await martin.SellAsync([], invoices: all ? [paid, due] : [paid]);
        await town.SetsTheClock(town.Days[all ? 1 : 0], "08:00");
        var letters = await DeliversAsync(books);

        Assert.Equal(
            all ? ["DebtBeforeTitre: dropped: expired: what it says is over", "InvoiceReminder: dropped: not true any more"] : ["DebtBeforeTitre: sent: ", "InvoiceReminder: sent: "],
            await books.AskAsync<string[]>("select array_agg(name || ': ' || state || ': ' || coalesce(last_error, '') order by name) from outbox_letter where name in ('InvoiceReminder', 'DebtBeforeTitre')"));
        Assert.DoesNotContain(letters, letter => letter.Contains(paid.FullNumber, StringComparison.Ordinal));
        Assert.Equal(all ? 0 : 1, letters.Count(letter => letter.Contains(due.FullNumber, StringComparison.Ordinal) && letter.Contains("8,00 €", StringComparison.Ordinal) && !letter.Contains("20,50 €", StringComparison.Ordinal)));

        static InvoiceStillOwed Still(Invoice invoice) => new(invoice.FullNumber, invoice.Label, invoice.Amount.Cents, invoice.DueOn, Late: false);
    }

    /// <summary>Everything that is due leaves: the texts of all letters but receipts.</summary>
    private static async Task<IReadOnlyList<string>> DeliversAsync(Books books)
    {
        await using var post = await MailDesk.OpenAsync(books);
        var round = await post.DeliversAsync();
        Assert.Equal(round.Taken, round.Sent + round.Dropped);
        var receipts = await books.AskAsync<string[]>("select coalesce(array_agg(message_id), '{}') from outbox_letter where name = 'TopUpReceipt'");
        return [.. post.Tray.All().Where(l => !receipts.Contains(l.MessageId)).Select(l => l.Text!.Replace('\u00A0', ' ').Replace('\u202F', ' ').ReplaceLineEndings("\n"))];
    }

    private static Task<string> FateAsync(Books books) => books.AskAsync<string>("select state || ': ' || coalesce(last_error, '') from outbox_letter where name <> 'TopUpReceipt'");

    private static async Task WritesAsync(Books books, string change, int rows)
    {
        await using var owner = NpgsqlDataSource.Create(books.Admin);
        await using var command = owner.CreateCommand(change);
        Assert.Equal(rows, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
