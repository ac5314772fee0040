using ETicket.IntegrationTests.Payments.States;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Providers;
using ETicket.Treasury;
using ETicket.Wallets;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Payments;

/// <summary>Whoever was told that money left dies before its mirror is written: the sweep asks again, and it is written once.</summary>
public sealed class MirrorOwedTests(Cluster cluster)
{
    [Theory]
    [InlineData(PaymentProvider.Stripe, false)]
    [InlineData(PaymentProvider.Stripe, true)]
    [InlineData(PaymentProvider.PayPal, false)]
    [InlineData(PaymentProvider.PayPal, true)]
    public async Task C28_killed_before_the_mirror_one_sweep_writes_it_once(PaymentProvider name, bool creditedBefore)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Means = [.. name.Means()] });
        await new ProviderAccounts(books.Database).OpenAsync(town.Structure, town.Regie, name, "essai", CancellationToken.None);
        var told = new ToldProvider(name);
        var mirror = new DiesOnce(new MoneyBack(books.Database, town.Reversals));
        var checkout = new Checkout(books.Database, [told], new PortalAddress());
        var settlements = new Settlements(books.Database, [told], [town.TopUps], mirror, new PortalAddress());
        var sweep = new Sweep(books.Database, settlements, checkout, NullLogger<Sweep>.Instance);
        var martin = await town.OpensAFile("Martin");
        var payment = Assert.Single(await town.TopUps.PrepareAsync(
            new Basket(Guid.NewGuid(), town.Structure, martin.Id, name, "parent", "parent@famille.example", [new(town.Type("CANT-B"), 10)]), CancellationToken.None));
        await checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None);
        if (creditedBefore)
        {
            ToldProvider.Says(order => Paid(name, order));
            await settlements.SettleAsync(town.Structure, payment.Id, "return", CancellationToken.None);
        }
        ToldProvider.Says(order => Paid(name, order, new TakenBack("re_1", new(500), ByTheBank: false, WonBack: false)));

        await Assert.ThrowsAsync<InvalidOperationException>(() => settlements.SettleAsync(town.Structure, payment.Id, "notification", CancellationToken.None, evenCredited: true));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(0, await sweep.RunAsync(CancellationToken.None));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(5));
        Assert.Equal(1, await sweep.RunAsync(CancellationToken.None));

        Assert.Equal((8, 2000, 0), await martin.Wallet("CANT-B"));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddDays(1));
        Assert.Equal(0, await sweep.RunAsync(CancellationToken.None));
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from receipt where kind = 'ProviderRefund'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_provider_that_does_not_answer_is_asked_about_its_mirror_every_hour()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(10, "CANT-B");
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        await using (var owed = books.Owner.CreateCommand("update payment set mirror_at = eticket_now()"))
            await owed.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        town.PayFip.SaysNothing(payment);

        Assert.Equal(1, await town.Sweep.RunAsync(CancellationToken.None));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(59));
        Assert.Equal(0, await town.Sweep.RunAsync(CancellationToken.None));
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddMinutes(1));
        Assert.Equal(1, await town.Sweep.RunAsync(CancellationToken.None));
        Assert.Equal(PaymentState.Paid, await town.StateOf(payment));
    }

    private static ProviderView Paid(PaymentProvider name, PaymentOrder order, params TakenBack[] back) =>
        new ProviderView.Credited(order.Amount, Assert.Single(name.Means()), false, order.Reference, null, null, order.CreatedAt.AddMinutes(2), "A1", "{}") { Back = back };

    /// <summary>The first process dies where the mirror begins.</summary>
    private sealed class DiesOnce(IMoneyBack mirror) : IMoneyBack
    {
        private int _times;

        public Task<PaymentState> PostAsync(StructureId structure, PaymentId payment, IReadOnlyList<TakenBack> back, CancellationToken stop) =>
            Interlocked.Increment(ref _times) == 1 ? throw new InvalidOperationException("killed") : mirror.PostAsync(structure, payment, back, stop);
    }
}
