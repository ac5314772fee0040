using System.Net;
using ETicket.IntegrationTests.World;
using ETicket.Payments;

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

    private static async Task<(FamilyFile Family, Payment Payment)> PaidAsync(PayPalTown town)
    {
        var martin = await town.Town.OpensAFile("Martin");
        var payment = await town.GoesToPayAsync(martin);
        town.Stub.Serves("captured", "notice-genuine");
        Assert.Equal(PaymentState.Paid, await town.SettlesAsync(payment));
        return (martin, payment);
    }
}
