using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Treasury;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Payments.ByPayFip;

/// <summary>Every way a payment at the Trésor may end, and end again.</summary>
public sealed class PayFipEndsTests(Cluster cluster)
{
    [Theory]
    [InlineData("montant", "2500", "2501", "amount")]
    [InlineData("montant", "2500", "2499", "amount")]
    [InlineData("montant", "2500", "250000", "amount")]
    [InlineData("montant", "2500", "0", "amount")]
    [InlineData("montant", "2500", "-2500", null)]
    [InlineData("montant", "2500", "25,00", null)]
    [InlineData("saisie", "W", "T", "mode")]
    [InlineData("saisie", "W", "X", "mode")]
    [InlineData("numcli", "006382", "006383", "client number")]
    public async Task C9_C32_C33_another_amount_test_money_or_another_client_credit_nothing_and_wait_for_a_person(string name, string right, string wrong, string? field)
    {
        await using var town = await PayFipTown.OpenAsync(cluster, options => options.AcceptsTestPayments = false);
        await using (var produce = town.Books.Owner.CreateCommand("update regie set pay_fip_mode = 'Production'"))
            await produce.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        town.Wire.Spoils = (status, text) =>
        {
            Assert.Contains($"<{name}>{right}<", text);
            return Task.FromResult<(int, string)?>((status, text.Replace($"<{name}>{right}<", $"<{name}>{wrong}<")));
        };

        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(idOp));
        Assert.Equal(PaymentState.Pending, await town.SettlesAsync(payment, "sweep"));

