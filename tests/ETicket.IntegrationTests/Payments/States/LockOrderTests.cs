using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Payments.Invoicing;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments.States;

/// <summary>
/// Tickets and an invoice paid at the counter, on line, and taken back by the bank, all at once: each waits for the others, and PostgreSQL never has to undo one of them. Between two
/// rows each of them takes a while, so that the others come in between every time.
/// </summary>
public sealed class LockOrderTests(Cluster cluster)
{
    private const int Times = 30;
    private const int AtOnce = 6;

    [Fact]
    public async Task The_counter_and_late_money_on_line_for_one_invoice_and_one_wallet_never_stand_in_each_others_way()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await SlowlyAsync(books);
        var ready = new List<(FamilyFile Family, Invoice Owed, Payment Late)>();
        for (var i = 0; i < Times; i++)
        {
            var family = await town.OpensAFile($"Famille {i}");
            var owed = await family.Owes(1200, "cantine");
            ready.Add((family, owed, await AbandonedAsync(family, owed)));
        }

        await Parallel.ForEachAsync(ready, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (both, _) =>
        {
            town.PayFip.Accepts(both.Late);
            var sold = Task.Run(() => TryAsync(() => both.Family.SellAsync([(3, "CANT-B")], invoices: [both.Owed])));
            var settled = Task.Run(() => both.Family.Settles(both.Late, "sweep"));
            Assert.Equal(PaymentState.Paid, await settled);
            // Paid on line a moment before, the counter is told so.
            Assert.Equal(await sold ? 5 : 2, (await both.Family.Wallet("CANT-B")).Tickets);
            Assert.Equal(0, await both.Family.StillOwes());
        });

        await NeverUndoneAsync(books);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_bank_that_takes_one_payment_back_and_the_money_of_another_for_the_same_things_never_stand_in_each_others_way()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await SlowlyAsync(books);
        var ready = new List<(FamilyFile Family, Payment Paid, Payment Late)>();
        for (var i = 0; i < Times; i++)
        {
            var family = await town.OpensAFile($"Famille {i}");
            var owed = await family.Owes(1200, "cantine");
            var (late, paid) = (await AbandonedAsync(family, owed), await AbandonedAsync(family, owed));
            town.PayFip.Accepts(paid);
            Assert.Equal(PaymentState.Paid, await family.Settles(paid));
            ready.Add((family, paid, late));
        }

        await Parallel.ForEachAsync(ready, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (both, stop) =>
        {
            town.PayFip.Accepts(both.Late);
            var lines = await both.Family.Sold(both.Paid);
            var taken = Task.Run(
                async () =>
                {
                    var document = await town.Reversals.UndoAsync(town.Structure, Reversals.Chargeback("contesté"), [.. lines.Select(l => (l, l.StillSold))], stop);
                    await town.Reversals.WinBackAsync(town.Structure, document.EntryId, "gagné", stop);
                },
                stop);
            Assert.Equal(PaymentState.Paid, await Task.Run(() => both.Family.Settles(both.Late, "sweep"), stop));
            await taken;
            Assert.Equal((4, 1000, 0), await both.Family.Wallet("CANT-B"));
        });

        await NeverUndoneAsync(books);
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Two meals and the invoice, left on PayFiP's page: whoever comes next may pay the invoice, and this money may still come.</summary>
    private static async Task<Payment> AbandonedAsync(FamilyFile family, Invoice owed)
    {
        var left = Assert.Single(await family.FillsABasket([(2, "CANT-B")], owed));
        await family.Town.Checkout.OpenAsync(family.Town.Structure, left.Id, CancellationToken.None);
        family.Town.PayFip.SaysAbandoned(left);
        Assert.Equal(PaymentState.Cancelled, await family.Settles(left));
        return left;
    }

    private static async Task<bool> TryAsync(Func<Task> sale)
    {
        try
        {
            await sale();
            return true;
        }
        catch (InvoiceAlreadyPaid)
        {
            return false;
        }
    }

    private static async Task SlowlyAsync(Books books)
    {
        await using var plant = books.Owner.CreateCommand(
            """
            create function linger_of_tests() returns trigger language plpgsql as $$ begin perform pg_sleep(0.03); return new; end $$;
            create trigger linger_of_tests before insert on entry for each row execute function linger_of_tests();
            create trigger linger_of_tests before insert on payment for each row execute function linger_of_tests();
            """);
        await plant.ExecuteNonQueryAsync();
    }

    /// <summary>What it counts of a connection is known once that is closed.</summary>
    private static async Task NeverUndoneAsync(Books books)
    {
        books.Database.Worker.Clear();
        Assert.Equal(0L, await books.AskAsync<long>("select deadlocks from pg_stat_database where datname = current_database()"));
    }
}
