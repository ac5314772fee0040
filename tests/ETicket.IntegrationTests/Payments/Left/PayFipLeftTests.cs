using System.Net;
using ETicket.IntegrationTests.Payments.ByPayFip;
using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Wallets;
using ETicket.Wallets.Baskets;

namespace ETicket.IntegrationTests.Payments.Left;

/// <summary>What the Trésor wants left alone: an operation just abandoned, and itself after a fault of its own.</summary>
public sealed class PayFipLeftTests(Cluster cluster)
{
    [Fact]
    public async Task C19_a_page_of_a_proxy_is_asked_about_again_half_an_hour_later_and_a_notice_at_once()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (payment, idOp) = await town.GoesToPayAsync(martin);
        await town.PageAsync(idOp);
        town.Wire.Spoils = (_, _) => Task.FromResult<(int, string)?>((502, "<html><body>Bad Gateway</body></html>"));
        await SweepsAfterAsync(5);
        await SweepsAfterAsync(29);
        Assert.Equal(1, town.Wire.LookUps);
        await SweepsAfterAsync(1);
        Assert.Equal(2, town.Wire.LookUps);

        town.Wire.Spoils = null;
        await town.PaysAsync(idOp);
        Assert.Equal(HttpStatusCode.OK, await town.NotifiesAsync(idOp));

        Assert.Equal(PaymentState.Paid, await town.StateAsync(payment));
        await town.ShouldHaveCreditedAsync(martin, PayFipTown.Tickets);

        async Task SweepsAfterAsync(int minutes)
        {
            await town.WaitsAsync(TimeSpan.FromMinutes(minutes));
            await town.SweepsAsync();
        }
    }

    [Fact]
    public async Task C21_C25_abandoned_a_moment_ago_it_is_taken_up_again_and_another_operation_waits_twenty_minutes()
    {
        await using var town = await PayFipTown.OpenAsync(cluster);
        var martin = await town.Town.OpensAFile("Martin");
        var (first, idOp) = await town.GoesToPayAsync(martin);
        await town.PaysAsync(idOp, "abandon");
        await town.NotifiesAsync(idOp);
        await town.WaitsAsync(TimeSpan.FromMinutes(19));

        var (same, twin) = (await AgainAsync(), Assert.Single(await town.Doors.Get<TopUps>().PrepareAsync(martin.BasketOf([(PayFipTown.Tickets, "CANT-B")]) with { ReusesLive = true }, CancellationToken.None)));
        Assert.Equal((first.Id, first.Id, idOp), (same.Id, twin.Id, await town.OpensAsync(same)));
        await town.WaitsAsync(TimeSpan.FromMinutes(1));
        var second = await AgainAsync();

        await Assert.ThrowsAsync<PaymentNotOpen>(() => town.OpensAsync(first));
        Assert.NotEqual(idOp, await town.OpensAsync(second));
        Assert.Equal((2, PaymentState.Cancelled), (second.Attempt, await town.StateAsync(first)));
        await town.Books.ShouldBeHealthyAsync();

        Task<Payment> AgainAsync() => town.Doors.Get<Retries>().AgainAsync(town.Town.Structure, martin.Id, first.Id, PaymentProvider.PayFip, "parent", CancellationToken.None);
    }
}
