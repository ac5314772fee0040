using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Persistence;

namespace ETicket.IntegrationTests.Payments;

/// <summary>Communes settle together: what one of them holds is its own affair.</summary>
public sealed class HeldRowsTests(Cluster cluster)
{
    [Fact]
    public async Task A_wallet_held_in_one_commune_does_not_keep_another_from_settling()
    {
        await using var books = await Books.OpenAsync(cluster);
        var held = await Town.FoundAsync(books, new TownPlan("held"));
        var free = await InTheSameQueueAsync(held);
        var (martin, petit) = (await held.OpensAFile("Martin"), await free.OpensAFile("Petit"));
        Payment[] stuck = [await martin.GoesToPay(1, "CANT-B"), await martin.GoesToPay(2, "CANT-B")];
        var passing = await petit.GoesToPay(4, "CANT-B");
        foreach (var payment in stuck.Append(passing))
            held.PayFip.Accepts(payment);

        await using (var work = await books.Database.BeginAsync(held.Structure, CancellationToken.None))
        {
            await using var hold = work.Command("select 1 from wallet where family_id = $1 for update", martin.Id.Value);
            await hold.ExecuteScalarAsync();
            var first = Task.Run(() => martin.Settles(stuck[0]));
            while (!await books.AskAsync<bool>("select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"))
                await Task.Yield();
            // While the first waits, the next batch gathers one more of the same wallet, and the other commune's.
            Task<PaymentState>[] waiting = [first, Task.Run(() => martin.Settles(stuck[1]))];
            var settled = Task.Run(() => held.Settlements.SettleAsync(free.Structure, passing.Id, "notification", CancellationToken.None));

            Assert.Equal(PaymentState.Paid, await settled.WaitAsync(TimeSpan.FromSeconds(20)));
            foreach (var task in waiting)
                await Assert.ThrowsAsync<TooManyAtOnce>(() => task.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        // Nothing is lost: the sweep, or the next notification, finds the money.
        foreach (var payment in stuck)
            Assert.Equal(PaymentState.Paid, await martin.Settles(payment, "sweep"));
        Assert.Equal(((3, 750, 0), (4, 1000, 0)), (await martin.Wallet("CANT-B"), await petit.Wallet("CANT-B")));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>A commune whose work waits where the other's does.</summary>
    private static async Task<Town> InTheSameQueueAsync(Town other)
    {
        for (var i = 1; ; i++)
        {
            var town = await Town.FoundAsync(other.Books, new TownPlan($"free-{i}"));
            if (Lanes.Of(town.Structure) == Lanes.Of(other.Structure))
                return town;
        }
    }
}
