using System.Net;
using System.Text;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Treasury;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>A parent pays by PayPal, whatever PayPal and the way to it do: one credit, one receipt, one letter, or none.</summary>
public sealed class PayPalStories(Cluster cluster)
{
    [Fact]
    public async Task A_parent_buys_tickets_by_PayPal_is_back_and_is_notified_twice_and_is_credited_once()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);

        town.Stub.Serves("approved-then-captured", "notice-genuine");
        Assert.Equal($"/famille/paiement/{payment.Id}", await town.ComesBackAsync(PayPalDesk.Order));
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed"));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed"));

        await ShouldBeCreditedOnceAsync(town, martin);
        Assert.Single(town.Stub.Asked, r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        Assert.Equal(1250, await town.Books.AskAsync<long>(
            "select coalesce(sum(t.cents), 0)::bigint from transfer t join account a on a.id = t.debit_id where a.kind = 'InTransit' and a.part = 'PAYPAL'"));
        Assert.Equal(0, await town.Books.AskAsync<long>("select count(*) from notice where content like '%zoe%' or content like '%Martin%'"));
    }

    [Fact]
    public async Task C1_one_notification_twenty_times_at_once_captures_and_credits_once()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        town.Stub.Serves("approved-then-captured", "notice-genuine");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => town.NotifiesAsync("order-approved"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await ShouldBeCreditedOnceAsync(town, martin);
        Assert.Single(town.Stub.Asked.Where(r => r.Path.EndsWith("/capture", StringComparison.Ordinal)).Select(r => r.Headers["PayPal-Request-Id"]).Distinct());
    }

    [Fact]
    public async Task C5_a_browser_that_is_back_first_settles_and_the_notification_changes_nothing()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");

        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed"));

        await ShouldBeCreditedOnceAsync(town, martin);
    }

    [Fact]
    public async Task R139_C6_the_return_address_typed_without_paying_credits_nothing()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);

        Assert.Equal($"/famille/paiement/{payment.Id}", await town.ComesBackAsync(PayPalDesk.Order));
        Assert.Equal("/famille/tickets", await town.ComesBackAsync("0000"));
        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment));

        await ShouldBeUntouchedAsync(town, martin);
    }

    [Fact]
    public async Task C7_a_genuine_notification_of_an_order_nobody_knows_is_kept_and_credits_nothing()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        town.Stub.Serves("notice-genuine");

        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));

        Assert.Equal("unknown", await town.Books.AskAsync<string>("select outcome from notice"));
        await ShouldBeUntouchedAsync(town, martin);
    }

    [Theory]
    [InlineData("12.51", "amount")]
    [InlineData("12.49", "amount")]
    [InlineData("1250.00", "amount")]
    [InlineData("-12.50", "amount")]
    [InlineData("USD", "currency")]
    public async Task C9_C10_another_sum_credits_nothing_and_waits_for_a_person(string wrong, string field)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Replaces(field == "amount" ? "\"12.50\"" : "\"EUR\"", $"\"{wrong}\"").Serves("captured");

        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment));
        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment, "sweep"));

        Assert.Equal(field, await town.Books.AskAsync<string>("select field from discrepancy"));
        await ShouldBeUntouchedAsync(town, martin);
    }

    [Theory]
    [InlineData("notice-of-another", HttpStatusCode.BadRequest)]
    [InlineData("notice-unverifiable", HttpStatusCode.ServiceUnavailable)]
    public async Task C12_C33_a_notification_that_is_not_ours_writes_nothing_and_one_nobody_can_judge_is_asked_for_again(string transcript, HttpStatusCode answer)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", transcript);

        Assert.Equal(answer, await town.NotifiesAsync("capture-completed"));

        Assert.Equal(0, await town.CountAsync("notice"));
        await ShouldBeUntouchedAsync(town, martin);
    }

    [Fact]
    public async Task C17_C18_an_order_whose_opening_nobody_answered_is_found_again_by_the_sweep_and_paid_once()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.PreparesAsync(martin);
        town.Stub.Serves("out-of-order");
        await Assert.ThrowsAsync<ProviderSilent>(() => town.Checkout.OpenAsync(town.Town.Structure, payment.Id, CancellationToken.None));
        Assert.Equal(PaymentState.Unknown, await town.StateAsync(payment));

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(6));
        town.Stub.Serves("opened", "approved-then-captured");
        Assert.Equal(1, await town.Sweep.RunAsync(CancellationToken.None));

        Assert.Equal(PaymentState.Paid, await town.StateAsync(payment));
        await ShouldBeCreditedOnceAsync(town, martin);
    }

    [Fact]
    public async Task C26_an_order_approved_when_nobody_was_back_is_captured_by_the_sweep()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(7));
        await town.Sweep.RunAsync(CancellationToken.None);
        Assert.Equal(PaymentState.Expired, await town.StateAsync(payment));

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(8));
        town.Stub.Serves("approved-then-captured");
        await town.Sweep.RunAsync(CancellationToken.None);
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal(PaymentState.Paid, await town.StateAsync(payment));
        await ShouldBeCreditedOnceAsync(town, martin);
    }

    [Fact]
    public async Task C25_two_baskets_paid_are_both_credited()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var first = await town.GoesToPayAsync(martin);
        town.Stub.Serves("approved-then-captured");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(first));

        town.Stub.Replaces(PayPalDesk.Order, "7VN48123AB456789C").Replaces(PayPalDesk.Capture, "9XY12345CD678901E");
        var second = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(second));

        Assert.Equal((2 * PayPalTown.Tickets, 2500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(2, await town.CountAsync("receipt"));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("refunded", "capture-refunded", PaymentState.Refunded, 0)]
    [InlineData("reversed", "capture-reversed", PaymentState.ChargedBack, 0)]
    [InlineData("dispute-won", "dispute-resolved", PaymentState.Paid, PayPalTown.Tickets)]
    [InlineData("dispute-opened", "dispute-created", PaymentState.Paid, PayPalTown.Tickets)]
    public async Task C28_C30_money_that_leaves_again_takes_its_tickets_and_money_won_back_gives_them_again(string transcript, string notice, PaymentState state, int tickets)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));

        town.Stub.Serves(transcript);
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(notice));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(notice));

        Assert.Equal((state, tickets), (await town.StateAsync(payment), (await martin.Wallet("CANT-B")).Tickets));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_refund_by_the_regie_and_one_made_on_PayPals_own_pages_take_their_tickets_once_each()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine", "refund-made");
        await town.SettlesAsync(payment);
        var line = Assert.Single(await martin.Sold(payment));
        await Assert.ThrowsAsync<RefundNotAllowed>(() => town.Refunds.RefundAsync(town.Town.Structure, Guid.NewGuid(), [(line, 1)], CancellationToken.None));
        await town.ActAllowsRefundsAsync();

        var key = Guid.NewGuid();
        var document = await town.Refunds.RefundAsync(town.Town.Structure, key, [(line, 1)], CancellationToken.None);
        var again = await town.Refunds.RefundAsync(town.Town.Structure, key, [(line, 1)], CancellationToken.None);
        town.Stub.Serves("partially-refunded");
        Assert.All([await town.NotifiesAsync("capture-refunded"), await town.NotifiesAsync("capture-refunded")], answer => Assert.Equal(HttpStatusCode.OK, answer));

        Assert.Equal((-250, document.Id), (document.Total.Cents, again.Id));
        Assert.Equal(((2, 500, 0), 3L), (await martin.Wallet("CANT-B"), await town.CountAsync("receipt")));
        Assert.Equal(key.ToString(), Assert.Single(town.Stub.Asked.Where(r => r.Path.EndsWith("/refund", StringComparison.Ordinal)).Select(r => r.Headers["PayPal-Request-Id"]).Distinct()));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C37_a_notification_of_a_megabyte_is_turned_away()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await town.NotifiesAsync(Encoding.UTF8.GetBytes("{\"event_type\":\"" + new string('A', 1_000_000) + "\"}")));

        Assert.Equal(0, await town.CountAsync("notice"));
        Assert.Empty(town.Stub.Requests);
    }

    private static async Task ShouldBeCreditedOnceAsync(PayPalTown town, FamilyFile family)
    {
        Assert.Equal((PayPalTown.Tickets, 1250, 0), await family.Wallet("CANT-B"));
        Assert.Equal((1L, 1L), (await town.CountAsync("receipt"), await town.CountAsync("outbox_letter")));
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task ShouldBeUntouchedAsync(PayPalTown town, FamilyFile family)
    {
        Assert.Equal((0, 0, 0), await family.Wallet("CANT-B"));
        Assert.Equal((0L, 0L), (await town.CountAsync("receipt"), await town.CountAsync("outbox_letter")));
        await town.Books.ShouldBeHealthyAsync();
    }
}
