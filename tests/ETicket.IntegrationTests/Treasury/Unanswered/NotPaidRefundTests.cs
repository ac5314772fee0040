using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Providers;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>A refund that nobody but a person said to have left never arrived: the mandat was rejected, the slip declined, the number read was another's. Three meals, 7,50 €.</summary>
public sealed class NotPaidRefundTests(Cluster cluster)
{
    [Fact]
    public async Task C28_a_mandat_that_was_rejected_gives_the_tickets_back_and_its_sum_waits_until_it_is_paid_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (desk, key) = (town.Desk(), Guid.NewGuid());
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");
        Assert.Equal(refund.Id, Assert.Single((await desk.Opens(payment)).MayNotHaveArrived).Id);

        var shown = await desk.PreviewWinBackAsync(town.Structure, refund, CancellationToken.None);
        await Assert.ThrowsAsync<ReasonMissing>(() => desk.NotPaidAsync(town.Structure, refund, " ", "Dominique", key, CancellationToken.None));
        foreach (var (again, words) in new[] { (key, "mandat rejeté"), (key, "mandat rejeté"), (Guid.NewGuid(), "rejeté, vu aussi") })
            await desk.NotPaidAsync(town.Structure, refund, words, "Dominique", again, CancellationToken.None);

        Assert.Equal((new Money(750), 2, 5), (shown.Total, Assert.Single(shown.Booklets).Before, shown.Booklets[0].After));
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal("mandat rejeté", await books.AskAsync<string>("select string_agg(reason, ', ') from entry where kind = 'ReversalUndone'"));
        Assert.Equal($"refund failed 750 ({refund.FullNumber})", await books.AskAsync<string>("select field || ' ' || found from discrepancy where resolved_at is null"));
        Assert.Equal("true true 750", await books.AskAsync<string>(
            "select concat_ws(' ', variables ->> 'refund_failed', variables ->> 'not_paid', variables ->> 'total_cents') from outbox_letter where name = 'TicketsGivenBack'"));
        Assert.DoesNotContain(UndoAct.NotPaid, (await desk.Opens(payment)).Acts);
        await Assert.ThrowsAsync<KeyReused>(async () => await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "de nouveau", key));

        await desk.Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "second mandat");

        Assert.Empty(await town.OpenGaps());
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_the_whole_purchase_refunded_in_vain_is_paid_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.CommuneRefund, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), "départ");
        Assert.Equal("Refunded", await books.AskAsync<string>("select state from payment"));

        await desk.NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal("Paid", await books.AskAsync<string>("select state from payment"));
        Assert.Equal(((5, 1250, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_said_to_have_left_it_never_did_and_told_after_all_a_person_is_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, request) = (new LosesItsAnswer(), Guid.NewGuid());
        var desk = town.Desk(provider);
        await Assert.ThrowsAsync<RefundSilent>(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas", request));
        var refund = await desk.Leaves(payment, request, "re_1");

        await desk.NotPaidAsync(town.Structure, refund, "numéro d’une autre famille", "Dominique", Guid.NewGuid(), CancellationToken.None);
        Assert.Equal(["refund failed"], await town.OpenGaps());
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        foreach (var _ in new[] { "a notice", "a look-up" })
            await town.Tells(payment, new TakenBack("re_1", new Money(750), ByTheBank: false, WonBack: false));

        Assert.Equal(["refund failed", "refund made after all"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_what_the_provider_told_is_for_the_provider_to_say_and_what_the_bank_took_is_won_back()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new LosesItsAnswer { Answers = true });
        var told = await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas");

        Assert.Empty((await desk.Opens(payment)).MayNotHaveArrived);
        await Assert.ThrowsAsync<RefundNotUndone>(() => desk.NotPaidAsync(town.Structure, told, "rien reçu", "Dominique", Guid.NewGuid(), CancellationToken.None));

        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_slip_of_the_terminal_declined_afterwards_gives_the_tickets_back()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [PaymentMeans.CardTerminal] });
        await RegieDesk.ActAllowsRefundsAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(4, "CANT-B", PaymentMeans.CardTerminal);
        var desk = town.Desk();
        var refund = await desk.Does(payment, UndoAct.TerminalRefund, await martin.Takes(payment, "CANT-B", 4), "erreur");

        await desk.NotPaidAsync(town.Structure, refund, "ticket refusé", "Dominique", Guid.NewGuid(), CancellationToken.None);

        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(["refund failed"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_two_colleagues_say_it_at_once_and_it_comes_back_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var refund = await town.Desk().Does(payment, UndoAct.CommuneRefund, await martin.Takes(payment, "CANT-B", 3), "trois repas en trop");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => town.Desk().NotPaidAsync(town.Structure, refund, "mandat rejeté", "Dominique", Guid.NewGuid(), CancellationToken.None))));

        Assert.Equal(((5, 1250, 0), 1L), (await martin.Wallet("CANT-B"), await books.AskAsync<long>("select count(*) from outbox_letter where name = 'TicketsGivenBack'")));
        Assert.Equal(["refund failed"], await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }
}
