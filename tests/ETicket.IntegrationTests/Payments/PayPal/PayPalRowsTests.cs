using System.Net;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.Payments.Baskets;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Payments.Asking;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>More misbehaviours of PayPal and of the way to it, told in the books of a town.</summary>
public sealed class PayPalRowsTests(Cluster cluster)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3 * 24)]
    [InlineData(11 * 30 * 24)]
    public async Task C3_a_notice_hours_days_or_months_late_credits_under_PayPals_date(int hours)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(hours));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed"));

        Assert.Equal(
            (new DateTime(2026, 11, 5, 9, 4, 0, DateTimeKind.Utc), PayPalDesk.Created.AddHours(hours).UtcDateTime),
            (await town.Books.AskAsync<DateTime>("select provider_at from payment"), await town.Books.AskAsync<DateTime>("select issued_at from receipt")));
        Assert.Equal(hours > 24, (await town.Town.OnTheShelf(PaymentShelf.Late)).Count == 1);
        await CreditedAsync(town, martin);
    }

    [Fact]
    public async Task R140_C4_a_notice_that_never_comes_is_made_up_for_within_ten_minutes()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        town.Stub.Serves("approved-then-captured");

        foreach (var minutes in new[] { 5, 10 })
        {
            await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(minutes));
            await town.Sweep.RunAsync(CancellationToken.None);
        }

        await CreditedAsync(town, martin);
    }

    [Fact]
    public async Task C8_the_money_of_one_commune_is_never_credited_in_another()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        var other = await Town.FoundAsync(town.Books, new TownPlan("autre-commune"));
        var petit = await other.OpensAFile("Petit");
        var theirs = Assert.Single(await petit.FillsABasket([(PayPalTown.Tickets, "CANT-B")]));
        await town.Books.Clock.SetAsync(PayPalDesk.Created);
        town.Stub.Replaces(PayPalDesk.Reference, theirs.Reference).Serves("captured");

        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment));

        Assert.Equal(((0, 0, 0), (0, 0, 0)), (await martin.Wallet("CANT-B"), await petit.Wallet("CANT-B")));
        Assert.Equal("reference", await town.Books.AskAsync<string>("select field from discrepancy"));
        Assert.Contains(await town.Books.AlarmsAsync(), alarm => alarm.Code == "P9 écart à regarder");
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("FAILED")]
    [InlineData("CANCELLED")]
    public async Task C28_a_refund_PayPal_held_back_and_that_came_to_nothing_gives_its_tickets_back_once(string end)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine", "refund-waiting");
        await town.SettlesAsync(payment);
        await town.ActAllowsRefundsAsync();
        await town.Refunds.RefundAsync(town.Town.Structure, Guid.NewGuid(), [(Assert.Single(await martin.Sold(payment)), 1)], CancellationToken.None);
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));

        town.Stub.Replaces("\"FAILED\"", $"\"{end}\"").Replaces("REFUND.FAILED", "REFUND." + end).Serves("refund-failed", "notice-genuine");
        Assert.All([await town.NotifiesAsync("refund-failed"), await town.NotifiesAsync("refund-failed")], answer => Assert.Equal(HttpStatusCode.OK, answer));

        Assert.Equal(PaymentState.Paid, await town.StateAsync(payment));
        Assert.Equal((PayPalTown.Tickets, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Equal("true", await town.Books.AskAsync<string>("select variables ->> 'refund_failed' from outbox_letter where name = 'TicketsGivenBack'"));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C29_a_refund_after_the_meals_leaves_a_debt_that_blocks_no_meal()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var days = town.Town.Days;
        // The transcripts speak of November: the tickets are eaten before they are paid back, whatever the hour.
        await town.Town.SetsTheClock(days[0].AddDays(-3), "08:00");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        await martin.Ticks("cantine", days[0]);
        await town.Town.SetsTheClock(days[0], "20:00");
        await town.Town.ClosesTheDay(days[0]);

        town.Stub.Serves("refunded");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-refunded"));

        Assert.Equal(PaymentState.Refunded, await town.StateAsync(payment));
        Assert.Equal((-1, -250, 0), await martin.Wallet("CANT-B"));
        Assert.True(Assert.Single(await martin.Ticks("cantine", days[4])).Accepted);
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public async Task C34_a_notice_is_believed_by_its_seal_wherever_it_comes_from(string from)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        using var http = Elsewhere.From(from, town.Doors.Address);

        town.Stub.Serves("captured", "notice-of-another");
        Assert.Equal(HttpStatusCode.BadRequest, await town.NotifiesAsync("capture-completed", http));
        town.Stub.Serves("notice-genuine");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-completed", http));

        await CreditedAsync(town, martin);
    }

    [Fact]
    public async Task C25_an_order_approved_after_its_part_was_paid_otherwise_is_not_captured()
    {
        await using var town = await PayPalTown.OpenAsync(cluster, means: [PaymentMeans.PayFipCard]);
        var martin = await town.Town.OpensAFile("Martin");
        var left = await town.GoesToPayAsync(martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(25));
        var again = await town.Doors.Get<Retries>().AgainAsync(town.Town.Structure, martin.Id, left.Id, PaymentProvider.PayFip, "parent", CancellationToken.None);
        await town.Town.Checkout.OpenAsync(town.Town.Structure, again.Id, CancellationToken.None);
        town.Town.PayFip.Accepts(again);
        Assert.Equal(PaymentState.Paid, await martin.Settles(again));
        town.Stub.Serves("approved-then-captured", "notice-genuine");

        Assert.Equal($"/famille/paiement/{left.Id}", await town.ComesBackAsync(PayPalDesk.Order));
        Assert.Equal(PaymentState.Expired, await town.SettlesAsync(left));
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(1));
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.DoesNotContain(town.Stub.Asked, r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        Assert.Empty(await town.Books.AlarmsAsync());
        await CreditedAsync(town, martin);
    }

    [Fact]
    public async Task C25_two_orders_of_one_basket_both_paid_both_credit_and_the_second_waits_for_a_person()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var first = await town.GoesToPayAsync(martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(7));
        Assert.Equal(PaymentState.Expired, await town.SettlesAsync(first));
        var second = await GoesToPayAgainAsync(town, martin, first);
        // The first had been captured after all: its answer never came.
        town.Stub.Serves("approved-then-captured", "notice-genuine");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));
        Assert.Equal(PaymentState.Paid, await town.StateAsync(second));
        Assert.Empty(await town.Books.AlarmsAsync());

        town.Stub.Replaces(PayPalDesk.Reference, first.Reference).Replaces(PayPalDesk.Order, PayPalDesk.Order).Replaces(PayPalDesk.Capture, PayPalDesk.Capture).Serves("captured");
        Assert.All([await town.NotifiesAsync("capture-completed"), await town.NotifiesAsync("capture-completed")], answer => Assert.Equal(HttpStatusCode.OK, answer));

        Assert.Equal(PaymentState.Paid, await town.StateAsync(first));
        Assert.Equal((2 * PayPalTown.Tickets, 2500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(2L, await town.CountAsync("receipt where kind = 'Sale'"));
        await TwicePaid.FlaggedAsync(town.Town, second: first, first: second);
    }

    [Theory]
    [InlineData("waiting", 7, PaymentState.Expired)]
    [InlineData("declined", 0, PaymentState.Refused)]
    public async Task C22_C23_over_or_refused_the_parent_pays_another_order_and_the_first_stays_what_it_was(string transcript, int hours, PaymentState state)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var first = await town.GoesToPayAsync(martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(hours));
        town.Stub.Serves(transcript);
        Assert.Equal(state, await town.SettlesAsync(first));

        var second = await GoesToPayAgainAsync(town, martin, first);
        town.Stub.Serves("approved-then-captured");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(second));

        Assert.Equal(state, await town.StateAsync(first));
        await CreditedAsync(town, martin);
    }

    [Fact]
    public async Task C20_C27_under_review_it_waits_and_captured_in_part_it_credits_nothing_and_waits_for_a_person()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("pending-review");
        Assert.Equal([PaymentState.Pending, PaymentState.Pending], [await town.SettlesAsync(payment), await town.SettlesAsync(payment, "sweep")]);
        Assert.Empty(await town.Books.AlarmsAsync());

        town.Stub.Serves("partial-capture");
        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment, "sweep"));

        Assert.Equal("amount 1250 1000", await town.Books.AskAsync<string>("select field || ' ' || expected || ' ' || found from discrepancy"));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task<Payment> GoesToPayAgainAsync(PayPalTown town, FamilyFile family, Payment first)
    {
        var second = await town.Doors.Get<Retries>().AgainAsync(town.Town.Structure, family.Id, first.Id, PaymentProvider.PayPal, "parent", CancellationToken.None);
        town.Stub.Replaces(PayPalDesk.Reference, second.Reference).Replaces(PayPalDesk.Order, "7VN48123AB456789C").Replaces(PayPalDesk.Capture, "9XY12345CD678901E").Serves("opened", "waiting");
        await town.Checkout.OpenAsync(town.Town.Structure, second.Id, CancellationToken.None);
        return second;
    }

    private static async Task CreditedAsync(PayPalTown town, FamilyFile family)
    {
        Assert.Equal((PayPalTown.Tickets, 1250, 0), await family.Wallet("CANT-B"));
        Assert.Equal((1L, 1L), (await town.CountAsync("receipt"), await town.CountAsync("outbox_letter")));
        await town.Books.ShouldBeHealthyAsync();
    }
}
