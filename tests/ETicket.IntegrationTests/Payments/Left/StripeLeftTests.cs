using ETicket.IntegrationTests.Payments.ByStripe;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.Left;

/// <summary>A payment opened at Stripe and left: its session is closed before another way to pay is opened, and money that came first is credited and told.</summary>
public sealed class StripeLeftTests(Cluster cluster)
{
    [Fact]
    public async Task C25_an_invoice_left_at_Stripe_is_paid_at_the_counter_once_its_session_is_closed()
    {
        await using var counter = await CounterAsync();
        var (owed, payment) = await LeavesAnInvoiceAsync(counter);

        // Its payer may be typing his card.
        await counter.WaitsAsync(TimeSpan.FromMinutes(19));
        var young = await Assert.ThrowsAsync<InvoiceBeingPaidOnLine>(() => SellsAsync(counter, owed));
        Assert.Contains("réessayez à partir du 04/09/2026 à 08:24", young.Sentence);
        Assert.Contains("n’encaissez pas", young.Sentence);
        Assert.Equal(0, Closings(counter));
        await counter.WaitsAsync(TimeSpan.FromMinutes(1));
        counter.Stripe.Plays("session-closed");

        Assert.Single(await SellsAsync(counter, owed));

        Assert.Equal((1, PaymentState.Expired, 0L), (Closings(counter), await counter.Town.StateOf(payment), await counter.Family.StillOwes()));
        Assert.Empty(await counter.Town.Books.AlarmsAsync());
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C26_an_invoice_that_turns_out_paid_when_its_session_is_to_be_closed_is_credited_and_not_paid_again()
    {
        await using var counter = await CounterAsync();
        var (owed, payment) = await LeavesAnInvoiceAsync(counter);
        await counter.WaitsAsync(TimeSpan.FromMinutes(20));
        counter.Stripe.Plays("session-closed-too-late");

        var refused = await Assert.ThrowsAsync<InvoiceAlreadyPaid>(() => SellsAsync(counter, owed));

        Assert.Contains("est déjà payée", refused.Sentence);
        Assert.Equal((PaymentState.Paid, 0L, 1L), (await counter.Town.StateOf(payment), await counter.Family.StillOwes(), await counter.Town.Books.AskAsync<long>("select count(*) from receipt")));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C17_while_Stripe_does_not_say_that_it_is_closed_nobody_pays_another_way_and_is_told_until_when()
    {
        await using var counter = await CounterAsync();
        var (owed, payment) = await LeavesAnInvoiceAsync(counter);
        await counter.WaitsAsync(TimeSpan.FromMinutes(22));
        counter.Stripe.Plays("session-not-closed");

        var atTheCounter = await Assert.ThrowsAsync<InvoiceBeingPaidOnLine>(() => SellsAsync(counter, owed));
        var onLine = await Assert.ThrowsAsync<TryAgainLater>(() => AgainAsync(counter, payment));

        Assert.All(new Refusal[] { atTheCounter, onLine }, refusal => Assert.Contains("réessayez à partir du 04/09/2026 à 08:31", refusal.Sentence));
        Assert.Equal((2, PaymentState.Pending, 1L), (Closings(counter), await counter.Town.StateOf(payment), await counter.Town.Books.AskAsync<long>("select count(*) from payment")));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_another_means_closes_the_session_first_whatever_its_age_and_is_another_attempt()
    {
        await using var counter = await CounterAsync();
        var left = await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-closed");

        var other = await AgainAsync(counter, left);
        await counter.Town.Checkout.OpenAsync(counter.Town.Structure, other.Id, CancellationToken.None);
        counter.Town.PayFip.Accepts(other);
        Assert.Equal(PaymentState.Paid, await counter.Family.Settles(other));

        Assert.Equal((PaymentProvider.PayFip, 2, 1), (other.Provider, other.Attempt, Closings(counter)));
        Assert.Equal((PaymentState.Expired, (10, 2500L, 0)), (await counter.Town.StateOf(left), await counter.Family.Wallet("CANT-B")));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_twenty_presses_on_another_means_are_one_attempt_and_paid_before_they_close_they_lead_to_what_was_paid()
    {
        await using var counter = await CounterAsync();
        var paid = await counter.PaysAsync();
        counter.Stripe.Server.Values["session"] = "cs_test_left";
        counter.Stripe.Plays("session-created");
        var left = await counter.GoesToPayAsync();
        counter.Stripe.Plays("session-closed");

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AgainAsync(counter, left))));
        var same = await AgainAsync(counter, paid);

        Assert.Single(others.Select(p => p.Id).Distinct());
        Assert.Equal(paid.Id, same.Id);
        Assert.Equal(3L, await counter.Town.Books.AskAsync<long>("select count(*) from payment"));
        await counter.Town.Books.ShouldBeHealthyAsync();
    }

    private static Task<Payment> AgainAsync(StripeCounter counter, Payment payment) =>
        counter.Retries.AgainAsync(counter.Town.Structure, counter.Family.Id, payment.Id, PaymentProvider.PayFip, "parent", CancellationToken.None);

    private static int Closings(StripeCounter counter) => counter.Stripe.Server.Requests.Count(r => r.Path.EndsWith("/expire", StringComparison.Ordinal));

    private static Task<IReadOnlyList<Payment>> SellsAsync(StripeCounter counter, Invoice owed) => counter.CashDesk.SellAsync(
        new CounterSale(Guid.NewGuid(), counter.Town.Structure, counter.Family.Id, counter.Town.Agent, "Dominique", PaymentMeans.Cheque, FamilyFile.Hands(PaymentMeans.Cheque, owed.Amount.Cents), []) { Invoices = [owed.Id] }, CancellationToken.None);

    /// <summary>Prepared at 08:02, opened at 08:04, and left.</summary>
    private static async Task<(Invoice Owed, Payment Payment)> LeavesAnInvoiceAsync(StripeCounter counter)
    {
        var owed = await counter.Family.Owes(1200, "cantine");
        await counter.WaitsAsync(TimeSpan.FromMinutes(2));
        var basket = StripeCounter.BasketOf(counter.Town, counter.Family) with { Lines = [], Invoices = [owed.Id] };
        var payment = Assert.Single(await counter.Town.TopUps.PrepareAsync(basket, CancellationToken.None));
        await counter.WaitsAsync(TimeSpan.FromMinutes(2));
        await counter.Checkout.OpenAsync(counter.Town.Structure, payment.Id, CancellationToken.None);
        counter.Knows(payment);
        return (owed, payment);
    }

    private async Task<StripeCounter> CounterAsync() => await StripeCounter.OpenAsync(await Books.OpenAsync(cluster), PaymentMeans.PayFipCard);
}
