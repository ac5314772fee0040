using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>A refund that never arrived, of a payment the bank then takes whole: nothing of it is to be given back any more, and the family that was told so is told again.</summary>
public sealed class FailedThenTakenTests(Cluster cluster)
{
    [Fact]
    public async Task C28_C29_what_was_still_due_is_due_no_more_and_won_back_it_is_due_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);

        foreach (var times in new[] { 1L, 2L })
        {
            var taken = await desk.Does(payment, UndoAct.Chargeback, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), "contesté");

            Assert.Empty(await town.OpenGaps());
            Assert.Empty(await books.AlarmsAsync());
            Assert.Equal(times, await books.AskAsync<long>("select count(*) from discrepancy where outcome like '%rien n’en est plus à rendre%'"));
            Assert.Equal("750 ", await books.AskAsync<string>(
                "select concat(variables ->> 'no_longer_due_cents', ' ', variables ->> 'owed_to_commune_cents') from outbox_letter where name = 'TicketsTakenBack' and reference = $1", taken.Id.ToString()));

            await desk.WinBackAsync(town.Structure, taken, "contestation perdue", "Dominique", CancellationToken.None);

            Assert.Equal(["refund failed"], await town.OpenGaps());
            Assert.Equal("750", await books.AskAsync<string>("select variables ->> 'due_again_cents' from outbox_letter where name = 'TicketsGivenBack' and reference = $1", taken.Id.ToString()));
            Assert.StartsWith("750 (", await books.AskAsync<string>("select found from discrepancy where resolved_at is null"), StringComparison.Ordinal);
        }
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "second mandat");
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_C29_what_was_refunded_since_is_neither_due_no_more_nor_due_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Pays(10, "CANT-B", PaymentMeans.PayFipCard);
        var desk = town.Desk();
        var whole = await martin.Takes(payment, "CANT-B", 10);
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, whole, "départ");
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);
        // Made again for a part only: a person would say what became of the rest.
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas d’abord");
        Assert.Equal(["refund failed"], await town.OpenGaps());

        var taken = await desk.Does(payment, UndoAct.Chargeback, whole, "contesté");

        Assert.Equal(["refunded by the commune"], await town.OpenGaps());
        Assert.Equal("1750 750", await OfLetterAsync(books, "TicketsTakenBack", taken, "no_longer_due_cents", "owed_to_commune_cents"));

        await desk.WinBackAsync(town.Structure, taken, "contestation perdue", "Dominique", CancellationToken.None);

        Assert.Equal(["refund to note again 750", "refund failed 1750"], await SumsAsync(town));
        Assert.Equal("1750 750", await OfLetterAsync(books, "TicketsGivenBack", taken, "due_again_cents", "no_longer_owed_cents"));
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas");
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 7), "le reste");
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_C29_the_same_meals_refunded_in_vain_twice_are_due_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Pays(4, "CANT-B", PaymentMeans.PayFipCard);
        var desk = town.Desk();
        foreach (var meals in new[] { 3, 4 })
        {
            var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", meals), "départ");
            await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);
        }
        Assert.Equal(["refund failed 750", "refund failed 1000"], await SumsAsync(town));

        var taken = await desk.Does(payment, UndoAct.Chargeback, await martin.Takes(payment, "CANT-B", 4), "contesté");
        Assert.Equal("1000", await OfLetterAsync(books, "TicketsTakenBack", taken, "no_longer_due_cents"));
        await desk.WinBackAsync(town.Structure, taken, "contestation perdue", "Dominique", CancellationToken.None);

        Assert.Equal(["refund failed 750", "refund failed 250"], await SumsAsync(town));
        Assert.Equal("1000", await OfLetterAsync(books, "TicketsGivenBack", taken, "due_again_cents"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_C30_given_back_by_what_proves_a_dispute_and_is_won_it_is_due_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Pays(10, "CANT-B", PaymentMeans.PayFipCard);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);
        var told = new TakenBack("dp_1", new Money(750), ByTheBank: false, WonBack: false);
        await town.Tells(payment, told);
        Assert.Empty(await town.OpenGaps());

        await town.Tells(payment, told with { ByTheBank = true, WonBack = true });

        Assert.Equal(["refund failed 750"], await SumsAsync(town));
        var letters = await MailDesk.ReadAsync<TicketsGivenBack>(books);
        Assert.Contains(letters, letter => letter.Text.Contains("Le remboursement de 7,50 €, qui n’était pas arrivé, vous est de nouveau dû : contactez la mairie pour en convenir.", StringComparison.Ordinal)
            && !letter.Text.Contains("rien à faire", StringComparison.Ordinal));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_where_the_bank_takes_a_part_the_rest_still_waits()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);

        await town.Tells(payment, new TakenBack("dp_1", new Money(750), ByTheBank: true, WonBack: false));

        Assert.Contains("refund failed", await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    private static Task<string> OfLetterAsync(Books books, string name, Receipt document, string one, string other = "") => books.AskAsync<string>(
        "select concat_ws(' ', variables ->> $3, variables ->> $4) from outbox_letter where name = $1 and reference = $2", name, document.Id.ToString(), one, other);

    private static Task<IReadOnlyList<string>> SumsAsync(Town town) =>
        town.Books.ListAsync(town.Structure, "select field || ' ' || split_part(found, ' ', 1) from discrepancy where resolved_at is null order by id", r => r.GetString(0));
}
