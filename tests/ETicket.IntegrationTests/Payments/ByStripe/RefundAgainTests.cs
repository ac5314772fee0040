using ETicket.IntegrationTests.Treasury;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Treasury.Undo;

namespace ETicket.IntegrationTests.Payments.ByStripe;

/// <summary>A refund whose answer was lost: nobody knows whether it was made, and it is never made twice.</summary>
public sealed class RefundAgainTests(Cluster cluster)
{
    [Fact]
    public async Task C17_C28_asked_again_from_another_page_it_bears_the_same_key_and_is_one_refund()
    {
        await using var counter = await CounterAsync();
        var (payment, desk, lost, again) = (await counter.PaysAsync(), DeskOf(counter), Guid.NewGuid(), Guid.NewGuid());
        counter.Stripe.Plays("refund-silent");

        var silent = await Assert.ThrowsAsync<RefundSilent>(() => RefundAsync(counter, payment, 2, lost));
        var file = await desk.OpenAsync(counter.Town.Structure, payment.Id, CancellationToken.None);
        counter.Stripe.Plays("refund-made");
        var other = await Assert.ThrowsAsync<RefundUnfinished>(() => RefundAsync(counter, payment, 3, Guid.NewGuid()));
        await Assert.ThrowsAsync<RefundUnfinished>(() => DoAsync(counter, payment, UndoAct.CommuneRefund, 2, Guid.NewGuid()));
        var made = await RefundAsync(counter, payment, 2, again);

        Assert.Contains("il ne sera fait qu’une fois", silent.Sentence);
        Assert.Contains("5,00", other.Sentence);
        Assert.Equal((new Money(500), "deux repas en trop"), (file.Unfinished!.Amount, file.Unfinished.Reason));
        Assert.Equal([UndoAct.ProviderRefund, UndoAct.Left], file.Acts);
        Assert.Equal([lost.ToString()], counter.Stripe.Server.Requests.Where(r => r is { Method: "POST", Path: "/v1/refunds" }).Select(r => r.Headers["Idempotency-Key"]).Distinct());
        Assert.All([await RefundAsync(counter, payment, 2, lost), await RefundAsync(counter, payment, 2, again)], same => Assert.Equal(made.Id, same.Id));
        Assert.All([await RefundAsync(counter, payment, 2, lost, "dit autrement"), await RefundAsync(counter, payment, 2, again, "dit autrement")], same => Assert.Equal((made.Id, made.Reason), (same.Id, same.Reason)));
        await Assert.ThrowsAsync<KeyReused>(() => RefundAsync(counter, payment, 1, again));
        Assert.Null((await desk.OpenAsync(counter.Town.Structure, payment.Id, CancellationToken.None)).Unfinished);
        Assert.Equal((8, 2000, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Made_after_all_and_told_by_a_notice_it_is_found_again_and_nothing_more_leaves()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();
        counter.Stripe.Plays("refund-silent");
        await Assert.ThrowsAsync<RefundSilent>(() => RefundAsync(counter, payment, 10, Guid.NewGuid()));
        counter.Stripe.Plays("session-refunded-in-part");
        await counter.SettlesAsync(payment, evenCredited: true);

        counter.Stripe.Plays("refund-made");
        var found = await RefundAsync(counter, payment, 10, Guid.NewGuid());

        Assert.Equal(["R2026-000001 -500", "R2026-000002 -250"], await counter.DocumentsAsync());
        Assert.Equal(("R2026-000001", (7, 1750, 0)), (found.FullNumber, await counter.Family.Wallet("CANT-B")));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Refused_in_the_end_it_leaves_the_way_to_another_refund()
    {
        await using var counter = await CounterAsync();
        var (payment, lost) = (await counter.PaysAsync(), Guid.NewGuid());
        counter.Stripe.Plays("refund-silent");
        await Assert.ThrowsAsync<RefundSilent>(() => RefundAsync(counter, payment, 2, lost));

        counter.Stripe.Plays("refund-too-much");
        await Assert.ThrowsAsync<RefundRefused>(() => RefundAsync(counter, payment, 2, Guid.NewGuid()));
        await Assert.ThrowsAsync<KeyReused>(() => RefundAsync(counter, payment, 1, lost));
        Assert.Equal("B2026-000001", (await DoAsync(counter, payment, UndoAct.CommuneRefund, 3, Guid.NewGuid())).FullNumber);

        Assert.Equal((7, 1750, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("session-unknown")]
    [InlineData(null)]
    public async Task C28_with_a_session_out_of_reach_or_no_account_nobody_says_that_nothing_was_given_back(string? plays)
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();
        counter.Stripe.Plays("refund-silent");
        await Assert.ThrowsAsync<RefundSilent>(() => RefundAsync(counter, payment, 2, Guid.NewGuid()));
        if (plays is null)
            counter.LosesItsAccount();
        else
            counter.Stripe.Plays(plays);

        await Assert.ThrowsAsync<RefundSilent>(() => RefundAsync(counter, payment, 2, Guid.NewGuid()));

        Assert.Equal(new Money(500), (await DeskOf(counter).OpenAsync(counter.Town.Structure, payment.Id, CancellationToken.None)).Unfinished!.Amount);
        await Assert.ThrowsAsync<RefundUnfinished>(() => DoAsync(counter, payment, UndoAct.CommuneRefund, 2, Guid.NewGuid()));
        Assert.Equal((10, 2500, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_given_up_with_its_account_gone_then_told_by_Stripe_after_all_it_is_mirrored_once_and_a_person_hears_of_it()
    {
        await using var counter = await CounterAsync();
        var (payment, key) = (await counter.PaysAsync(), Guid.NewGuid());
        counter.Stripe.Plays("refund-silent");
        await Assert.ThrowsAsync<RefundSilent>(() => RefundAsync(counter, payment, 2, key));
        counter.LosesItsAccount();
        await counter.Town.Resolves(payment, "refund unanswered", "compte fermé");
        await DoAsync(counter, payment, UndoAct.CommuneRefund, 2, Guid.NewGuid());

        counter.FindsItsAccount();
        counter.Stripe.Server.Values["key"] = key.ToString();
        counter.Stripe.Plays("session-refunded-by-us");
        foreach (var _ in new[] { "a notice", "a colleague" })
            await counter.SettlesAsync(payment, evenCredited: true);

        Assert.Equal(["B2026-000001 -500", "R2026-000001 -500"], (await counter.DocumentsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal((6, 1500, 0), await counter.Family.Wallet("CANT-B"));
        Assert.Equal(["refund made after all"], await counter.Town.OpenGaps());
        Assert.Equal("re_3PSF1entFirst", await counter.Town.Books.AskAsync<string>("select made_as from refund_request"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Asked_from_two_pages_at_the_same_moment_it_is_one_refund()
    {
        await using var counter = await CounterAsync();
        var payment = await counter.PaysAsync();
        counter.Stripe.Plays("refund-made");

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RefundAsync(counter, payment, 2, Guid.NewGuid()))));

        Assert.Single(made.Select(m => m.Id).Distinct());
        Assert.Equal((8, 2000, 0), await counter.Family.Wallet("CANT-B"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    private static UndoDesk DeskOf(StripeCounter counter) => new(counter.Town.Books.Database, counter.Town.Reversals, counter.Refunds);

    private static Task<Receipt> RefundAsync(StripeCounter counter, Payment payment, int tickets, Guid key, string reason = "deux repas en trop") =>
        DoAsync(counter, payment, UndoAct.ProviderRefund, tickets, key, reason);

    private static async Task<Receipt> DoAsync(StripeCounter counter, Payment payment, UndoAct act, int tickets, Guid key, string reason = "deux repas en trop") => await DeskOf(counter).DoAsync(
        counter.Town.Structure, Town.Dominique, payment.Id, act, new Dictionary<long, int> { [Assert.Single(await counter.Family.Sold(payment)).TransferId] = tickets }, reason, key, CancellationToken.None);

    private async Task<StripeCounter> CounterAsync()
    {
        var counter = await StripeCounter.OpenAsync(await Books.OpenAsync(cluster));
        await counter.ActAllowsRefundsAsync();
        return counter;
    }
}
