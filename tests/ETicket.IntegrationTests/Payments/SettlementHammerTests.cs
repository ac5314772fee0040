using System.Diagnostics;
using ETicket.IntegrationTests.World;
using ETicket.Payments;

namespace ETicket.IntegrationTests.Payments;

/// <summary>The notification, the return page and the sweep all at once, again and again: each payment is credited once.</summary>
[Collection(nameof(LongStories))]
public sealed class SettlementHammerTests(Cluster cluster, ITestOutputHelper output)
{
    private const int Payments = 500;
    private const int Deliveries = 20;
    private static readonly string[] Doors = ["notification", "return", "sweep"];

    [Fact]
    public async Task Ten_thousand_deliveries_of_five_hundred_payments_credit_five_hundred()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        FamilyFile[] files = [.. await Task.WhenAll(Enumerable.Range(0, 50).Select(i => town.OpensAFile($"Famille {i}")))];
        var payments = new List<(FamilyFile File, Payment Payment)>();
        for (var i = 0; i < Payments; i++)
        {
            var payment = await files[i % files.Length].GoesToPay(4, "CANT-B");
            town.PayFip.Accepts(payment);
            payments.Add((files[i % files.Length], payment));
        }
        var deliveries = payments.SelectMany(p => Enumerable.Range(0, Deliveries).Select(i => (p.File, p.Payment, Door: Doors[i % 3]))).ToArray();
        Random.Shared.Shuffle(deliveries);

        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            deliveries, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (d, _) => Assert.Equal(PaymentState.Paid, await d.File.Settles(d.Payment, d.Door)));
        output.WriteLine($"{deliveries.Length} deliveries in {watch.ElapsedMilliseconds} ms, {town.PayFip.LookUps} look-ups");

        Assert.Equal(Payments, await books.AskAsync<long>("select count(*) from entry where kind = 'Sale'"));
        Assert.Equal(Payments, await books.AskAsync<long>("select count(distinct reference) from entry where kind = 'Sale'"));
        Assert.Equal(Payments, await books.AskAsync<long>("select count(*) from payment where state = 'Paid'"));
        Assert.Equal(Payments, await books.AskAsync<long>("select count(*) from receipt"));
        Assert.Equal(Payments, await books.AskAsync<int>("select max(number) - min(number) + 1 from receipt"));
        Assert.Equal(Payments, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'TopUpReceipt'"));
        Assert.Equal(Payments * 4L, await books.AskAsync<long>("select sum(tickets) from wallet"));
        await books.ShouldBeHealthyAsync();
    }
}