        Assert.Equal(field is null ? [] : [field], await town.Books.AskAsync<string[]>("select coalesce(array_agg(field), '{}') from discrepancy"));
        Assert.Equal(field is null ? 0 : 1, (await town.Books.AlarmsAsync()).Count);
        await town.ShouldHaveCreditedAsync(martin, 0, receipts: 0);
    }

    [Fact]
    public async Task C32_a_regie_in_test_mode_opens_nothing_where_tickets_are_sold()
    {
        await using var town = await PayFipTown.OpenAsync(cluster, options => options.AcceptsTestPayments = false);
        var payment = await town.PreparesAsync(await town.Town.OpensAFile("Martin"));

        await Assert.ThrowsAsync<ProviderSaidNo>(() => town.OpensAsync(payment));

        Assert.Equal(PaymentState.Refused, await town.StateAsync(payment));
    }

    [Fact]
    public async Task C20_no_result_again_and_again_then_paid_is_credited()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);

        Assert.Equal([PaymentState.Pending, PaymentState.Pending], [await town.SettlesAsync(payment), await town.SettlesAsync(payment, "sweep")]);
        await town.PaysAsync(idOp);
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment, "sweep"));

        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Theory]
    [InlineData("carte", PaymentState.Paid)]
    [InlineData("prelevement", PaymentState.Promised)]
    public async Task C21_abandoned_then_paid_on_the_same_operation_credits(string act, PaymentState end)
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp, "abandon");
        await town.NotifiesAsync(idOp);
        Assert.Equal(PaymentState.Cancelled, await town.StateAsync(payment));

        await town.PaysAsync(idOp, act);
        await town.NotifiesAsync(idOp);

        Assert.Equal(end, await town.StateAsync(payment));
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Fact]
    public async Task C22_forgotten_by_the_next_morning_it_expires_and_the_parent_pays_again()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.WaitsAsync(TimeSpan.FromDays(1));

        await town.SweepsAsync();
        Assert.Equal((PaymentState.Expired, HttpStatusCode.NotFound), (await town.StateAsync(payment), await town.PageAsync(idOp)));
        var (_, again) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(again);
        await town.NotifiesAsync(again);

        Assert.Equal(PaymentState.Expired, await town.StateAsync(payment));
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Theory]
    [InlineData("carte-refusee")]
    [InlineData("prelevement-refuse")]
    public async Task C23_refused_then_a_new_attempt_is_a_new_operation_and_the_first_stays_refused(string act)
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (first, refused) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(refused, act);
        await town.NotifiesAsync(refused);

        var (_, paid) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(paid);
        await town.NotifiesAsync(paid);
        await town.NotifiesAsync(refused);

        Assert.NotEqual(refused, paid);
        Assert.Equal(PaymentState.Refused, await town.StateAsync(first));
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Fact]
    public async Task C24_C25_an_operation_serves_once_and_two_baskets_paid_are_both_credited()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (_, first) = await town.GoesToPayAsync(martin);
        var (_, second) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(first);
        Assert.Equal(HttpStatusCode.Conflict, await town.PageAsync(first));
        await town.PaysAsync(second);

        await Task.WhenAll(town.NotifiesAsync(first), town.NotifiesAsync(second));

        Assert.NotEqual(first, second);
        await town.ShouldHaveCreditedAsync(martin, 2 * PayFipTown.Tickets, receipts: 2);
    }

    [Fact]
    public async Task C26_paid_after_we_held_it_expired_is_credited()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PageAsync(idOp);
        await town.WaitsAsync(TimeSpan.FromMinutes(21));
        await town.SweepsAsync();
        Assert.Equal(PaymentState.Expired, await town.StateAsync(payment));

        // 26 minutes after it was opened, as was once observed.
        await town.WaitsAsync(TimeSpan.FromMinutes(5));
        await town.PaysAsync(idOp);
        await town.SweepsAsync();

        Assert.Equal(PaymentState.Paid, await town.StateAsync(payment));
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }

    [Fact]
    public async Task R117_C28_C29_refunds_in_part_several_too_many_and_after_the_meals_leave_a_debt_that_blocks_no_meal()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var days = town.Town.Days;
        var (payment, idOp) = await town.GoesToPayAsync(martin, tickets: 3);
        await town.PaysAsync(idOp, "prelevement");
        await town.NotifiesAsync(idOp);
        await martin.Ticks("cantine", days[0], days[1]);
        await town.Town.SetsTheClock(days[1], "20:00");
        await town.Town.ClosesTheDay(days[1]);

        await UndoAsync(Reversals.CommuneRefund("départ"), 1);
        await Assert.ThrowsAsync<MoreThanSold>(() => UndoAsync(Reversals.CommuneRefund("départ"), 3));
        await UndoAsync(Reversals.RejectedDebit("rejet de la banque"), 2);

        Assert.Equal(PaymentState.ChargedBack, await town.StateAsync(payment));
        Assert.Equal((-2, -500, 0), await martin.Wallet("CANT-B"));
        Assert.True(Assert.Single(await martin.Ticks("cantine", days[4])).Accepted);
        Assert.Equal(2, await town.CountAsync("booking where state = 'Consumed'"));
        await town.Books.ShouldBeHealthyAsync();

        async Task UndoAsync(Undoing undoing, int quantity) => await town.Town.Reversals.UndoAsync(
            town.Town.Structure, undoing, [(Assert.Single(await martin.Sold(payment)), quantity)], CancellationToken.None);
    }

    [Theory]
    [InlineData("<return>", "<return><nouveau>1</nouveau>", PaymentState.Paid)]
    [InlineData("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope", PaymentState.Pending)]
    [InlineData("<resultrans>P<", "<resultrans>Y<", PaymentState.Pending)]
    public async Task C43_another_generation_of_the_service_is_read_or_unknown_and_asked_again(string right, string other, PaymentState seen)
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp);
        town.Wire.Spoils = (status, text) =>
        {
            Assert.Contains(right, text);
            return Task.FromResult<(int, string)?>((status, text.Replace(right, other)));
        };
        await town.NotifiesAsync(idOp);
        Assert.Equal(seen, await town.StateAsync(payment));

        town.Wire.Spoils = null;
        await town.WaitsAsync(TimeSpan.FromMinutes(6));
        await town.SweepsAsync();

        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);
    }
}
