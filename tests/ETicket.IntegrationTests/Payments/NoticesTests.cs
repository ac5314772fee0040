using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Asking;

namespace ETicket.IntegrationTests.Payments;

/// <summary>What is kept of the notices anybody may send.</summary>
public sealed class NoticesTests(Cluster cluster)
{
    [Fact]
    public async Task The_night_forgets_yesterday_s_notices_of_strangers_and_keeps_those_of_our_payments()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(2, "CANT-B");
        var ours = await books.AskAsync<string>("select provider_reference from payment where id = $1", payment.Id.Value);
        var now = books.Clock.GetUtcNow();
        await using (var db = books.Database.OutsideStructures())
        {
            foreach (var (reference, age) in new[] { (ours, 48), ("unknown", 25), (null, 25), ("recent", 23) })
                db.Add(new Notice { Provider = PaymentProvider.PayFip, ReceivedAt = now.AddHours(-age), Content = "", ProviderReference = reference });
            // What a stranger repeats of an operation of ours: with the first, twenty stay.
            for (var more = 0; more < 24; more++)
                db.Add(new Notice { Provider = PaymentProvider.PayFip, ReceivedAt = now.AddHours(-47), Content = "", ProviderReference = ours });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var first = await Notices.ForgetStrangersAsync(books.Database, TestContext.Current.CancellationToken);
        var second = await Notices.ForgetStrangersAsync(books.Database, TestContext.Current.CancellationToken);

        Assert.Equal((2 + 5, 0), (first, second));
        Assert.Equal([ours, "recent"], await books.AskAsync<string[]>("select array_agg(provider_reference order by received_at) from (select provider_reference, min(received_at) as received_at from notice group by 1) n"));
        Assert.Equal(20, await books.AskAsync<long>($"select count(*) from notice where provider_reference = '{ours}'"));
        await books.ShouldBeHealthyAsync();
    }
}
