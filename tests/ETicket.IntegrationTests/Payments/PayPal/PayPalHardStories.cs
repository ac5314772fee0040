using System.Net;
using System.Text.Json.Nodes;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>What PayPal keeps, pays and loses itself, told in the books of a town: the family neither loses nor gains by it.</summary>
public sealed class PayPalHardStories(Cluster cluster)
{
    [Theory]
    [InlineData("dispute-won-with-fee", PaymentState.Paid, PayPalTown.Tickets)]
    [InlineData("dispute-lost-with-fee", PaymentState.ChargedBack, 0)]
    [InlineData("dispute-covered-by-paypal", PaymentState.Paid, PayPalTown.Tickets)]
    public async Task C30_the_fee_PayPal_keeps_of_a_dispute_and_what_it_pays_the_buyer_itself_are_not_taken_from_the_family(string transcript, PaymentState state, int tickets)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var (martin, payment) = await PaidAsync(town);

        town.Stub.Serves(transcript);
        Assert.All([await town.NotifiesAsync("dispute-resolved"), await town.NotifiesAsync("dispute-resolved")], answer => Assert.Equal(HttpStatusCode.OK, answer));

        Assert.Equal((state, (tickets, tickets * 250L, 0)), (await town.StateAsync(payment), await martin.Wallet("CANT-B")));
        Assert.Equal(0, await town.CountAsync("discrepancy where resolved_at is null"));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_C30_refunded_by_hand_after_its_dispute_was_won_its_tickets_leave()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var (martin, payment) = await PaidAsync(town);
        town.Stub.Serves("dispute-won");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("dispute-resolved"));
        Assert.Equal((PayPalTown.Tickets, 1250, 0), await martin.Wallet("CANT-B"));

        town.Stub.Serves("dispute-won-then-refunded");
        Assert.All([await town.NotifiesAsync("capture-refunded"), await town.NotifiesAsync("capture-refunded")], answer => Assert.Equal(HttpStatusCode.OK, answer));

        Assert.Equal((PaymentState.Refunded, (0, 0L, 0)), (await town.StateAsync(payment), await martin.Wallet("CANT-B")));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C28_C30_refunded_by_hand_while_a_dispute_had_taken_nothing_yet_the_refund_stands_when_the_dispute_is_won(bool seenTaken)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var (martin, payment) = await PaidAsync(town);
        await TellsAsync("capture-refunded");
        Assert.Equal((2, 500, 0), await martin.Wallet("CANT-B"));
        if (seenTaken)
        {
            await TellsAsync("dispute-created", Moved("DEBIT", "2026-11-12"));
            Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        }

        await TellsAsync("dispute-resolved", Moved("DEBIT", "2026-11-12"), Moved("CREDIT", "2026-11-20"));

        Assert.Equal((PaymentState.Paid, (2, 500L, 0)), (await town.StateAsync(payment), await martin.Wallet("CANT-B")));
        Assert.Equal(0, await town.CountAsync("discrepancy where resolved_at is null"));
        await town.Books.ShouldBeHealthyAsync();

        async Task TellsAsync(string notice, params JsonNode[] movements)
        {
            town.Stub.ServesWith("refunded-by-hand-while-disputed", "money_movements", new JsonArray(movements));
            Assert.All([await town.NotifiesAsync(notice), await town.NotifiesAsync(notice)], answer => Assert.Equal(HttpStatusCode.OK, answer));
        }

        static JsonObject Moved(string type, string day) => new()
        {
            ["affected_party"] = "SELLER",
            ["type"] = type,
            ["reason"] = "DISPUTE_SETTLEMENT",
            ["amount"] = new JsonObject { ["currency_code"] = "EUR", ["value"] = "5.00" },
            ["initiated_time"] = $"{day}T00:00:00Z",
        };
    }

    [Theory]
    [InlineData("capture-lost", 0)]
    [InlineData("capture-lost-and-silent", 5)]
    public async Task C4_a_capture_whose_answer_the_sweep_lost_in_the_second_hour_is_credited_within_ten_minutes(string transcript, int minutes)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        await town.GoesToPayAsync(martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(2));
        town.Stub.Serves(transcript);
        Assert.Equal(1, await town.Sweep.RunAsync(CancellationToken.None));

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(2).AddMinutes(minutes));
        Assert.Equal(minutes > 0 ? 1 : 0, await town.Sweep.RunAsync(CancellationToken.None));

        Assert.Equal((PayPalTown.Tickets, 1250, 0), await martin.Wallet("CANT-B"));
        Assert.Single(town.Stub.Asked, r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        await town.Books.ShouldBeHealthyAsync();
    }

    /// <summary>Nothing is debited before our own capture: the payer who agrees late, whose browser is lost and of whom PayPal sends no notice, waits for the next question of the schedule, an hour at most.</summary>
    [Theory]
    [InlineData(61, 120)]
    [InlineData(119, 120)]
    [InlineData(301, 360)]
    public async Task C4_approved_in_a_later_hour_and_never_told_it_is_captured_and_credited_at_the_next_question_within_the_hour(int approved, int asked)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        for (var minutes = 5; minutes < asked; minutes += 5)
        {
            if (minutes >= approved && minutes < approved + 5)
                town.Stub.Serves("approved-then-captured");
            await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(minutes));
            await town.Sweep.RunAsync(CancellationToken.None);
        }
        if (asked - approved < 5)
            town.Stub.Serves("approved-then-captured");
        Assert.NotEqual(PaymentState.Paid, await town.StateAsync(payment));

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(asked).AddSeconds(1));
        await town.Sweep.RunAsync(CancellationToken.None);

        Assert.Equal((PaymentState.Paid, (PayPalTown.Tickets, 1250L, 0)), (await town.StateAsync(payment), await martin.Wallet("CANT-B")));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C25_an_order_approved_after_its_invoice_was_paid_at_the_counter_is_not_captured()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var owed = await martin.Owes(1250, "cantine");
        var payment = Assert.Single(await town.Town.TopUps.PrepareAsync(
            new Basket(Guid.NewGuid(), town.Town.Structure, martin.Id, PaymentProvider.PayPal, "parent", "parent@famille.example", []) { Invoices = [owed.Id] }, CancellationToken.None));
        town.Stub.Replaces(PayPalDesk.Reference, payment.Reference).Serves("opened", "waiting");
        await town.Checkout.OpenAsync(town.Town.Structure, payment.Id, CancellationToken.None);
        town.Stub.Serves("declined");
        Assert.Equal(PaymentState.Refused, await town.SettlesAsync(payment));
        Assert.Single(await martin.SellAsync([], PaymentMeans.Cash, invoices: [owed]));

        town.Stub.Serves("approved-then-captured", "notice-genuine");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));
        Assert.Equal(PaymentState.Expired, await town.SettlesAsync(payment, "sweep"));

        Assert.DoesNotContain(town.Stub.Asked, r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        Assert.Equal("1250 of 1250", await town.Books.AskAsync<string>("select paid_cents || ' of ' || amount_cents from invoice"));
        Assert.Empty(await town.Books.AlarmsAsync());
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C25_what_was_declined_or_withheld_is_not_captured_when_the_cash_that_paid_its_invoice_is_given_back_but_when_its_payer_agrees_again(bool declined)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var owed = await martin.Owes(1250, "cantine");
        var payment = Assert.Single(await town.Town.TopUps.PrepareAsync(
            new Basket(Guid.NewGuid(), town.Town.Structure, martin.Id, PaymentProvider.PayPal, "parent", "parent@famille.example", []) { Invoices = [owed.Id] }, CancellationToken.None));
        town.Stub.Replaces(PayPalDesk.Reference, payment.Reference).Serves("opened", "waiting");
        await town.Checkout.OpenAsync(town.Town.Structure, payment.Id, CancellationToken.None);
        if (declined)
        {
            town.Stub.Serves("declined");
            Assert.Equal(PaymentState.Refused, await town.SettlesAsync(payment));
        }
        else
        {
            await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(7));
            Assert.Equal(PaymentState.Expired, await town.SettlesAsync(payment, "sweep"));
        }
        var cash = Assert.Single(await martin.SellAsync([], PaymentMeans.Cash, invoices: [owed]));
        town.Stub.Serves("approved-then-captured", "notice-genuine");
        var asked = town.Stub.Asked.Count();
        await town.SettlesAsync(payment, "sweep");

        await town.Town.CashDesk.CancelAsync(town.Town.Structure, Town.Dominique, "un chèque à la place", [(Assert.Single(await martin.Sold(cash)), 1)], Guid.NewGuid(), CancellationToken.None);
        await town.SettlesAsync(payment, "sweep");
        Assert.DoesNotContain(town.Stub.Asked.Skip(asked), r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        Assert.Equal("0 of 1250", await town.Books.AskAsync<string>("select paid_cents || ' of ' || amount_cents from invoice"));

        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(8));
        if (declined)
            Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));
        else
            await town.ComesBackAsync(PayPalDesk.Order);
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        Assert.Equal("1250 of 1250", await town.Books.AskAsync<string>("select paid_cents || ' of ' || amount_cents from invoice"));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C28_a_refund_told_of_an_order_PayPal_does_not_find_any_more_is_told_again_until_it_does()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var (martin, payment) = await PaidAsync(town);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddHours(30));
        town.Stub.Serves("gone");
        Assert.Equal(HttpStatusCode.InternalServerError, await town.NotifiesAsync("capture-refunded"));
        Assert.Equal((PaymentState.Paid, 1L), (await town.StateAsync(payment), await town.CountAsync("notice where handled_at is null")));

        town.Stub.Serves("refunded");
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("capture-refunded"));

        Assert.Equal((PaymentState.Refunded, (0, 0L, 0)), (await town.StateAsync(payment), await martin.Wallet("CANT-B")));
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task<(FamilyFile Family, Payment Payment)> PaidAsync(PayPalTown town)
    {
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        return (martin, payment);
    }
}
