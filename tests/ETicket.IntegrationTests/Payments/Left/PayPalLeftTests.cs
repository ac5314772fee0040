using ETicket.IntegrationTests.Payments.PayPal;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Payments.Left;

/// <summary>An order opened at PayPal and left: it takes nothing before we do, and keeps nobody from paying another way, unless money is on its way there.</summary>
public sealed class PayPalLeftTests(Cluster cluster)
{
    [Fact]
    public async Task C25_an_invoice_left_at_PayPal_is_paid_at_the_counter_and_its_order_approved_later_is_not_captured()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (owed, payment) = await LeavesAnInvoiceAsync(town, martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(19));
        await Assert.ThrowsAsync<InvoiceBeingPaidOnLine>(() => SellsAsync(town, martin, owed));

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(20));
        Assert.Single(await SellsAsync(town, martin, owed));
        town.Stub.Serves("approved-then-captured");
        await town.SettlesAsync(payment, "sweep");

        Assert.DoesNotContain(town.Stub.Asked, r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        Assert.Equal((PaymentState.Expired, 0L), (await town.StateAsync(payment), await martin.StillOwes()));
        Assert.Empty(await town.Books.AlarmsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C26_approved_and_not_captured_yet_it_is_captured_and_told_instead_of_paid_again()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (owed, payment) = await LeavesAnInvoiceAsync(town, martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(20));
        town.Stub.Serves("approved-then-captured");

        await Assert.ThrowsAsync<InvoiceAlreadyPaid>(() => SellsAsync(town, martin, owed));

        Assert.Equal((PaymentState.Paid, 0L, 1L), (await town.StateAsync(payment), await martin.StillOwes(), await town.CountAsync("receipt")));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("pending-review")]
    [InlineData("hung")]
    public async Task C27_under_review_or_silent_it_holds_its_invoice_and_its_part_and_everybody_is_told_until_when(string transcript)
    {
        await using var town = await PayPalTown.OpenAsync(cluster, options => options.TimeOut = TimeSpan.FromSeconds(1), means: [PaymentMeans.PayFipCard]);
        var martin = await town.Town.OpensAFile("Martin");
        var (owed, payment) = await LeavesAnInvoiceAsync(town, martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(22));
        town.Stub.Serves(transcript);

        var atTheCounter = await Assert.ThrowsAsync<InvoiceBeingPaidOnLine>(() => SellsAsync(town, martin, owed));
        var onLine = await Assert.ThrowsAsync<InvoiceBeingPaid>(() => AsideAsync(town, martin.BasketOf([], owed)));
        var again = await Assert.ThrowsAsync<TryAgainLater>(() => AgainAsync(town, martin, payment));

        // 10:22 in Paris; the sweep asks again five minutes later at the latest.
        Assert.All(new Refusal[] { atTheCounter, onLine, again }, refusal => Assert.Contains("réessayez à partir du 05/11/2026 à 10:27", refusal.Sentence));
        Assert.Equal((PaymentState.Pending, 1250L, 1L), (await town.StateAsync(payment), await martin.StillOwes(), await town.CountAsync("payment")));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_a_parent_pays_his_invoice_by_another_means_whether_from_its_page_or_from_another_basket()
    {
        await using var town = await PayPalTown.OpenAsync(cluster, means: [PaymentMeans.PayFipCard]);
        var martin = await town.Town.OpensAFile("Martin");
        var (owed, payment) = await LeavesAnInvoiceAsync(town, martin);

        var again = await AgainAsync(town, martin, payment);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(21));
        var other = Assert.Single(await AsideAsync(town, martin.BasketOf([], owed)));

        Assert.Equal((PaymentProvider.PayFip, 2, PaymentProvider.PayFip), (again.Provider, again.Attempt, other.Provider));
        Assert.Equal(PaymentState.Pending, await town.StateAsync(payment));
        await town.Books.ShouldBeHealthyAsync();
    }

    private static Task<Payment> AgainAsync(PayPalTown town, FamilyFile family, Payment payment) =>
        town.Doors.Get<Retries>().AgainAsync(town.Town.Structure, family.Id, payment.Id, PaymentProvider.PayFip, "parent", CancellationToken.None);

    private static Task<IReadOnlyList<Payment>> AsideAsync(PayPalTown town, Basket basket) =>
        town.Doors.Get<LeftOpen>().AsideAsync(town.Town.Structure, idle => town.Doors.Get<TopUps>().PrepareAsync(basket with { Idle = idle }, CancellationToken.None), CancellationToken.None);

    private static Task<IReadOnlyList<Payment>> SellsAsync(PayPalTown town, FamilyFile family, Invoice owed) => town.Doors.Get<CashDesk>().SellAsync(
        new CounterSale(Guid.NewGuid(), town.Town.Structure, family.Id, town.Town.Agent, "Dominique", PaymentMeans.Cash, [], []) { Invoices = [owed.Id] }, CancellationToken.None);

    private static async Task<(Invoice Owed, Payment Payment)> LeavesAnInvoiceAsync(PayPalTown town, FamilyFile family)
    {
        var owed = await family.Owes(1250, "cantine");
        var basket = family.BasketOf([], owed) with { Provider = PaymentProvider.PayPal };
        var payment = Assert.Single(await town.Town.TopUps.PrepareAsync(basket, CancellationToken.None));
        town.Stub.Replaces(PayPalDesk.Reference, payment.Reference).Serves("opened", "waiting");
        await town.Checkout.OpenAsync(town.Town.Structure, payment.Id, CancellationToken.None);
        return (owed, payment);
    }
}
