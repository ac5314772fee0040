using ETicket.IntegrationTests.Treasury.Unanswered;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury;

/// <summary>« Noté par erreur » — what only a person said, of the wrong payment: the books are as if it had not been, nothing is promised, and the letter says the error.</summary>
public sealed class NotedByMistakeTests(Cluster cluster)
{
    private const string Letters =
        "select concat_ws(' ', variables ->> 'mistaken', variables ->> 'mistaken_refund', variables ->> 'refund_failed', variables ->> 'unpaid_cheque', variables ->> 'mistaken_absence', variables ->> 'reason') from outbox_letter where name = 'TicketsGivenBack'";

    [Fact]
    public async Task A_refund_noted_on_the_wrong_Martin_is_lifted_once_and_nobody_is_promised_its_sum()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (desk, key) = (town.Desk(), Guid.NewGuid());
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        Assert.Equal(refund.Id, Assert.Single((await desk.Opens(payment)).Mistakes).Id);

        await Assert.ThrowsAsync<ReasonMissing>(() => desk.MistakenAsync(town.Structure, refund, " ", "Dominique", key, CancellationToken.None));
        foreach (var (again, words) in new[] { (key, "noté sur une autre famille"), (key, "noté sur une autre famille"), (Guid.NewGuid(), "vu aussi") })
            await desk.MistakenAsync(town.Structure, refund, words, "Dominique", again, CancellationToken.None);

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Empty(await town.OpenGaps());
        Assert.Equal("true true false false false noté sur une autre famille", await books.AskAsync<string>(Letters));
        Assert.Equal("Lift B2026-2 750", await books.AskAsync<string>("select kind || ' ' || series || year || '-' || number || ' ' || total_cents from receipt where kind = 'Lift'"));
        Assert.Equal([UndoAct.Chargeback, UndoAct.CommuneRefund], (await desk.Opens(payment)).Acts);
        await Assert.ThrowsAsync<KeyReused>(async () => await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "de nouveau", key));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque, UndoAct.UnpaidCheque, "true false false true false mauvais règlement")]
    [InlineData(PaymentMeans.PayFipDebit, UndoAct.RejectedDebit, "true false false false false mauvais règlement")]
    public async Task A_cheque_or_a_debit_lost_on_the_wrong_payment_is_no_good_news_but_an_error_of_ours(PaymentMeans means, UndoAct act, string letter)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Pays(5, "CANT-B", means);
        var desk = town.Desk();
        var document = await desk.Does(payment, act, await martin.All(payment), "sans provision");
        Assert.Equal([UndoAct.WinBack, UndoAct.Mistaken], (await desk.Opens(payment)).Acts);

        await desk.MistakenAsync(town.Structure, document, "mauvais règlement", "Dominique", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal("Paid", await books.AskAsync<string>("select replace(state, 'Promised', 'Paid') from payment"));
        Assert.Equal(letter, await books.AskAsync<string>(Letters));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_a_provider_told_or_a_statement_showed_is_no_mistake_of_a_person()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new LosesItsAnswer { Answers = true });
        var told = await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas");

        var refused = await Assert.ThrowsAsync<NotAMistake>(() => desk.MistakenAsync(town.Structure, told, "rien à voir", "Dominique", Guid.NewGuid(), CancellationToken.None));

        Assert.Contains(told.FullNumber, refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(UndoAct.Mistaken, (await desk.Opens(payment)).Acts);
        Assert.Equal(750L, (await martin.Sold(payment)).Sum(l => (l.Sold - l.StillSold) * l.UnitPrice.Cents));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_refund_noted_again_by_mistake_waits_to_be_noted_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(5, "CANT-B");
        var desk = town.Desk();
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), "deux repas");
        var bounced = await desk.Does(payment, UndoAct.UnpaidCheque, (await desk.Opens(payment)).Received.ToDictionary(l => l.TransferId, l => l.StillSold), "sans provision");
        await desk.WinBackAsync(town.Structure, bounced, "payé après tout", "Dominique", CancellationToken.None);
        var noted = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), "noté de nouveau");
        Assert.Empty(await town.OpenGaps());

        await desk.MistakenAsync(town.Structure, noted, "ce n’était pas celui-là", "Dominique", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal(["refund to note again"], await town.OpenGaps());
        Assert.Equal(new Money(500), (await desk.Opens(payment)).Waiting!.Left);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 2), "le bon");
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }
}
