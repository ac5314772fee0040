using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using Npgsql;

namespace ETicket.IntegrationTests.Treasury.Unanswered;

/// <summary>A refund was asked of the provider and no answer came: three meals, 7,50 €, of five meals at 2,50 € and five journeys at 1,50 €.</summary>
public sealed class UnansweredRefundTests(Cluster cluster)
{
    private static readonly TakenBack Made = new("re_1", new Money(750), ByTheBank: false, WonBack: false);

    [Fact]
    public async Task C28_a_refund_we_asked_for_whose_answer_was_lost_is_what_was_asked_when_a_notice_tells_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, meals) = (new LosesItsAnswer(), await martin.Takes(payment, "CANT-B", 3));
        var desk = town.Desk(provider);
        await Assert.ThrowsAsync<RefundSilent>(() => desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));

        await town.Tells(payment, Made);
        provider.Answers = true;
        var document = await desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop");

        Assert.Equal(("R2026-000001", -750L), (document.FullNumber, document.Total.Cents));
        Assert.Contains("trois repas en trop", document.Reason);
        Assert.Equal(((2, 500, 0), (5, 750, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        Assert.Equal((0, 1L), ((await town.OpenGaps()).Count, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_refund_without_an_answer_waits_among_the_discrepancies_until_it_has_one_and_the_commune_does_not_refund_beside_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, meals) = (new LosesItsAnswer(), await martin.Takes(payment, "CANT-B", 3));
        var desk = town.Desk(provider);
        await Assert.ThrowsAsync<RefundSilent>(() => desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));
        await Assert.ThrowsAsync<RefundSilent>(() => desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));

        Assert.Equal(["refund unanswered"], await town.OpenGaps());
        Assert.Contains(await books.AlarmsAsync(), a => a.Code == "P9 écart à regarder");
        // Also by somebody whose page was open before.
        await Assert.ThrowsAsync<RefundUnfinished>(async () => await town.Reversals.UndoAsync(
            town.Structure, Reversals.CommuneRefund("départ"), [.. (await martin.Sold(payment)).Select(l => (l, 1))], CancellationToken.None));
        provider.Answers = true;
        await desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop");

        Assert.Empty(await town.OpenGaps());
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_whole_refund_whose_answer_was_lost_is_asked_again_after_a_notice_took_everything()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, all) = (new LosesItsAnswer(), (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold));
        var desk = town.Desk(provider);
        await Assert.ThrowsAsync<RefundSilent>(() => desk.Does(payment, UndoAct.ProviderRefund, all, "départ"));

        Assert.Equal(PaymentState.Refunded, await town.Tells(payment, Made with { Amount = new(2000) }));
        Assert.Equal(["refund unanswered"], await town.OpenGaps());
        Assert.Equal([UndoAct.ProviderRefund, UndoAct.Left], (await desk.Opens(payment)).Acts);
        provider.Answers = true;
        // As its own page asks: under its own key.
        var document = await desk.Does(payment, UndoAct.ProviderRefund, all, "départ", (await desk.Opens(payment)).Unfinished!.Key);

        Assert.Equal(("R2026-000001", 1L), (document.FullNumber, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        Assert.Empty(await town.OpenGaps());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_whole_refund_a_notice_took_is_over_once_a_person_reads_its_number_on_the_statement()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var desk = town.Desk(new LosesItsAnswer());
        await Assert.ThrowsAsync<RefundSilent>(async () => await desk.Does(payment, UndoAct.ProviderRefund, (await martin.Sold(payment)).ToDictionary(l => l.TransferId, l => l.StillSold), "départ"));
        await town.Tells(payment, Made with { Amount = new(2000) });
        var request = (await desk.Opens(payment)).Unfinished!.Key;

        await Assert.ThrowsAsync<RefundAnswered>(() => desk.Leaves(payment, request, "re_2"));
        var document = await desk.Leaves(payment, request, "re_1");

        Assert.Equal(("R2026-000001", 1L), (document.FullNumber, await books.AskAsync<long>("select count(*) from receipt where kind <> 'Sale'")));
        Assert.Empty(await town.OpenGaps());
        Assert.Empty((await desk.Opens(payment)).Acts);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_process_killed_between_the_request_and_its_answer_leaves_it_where_people_look()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var (provider, meals) = (new LosesItsAnswer { Meanwhile = () => throw new InvalidOperationException("killed") }, await martin.Takes(payment, "CANT-B", 3));
        var (desk, asked) = (town.Desk(provider), books.Clock.GetUtcNow());
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop"));

        await books.Clock.SetAsync(asked.AddMinutes(9));
        await town.Sweep.RunAsync(CancellationToken.None);
        // Whoever asked may still be waiting.
        Assert.Empty(await town.OpenGaps());
        await books.Clock.SetAsync(asked.AddMinutes(11));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => town.Sweep.RunAsync(CancellationToken.None))));

        Assert.Equal(["refund unanswered"], await town.OpenGaps());
        (provider.Meanwhile, provider.Answers) = (() => Task.CompletedTask, true);
        await desk.Does(payment, UndoAct.ProviderRefund, meals, "trois repas en trop");
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal((1, 2), (provider.Refunds, (await martin.Wallet("CANT-B")).Tickets));
        Assert.Equal((0, 1L), ((await town.OpenGaps()).Count, await books.AskAsync<long>("select count(*) from discrepancy")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_payment_somebody_holds_keeps_neither_the_sweep_nor_the_other_refunds_waiting()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, martin, payment) = await RegieDesk.SellsMealsAndJourneysAsync(books);
        var other = await martin.Pays(5, "CANT-B", PaymentMeans.PayFipCard);
        var provider = new LosesItsAnswer { Meanwhile = () => throw new InvalidOperationException("killed") };
        foreach (var paid in new[] { payment, other })
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await town.Desk(provider).Does(paid, UndoAct.ProviderRefund, await martin.Takes(paid, "CANT-B", 3), "trois repas"));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(11));

        await using (var holder = await books.Owner.OpenConnectionAsync())
        await using (var held = await holder.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("select 1 from payment where id = $1 for update", holder) { Parameters = { new() { Value = payment.Id.Value } } };
            await hold.ExecuteNonQueryAsync();
            await town.Sweep.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal([other.Id.Value], await ToldAsync());
        }
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal([payment.Id.Value, other.Id.Value], (await ToldAsync()).OrderBy(id => id == other.Id.Value));
        await books.ShouldBeHealthyAsync();

        Task<Guid[]> ToldAsync() => books.AskAsync<Guid[]>("select array_agg(payment_id) from discrepancy where field = 'refund unanswered'");
    }
}
