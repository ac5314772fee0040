using System.Collections.Concurrent;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments;

/// <summary>Two clicks on « Payer » at the same instant.</summary>
public sealed class OpeningTests(Cluster cluster)
{
    [Fact]
    public async Task R141_Two_clicks_at_once_in_two_processes_lead_to_one_operation_and_it_is_the_one_looked_up()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var slow = new BothWait();
        Checkout[] processes = [.. Enumerable.Range(0, 2).Select(_ => new Checkout(books.Database, [slow], new PortalAddress()))];
        var settlements = new Settlements(books.Database, [slow], [town.TopUps], new MoneyBack(books.Database, town.Reversals), new PortalAddress());
        var payment = Assert.Single(await town.TopUps.PrepareAsync(BasketOf(town, martin, 10), CancellationToken.None));

        var pages = await Task.WhenAll(processes.Select(process => Task.Run(() => process.OpenAsync(town.Structure, payment.Id, CancellationToken.None))));

        Assert.Equal(2, slow.Opened.Count);
        Assert.Equal(pages[0], pages[1]);
        slow.Paid = pages[0].Query["?idop=".Length..];
        Assert.Equal(PaymentState.Paid, await settlements.SettleAsync(town.Structure, payment.Id, "notification", CancellationToken.None));
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Two_baskets_under_one_key_at_the_same_time_are_never_taken_for_one()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(1, "CANT-B");

        for (var round = 0; round < 10; round++)
        {
            var one = BasketOf(town, martin, 10);
            var other = one with { Lines = [new BasketLine(town.Type("CANT-B"), 20)] };
            var answers = await Task.WhenAll(TryAsync(one), TryAsync(other));

            Assert.Single(answers, a => a is null);
        }

        Task<IReadOnlyList<Payment>?> TryAsync(Basket basket) => Task.Run(async () =>
        {
            try
            {
                return await town.TopUps.PrepareAsync(basket, CancellationToken.None);
            }
            catch (BasketChanged)
            {
                return null;
            }
        });
    }

    [Fact]
    public async Task A_basket_left_overnight_is_not_paid_at_the_price_of_the_day_before()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan
        {
            Prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
            {
                ["CANT-B"] = [(new(2025, 9, 1), 250), (new(2026, 9, 9), 260)],
                ["BUS"] = [(new(2025, 9, 1), 150)],
            }
        });
        var martin = await town.OpensAFile("Martin");
        DateOnly eve = new(2026, 9, 8);
        await town.SetsTheClock(eve, "23:59:59.9");
        var opened = await martin.GoesToPay(4, "CANT-B");
        var left = Assert.Single(await town.TopUps.PrepareAsync(BasketOf(town, martin, 10), CancellationToken.None));

        await town.SetsTheClock(eve.AddDays(1), "00:00");
        var refused = await Assert.ThrowsAsync<BasketOfAnotherDay>(() => town.Checkout.OpenAsync(town.Structure, left.Id, CancellationToken.None));
        await Assert.ThrowsAsync<PaymentNotOpen>(() => town.Checkout.OpenAsync(town.Structure, left.Id, CancellationToken.None));
        var again = await martin.GoesToPay(10, "CANT-B");

        Assert.Contains("mardi 8 septembre", refused.Sentence);
        Assert.Equal("Expired", await books.AskAsync<string>("select state from payment where id = $1", left.Id.Value));
        Assert.Equal(2600, again.Amount.Cents);
        // What is already at the payment page stays payable there.
        town.PayFip.Accepts(opened);
        await town.Checkout.OpenAsync(town.Structure, opened.Id, CancellationToken.None);
        Assert.Equal(PaymentState.Paid, await martin.Settles(opened));
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Of_a_basket_half_paid_overnight_only_the_other_half_is_closed_and_the_sentence_says_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { TwoRegies = true });
        var martin = await town.OpensAFile("Martin");
        var basket = await martin.FillsABasket([(10, "CANT-B"), (4, "BUS")]);
        var meals = Assert.Single(basket, p => p.RegieId == town.Regie);
        var bus = Assert.Single(basket, p => p.RegieId != town.Regie);
        await town.Checkout.OpenAsync(town.Structure, meals.Id, CancellationToken.None);
        town.PayFip.Accepts(meals);
        await martin.Settles(meals);

        await town.SetsTheClock(town.Days[0], "08:00");
        var refused = await Assert.ThrowsAsync<BasketOfAnotherDay>(() => town.Checkout.OpenAsync(town.Structure, bus.Id, CancellationToken.None));

        Assert.StartsWith("Ce paiement a été préparé le vendredi 4 septembre", refused.Sentence, StringComparison.Ordinal);
        Assert.Contains("ce qui est déjà payé de ce panier reste acquis", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal(
            ["10 Paid", "4 Expired"],
            await books.ListAsync(town.Structure, "select l.quantity || ' ' || p.state from payment p join payment_line l on l.payment_id = p.id order by l.quantity desc", r => r.GetString(0)));
        Assert.Equal(((10, 2500, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_payment_that_ended_while_it_was_being_opened_leads_nobody_to_its_page()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = Assert.Single(await martin.FillsABasket([(4, "CANT-B")]));
        town.PayFip.WhileOpening = async () =>
        {
            await town.SetsTheClock(town.Days[0], "00:00");
            await town.Sweep.RunAsync(CancellationToken.None);
        };

        await Assert.ThrowsAsync<PaymentNotOpen>(() => town.Checkout.OpenAsync(town.Structure, payment.Id, CancellationToken.None));

        Assert.Equal("Expired", await books.AskAsync<string>("select state from payment"));
        await books.ShouldBeHealthyAsync();
    }

    private static Basket BasketOf(Town town, FamilyFile family, int quantity) => new(
        Guid.NewGuid(), town.Structure, family.Id, PaymentProvider.PayFip, "parent", "parent@famille.example", [new BasketLine(town.Type("CANT-B"), quantity)]);

    /// <summary>Opens two operations, as PayFiP does, and answers neither before both were asked for. Only one of them is paid.</summary>
    private sealed class BothWait : IPaymentProvider
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentBag<string> Opened { get; } = [];
        public string? Paid { get; set; }
        public PaymentProvider Name => PaymentProvider.PayFip;

        public async Task<Started> StartAsync(PaymentOrder order, CancellationToken stop)
        {
            var operation = Guid.NewGuid().ToString();
            Opened.Add(operation);
            if (Opened.Count == 2)
                _both.SetResult();
            await _both.Task.WaitAsync(TimeSpan.FromSeconds(30), stop);
            return new Started(operation, new Uri("https://payfip.example/payer?idop=" + operation));
        }

        public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => Task.FromResult<NoticeReading>(new NoticeReading.NotOurs());

        public string? ReadReturn(ProviderRequest request) => null;

        public Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop) =>
            Task.FromResult<ProviderView>(providerReference == Paid ? RecordedPayFip.Paid(order, promised: false) : new ProviderView.Pending());
    }
}
