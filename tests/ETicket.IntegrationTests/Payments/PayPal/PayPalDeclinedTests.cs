using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>A capture the payer's bank refused: asked for again only once the payer agrees again, for he may have paid otherwise meanwhile.</summary>
public sealed class PayPalDeclinedTests(Cluster cluster)
{
    [Fact]
    public async Task C23_what_was_declined_is_not_captured_behind_the_back_of_a_payer_who_bought_in_cash_since()
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var (martin, payment) = await DeclinedAsync(town);
        Assert.Single(await martin.SellAsync([(PayPalTown.Tickets, "CANT-B")], PaymentMeans.Cash));

        town.Stub.Serves("approved-then-captured", "notice-genuine");
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(10));
        await town.Sweep.RunAsync(CancellationToken.None);
        Assert.Equal(PaymentState.Refused, await town.SettlesAsync(payment));
        // The notice of the very approval that was declined.
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));

        Assert.Single(town.Stub.Asked, r => r.Path.EndsWith("/capture", StringComparison.Ordinal));
        Assert.Equal((PaymentState.Refused, (PayPalTown.Tickets, 1250L, 0)), (await town.StateAsync(payment), await martin.Wallet("CANT-B")));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C23_once_the_payer_agrees_again_it_is_captured_and_credited_once(bool comesBack)
    {
        await using var town = await PayPalTown.OpenAsync(cluster);
        var (martin, payment) = await DeclinedAsync(town);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(20));
        town.Stub.Replaces("2026-11-05T09:04:01.940Z", "2026-11-05T09:19:00.000Z").Serves("approved-then-captured", "notice-genuine");

        if (comesBack)
            await town.ComesBackAsync(PayPalDesk.Order);
        else
            Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync("order-approved"));

        Assert.Equal((PaymentState.Paid, (PayPalTown.Tickets, 1250L, 0)), (await town.SettlesAsync(payment), await martin.Wallet("CANT-B")));
        await town.Books.ShouldBeHealthyAsync();
    }

    private static async Task<(FamilyFile Family, Payment Payment)> DeclinedAsync(PayPalTown town)
    {
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        await town.Books.Clock.SetAsync(PayPalDesk.Created.AddMinutes(5));
        town.Stub.Serves("instrument-declined");
        Assert.Equal(PaymentState.Refused, await town.SettlesAsync(payment));
        return (martin, payment);
    }
}
