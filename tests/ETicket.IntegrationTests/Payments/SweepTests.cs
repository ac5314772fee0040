using ETicket.IntegrationTests.World;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments;

/// <summary>Every five minutes, what nobody told us the end of.</summary>
public sealed class SweepTests(Cluster cluster)
{
    [Fact]
    public async Task What_was_prepared_and_never_opened_ends_with_its_day_and_rings_no_alarm()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var left = Assert.Single(await martin.FillsABasket([(4, "CANT-B")]));
        var today = books.Clock.Today;

        await town.SetsTheClock(today, "23:59:59.9");
        await RunAsync(town);
        Assert.Equal(PaymentState.Created, await StateAsync(town, left));
        await town.SetsTheClock(today.AddDays(1), "00:00");
        await RunAsync(town);
        await RunAsync(town);

        Assert.Equal((PaymentState.Expired, 0), (await StateAsync(town, left), town.PayFip.LookUps));
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from payment_step"));
        await town.SetsTheClock(today.AddDays(3), "12:00");
        Assert.Empty(await books.AlarmsAsync());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Those_who_may_be_paying_are_asked_about_before_those_who_gave_up()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        var abandoned = await martin.GoesToPay(1, "CANT-B");
        town.PayFip.SaysAbandoned(abandoned);
        Assert.Equal(PaymentState.Cancelled, await martin.Settles(abandoned));
        await town.SetsTheClock(today, "09:00");
        var paying = await martin.GoesToPay(2, "CANT-B");
        var asked = new List<Payment>();
        foreach (var payment in new[] { abandoned, paying })
        {
            town.PayFip.Answers(payment, _ =>
            {
                asked.Add(payment);
                return new ProviderView.Pending();
            });
        }

        await town.SetsTheClock(today, "10:00");
        await RunAsync(town);

        Assert.Equal([paying, abandoned], asked);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_day_after_it_gave_up_late_money_is_still_found_however_old_the_payment()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var today = books.Clock.Today;
        var (late, lost) = (await martin.GoesToPay(4, "CANT-B"), await martin.GoesToPay(1, "CANT-B"));
        await town.SetsTheClock(today.AddDays(2), "08:00");
        town.PayFip.SaysExpired(late);
        town.PayFip.SaysExpired(lost);
        await RunAsync(town);

        await town.SetsTheClock(today.AddDays(3), "07:59");
        town.PayFip.Accepts(late);
        await RunAsync(town);
        var before = town.PayFip.LookUps;
        await town.SetsTheClock(today.AddDays(3), "08:00");
        await RunAsync(town);

        Assert.Equal((PaymentState.Paid, PaymentState.Expired), (await StateAsync(town, late), await StateAsync(town, lost)));
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(before, town.PayFip.LookUps);
        await books.ShouldBeHealthyAsync();
    }

    private static Task<int> RunAsync(Town town) => town.Sweep.RunAsync(CancellationToken.None);

    private static async Task<PaymentState> StateAsync(Town town, Payment payment) =>
        Enum.Parse<PaymentState>(await town.Books.AskAsync<string>("select state from payment where id = $1", payment.Id.Value));
}
