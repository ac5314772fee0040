using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Planning;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Mail;

/// <summary>A child ate without a ticket left: the family is told once, by the closing that made it so.</summary>
public sealed class NegativeBalanceTests(Cluster cluster)
{
    [Fact]
    public async Task R119_A_booklet_that_passes_below_zero_is_told_once_and_again_only_after_it_was_filled()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(1, "CANT-B");
        await martin.Ticks("cantine", town.Days[0], town.Days[1], town.Days[2], town.Days[3]);

        List<long> told = [];
        foreach (var day in town.Days.Take(3))
        {
            await town.SetsTheClock(day, "20:00");
            await town.ClosesTheDay(day);
            told.Add(await CountAsync(books));
        }
        await martin.Buys(2, "CANT-B");
        await town.SetsTheClock(town.Days[3], "20:00");
        await town.ClosesTheDay(town.Days[3]);
        told.Add(await CountAsync(books));

        Assert.Equal([0, 1, 1, 2], told);
        var letters = await MailDesk.ReadAsync<NegativeBalance>(books);
        Assert.All(letters, l => Assert.Equal(("parent@famille.example", "Il manque des tickets dans votre carnet : 2,50 €"), (l.To, l.Subject)));
        Assert.Single(letters, l => l.Text.Contains("CANT-B : il manque 1 ticket depuis le mardi 8 septembre, soit 2,50 €", StringComparison.Ordinal));
        Assert.Single(letters, l => l.Text.Contains("CANT-B : il manque 1 ticket depuis le jeudi 10 septembre, soit 2,50 €", StringComparison.Ordinal));
        Assert.All(letters, l => Assert.Contains("http://localhost:5000/famille/tickets", l.Text, StringComparison.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Several_booklets_of_one_family_are_one_letter_to_each_guardian_and_nobody_else_reads_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 3, canteen: ["CANT-A", "CANT-B", "CANT-B"]);
        await martin.JoinedBy("Alix", "alix@famille.example");
        var petit = await town.OpensAFile("Petit", email: "petit@famille.example");
        await petit.Buys(1, "CANT-B");
        await petit.Ticks("cantine", town.Days[0]);
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");

        await town.ClosesTheDay(town.Days[0]);

        var letters = await MailDesk.ReadAsync<NegativeBalance>(books);
        Assert.Equal(["alix@famille.example", "parent@famille.example"], letters.Select(l => l.To));
        Assert.All(letters, l =>
        {
            Assert.Contains("- CANT-A : il manque 1 ticket depuis le lundi 7 septembre, soit 1,20 €\n- CANT-B : il manque 2 tickets depuis le lundi 7 septembre, soit 5,00 €", l.Text, StringComparison.Ordinal);
            Assert.Contains("En tout : 6,20 €", l.Text, StringComparison.Ordinal);
        });
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_old_balance_below_zero_was_no_crossing_of_ours()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await new WalletBook(books.Database).TakeOverAsync(town.Structure, town.Days[0], [new OpeningBalance(martin.Id, town.Type("CANT-B"), -2, new Money(250))], CancellationToken.None);
        await martin.Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");

        await town.ClosesTheDay(town.Days[0]);

        Assert.Equal((-3, -750, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(0, await CountAsync(books));
    }

    [Fact]
    public async Task Two_homes_of_one_child_the_one_whose_booklet_is_empty_is_told_and_the_other_reads_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        await father.Buys(5, "CANT-B");
        await mother.Ticks("cantine", town.Days[0]);
        await father.Ticks("cantine", town.Days[1]);
        await town.SetsTheClock(town.Days[1], "20:00");

        await town.ClosesTheDay(town.Days[1]);

        var letter = Assert.Single(await MailDesk.ReadAsync<NegativeBalance>(books));
        Assert.Equal("mere@famille.example", letter.To);
        Assert.DoesNotContain("Petit", letter.Text, StringComparison.Ordinal);
    }

    private static Task<long> CountAsync(Books books) => books.AskAsync<long>("select count(*) from outbox_letter where name = 'NegativeBalance'");
}
