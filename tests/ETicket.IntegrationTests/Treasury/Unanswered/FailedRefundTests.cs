using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>A refund was made, and the bank did not take it: five meals, 12,50 €, are in the booklet again, and the family still waits for its money.</summary>
public sealed class FailedRefundTests(Cluster cluster)
{
    private static readonly TakenBack Failed = new("re_1", new Money(1250), ByTheBank: false, WonBack: true);

    [Theory]
    [InlineData(UndoAct.CommuneRefund)]
    [InlineData(UndoAct.ProviderRefund)]
    public async Task C28_it_waits_for_a_person_until_as_much_is_given_back_another_way(UndoAct act)
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, desk) = await FailedAsync(books);

        Assert.Equal("refund failed 1250 (re_1)", await books.AskAsync<string>("select field || ' ' || found from discrepancy where resolved_at is null"));
        Assert.Contains(await books.AlarmsAsync(), alarm => alarm.Code == "P9 écart à regarder");
        Assert.Equal("true 1250", await books.AskAsync<string>("select concat_ws(' ', variables ->> 'refund_failed', variables ->> 'total_cents') from outbox_letter where name = 'TicketsGivenBack'"));
        await desk.Does(payment, act, await martin.Takes(payment, "BUS", 5), "cinq trajets");
        // So much was for something else.
        Assert.Equal(["refund failed"], await town.OpenGaps());
        var document = await desk.Does(payment, act, await martin.Takes(payment, "CANT-B", 5), "rendu autrement");

        Assert.Empty(await town.OpenGaps());
        Assert.Equal($"le logiciel, Cette somme a été rendue autrement\u00A0: document {document.FullNumber}.", await books.AskAsync<string>(
            "select resolved_by || ', ' || outcome from discrepancy where field = 'refund failed'"));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_told_again_it_waits_once_and_a_person_may_close_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment, _) = await FailedAsync(books);
        await town.Tells(payment, Failed);
        Assert.Equal(["refund failed"], await town.OpenGaps());

        await town.Resolves(payment, "refund failed", "la famille garde ses tickets");
        await town.Tells(payment, Failed with { WonBack = false }, Failed);

        Assert.Empty(await town.OpenGaps());
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_ours_that_failed_before_its_mirror_was_written_takes_no_ticket_and_a_person_hears_of_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new FailsMeanwhile(key => town.Tells(payment, Failed with { Asked = key })));

        await Assert.ThrowsAsync<RefundNeverWas>(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 5), "cinq repas"));
        // An answer older than the failure.
        await town.Tells(payment, Failed with { WonBack = false });

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal("refund failed nothing had left 1250 (re_1)", await books.AskAsync<string>("select concat_ws(' ', field, expected, found) from discrepancy where resolved_at is null"));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'TicketsGivenBack'"));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from refund_request where ended_at is null"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_ours_that_failed_while_the_bank_took_a_part_leaves_its_payer_waiting_for_what_is_still_sold()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new FailsMeanwhile(async key =>
        {
            await town.Tells(payment, Failed with { Asked = key });
            await town.Desk().Does(payment, UndoAct.Chargeback, await martin.Takes(payment, "CANT-B", 4), "quatre repas contestés");
        }));

        await Assert.ThrowsAsync<RefundNeverWas>(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 5), "cinq repas"));

        // One meal at 2,50 € and five journeys at 1,50 €.
        Assert.Equal("refund failed 1000 (re_1)", await books.AskAsync<string>("select field || ' ' || found from discrepancy where resolved_at is null"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_ours_that_failed_while_the_bank_took_everything_leaves_nobody_waiting()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var everything = (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold);
        var desk = town.Desk(new FailsMeanwhile(async key =>
        {
            await town.Tells(payment, Failed with { Asked = key });
            await town.Desk().Does(payment, UndoAct.Chargeback, everything, "contesté");
        }));

        await Assert.ThrowsAsync<RefundNeverWas>(async () => await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 5), "cinq repas"));

        Assert.Empty(await town.OpenGaps());
        Assert.Equal(((0, 0, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_failure_told_before_the_refund_itself_makes_an_older_answer_take_nothing()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);

        await town.Tells(payment, Failed);
        await town.Tells(payment, Failed with { WonBack = false });
        await town.Tells(payment, Failed with { WonBack = false }, Failed);

        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Empty(await town.OpenGaps());
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from receipt where kind = 'ProviderRefund'"));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>« En attente », and the bank's no is told before whoever asked hears it.</summary>
    private sealed class FailsMeanwhile(Func<string, Task> fails) : IRefunds
    {
        public PaymentProvider Name => PaymentProvider.PayFip;

        public async Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop)
        {
            await fails(key);
            return new RefundView.Made(Failed.Key, amount);
        }
    }

    private static async Task<(Town Town, FamilyFile Family, Payment Payment, UndoDesk Desk)> FailedAsync(Books books)
    {
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new LosesItsAnswer { Answers = true });
        await desk.Does(payment, UndoAct.ProviderRefund, await martin.Takes(payment, "CANT-B", 5), "cinq repas");
        await town.Tells(payment, Failed);
        Assert.Equal((5, 1250, 0), await martin.Wallet("CANT-B"));
        return (town, martin, payment, desk);
    }
}
