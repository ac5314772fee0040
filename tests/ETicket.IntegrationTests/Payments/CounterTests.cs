using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Payments;

/// <summary>The counter: the money is on the table, so everything happens at once and once.</summary>
public sealed class CounterTests(Cluster cluster)
{
    [Fact]
    public async Task Twenty_clicks_on_the_same_sale_are_one_payment_and_one_receipt()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();

        var payments = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => martin.Buys(10, "CANT-B", key: key))));

        Assert.Single(payments.Select(p => p.Id).Distinct());
        Assert.Equal((10, 2500, 0), await martin.Wallet("CANT-B"));
        Assert.Equal((1L, 1L), (await books.AskAsync<long>("select count(*) from payment"), await books.AskAsync<long>("select count(*) from receipt")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Over_three_hundred_euros_in_cash_nothing_is_sold()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");

        await Assert.ThrowsAsync<TooMuchCash>(() => martin.Buys(121, "CANT-B", PaymentMeans.Cash));
        await martin.Buys(120, "CANT-B", PaymentMeans.Cash);

        Assert.Equal((120, 30000, 0), await martin.Wallet("CANT-B"));
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from payment"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(PaymentMeans.Cheque, 10)]
    [InlineData(PaymentMeans.Cash, 1)]
    public async Task C28_two_people_who_cancel_the_same_sale_at_once_cannot_both_win(PaymentMeans means, int last)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.Buys(10, "CANT-B", means);
        var line = Assert.Single(await martin.Sold(payment));
        Func<Task<Receipt>>[] acts =
        [
            () => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 10)], Guid.NewGuid(), CancellationToken.None),
            .. means is PaymentMeans.Cheque
                ? new Func<Task<Receipt>>[] { () => town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), [(line, 10)], CancellationToken.None) }
                : [() => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 10)], Guid.NewGuid(), CancellationToken.None)],
            () => town.Reversals.UndoAsync(town.Structure, Reversals.CommuneRefund("départ"), [(line, 10)], CancellationToken.None),
            () => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, last)], Guid.NewGuid(), CancellationToken.None),
        ];

        var fates = await Task.WhenAll(acts.Select(act => Task.Run(async () =>
        {
            try
            {
                return (await act()).Total.Cents;
            }
            catch (MoreThanSold)
            {
                return 0L;
            }
        })));

        // A cheque that bounces after the commune had refunded it lifts the refund: both have their document, and one of them stands.
        Assert.Equal(-fates.Sum(), await books.AskAsync<long>("select -sum(total_cents)::bigint from receipt where kind not in ('Sale', 'Lift')"));
        var undone = await books.AskAsync<long>("select -sum(total_cents)::bigint from receipt where kind <> 'Sale'");
        Assert.InRange(undone, 250, 2500);
        Assert.Equal(2500 - undone, (await martin.Wallet("CANT-B")).Value);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task C31_a_cheque_that_bounces_after_the_meals_leaves_a_debt_that_blocks_only_where_the_floor_says_so()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = Assert.Single(await martin.SellAsync([(3, "CANT-B"), (1, "BUS")]));
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);
        await martin.Ticks("car", town.Days[0]);
        await town.SetsTheClock(town.Days[1], "20:00");
        await town.ClosesTheDay(town.Days[1]);

        var receipt = await town.Reversals.UndoAsync(
            town.Structure, Reversals.UnpaidCheque("sans provision"), [.. (await martin.Sold(payment)).Select(line => (line, line.Sold))], CancellationToken.None);

        Assert.Equal(("R2026-000001", -900L), (receipt.FullNumber, receipt.Total.Cents));
        Assert.Equal(((-2, -500, 0), (-1, -150, 0)), (await martin.Wallet("CANT-B"), await martin.Wallet("BUS")));
        // A child always eats; the bus has a floor of nought.
        Assert.Equal(
            (Verdict.Held, Verdict.NoTicket),
            (Assert.Single(await martin.Ticks("cantine", town.Days[4])).Verdict, Assert.Single(await martin.Ticks("car", town.Days[4])).Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Cash_does_not_bounce()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var line = Assert.Single(await martin.Sold(await martin.Buys(3, "CANT-B", PaymentMeans.Cash)));

        await Assert.ThrowsAsync<WrongUndoing>(() =>
            town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), [(line, 3)], CancellationToken.None));

        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_counter_does_not_cancel_what_was_paid_on_line()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(3, "CANT-B");
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);
        var line = Assert.Single(await martin.Sold(payment));

        var refused = await Assert.ThrowsAsync<WrongUndoing>(() => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 3)], Guid.NewGuid(), CancellationToken.None));

        Assert.Contains("(carte bancaire (PayFiP))", refused.Sentence);
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Another_book_may_have_cancelled_on_line_money_under_a_receipt_number()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var payment = await martin.GoesToPay(3, "CANT-B");
        town.PayFip.Accepts(payment);
        await martin.Settles(payment);

        var receipt = await town.Reversals.UndoAsync(
            town.Structure, Reversals.Cancellation("reprise d'un autre livre"), [(Assert.Single(await martin.Sold(payment)), 3)], CancellationToken.None);

        Assert.Equal(("Q2026-000002", -750L), (receipt.FullNumber, receipt.Total.Cents));
        Assert.Equal(0, await books.AskAsync<long>(
            "select sum(case when t.debit_id = a.id then t.cents else -t.cents end)::bigint from account a join transfer t on a.id in (t.debit_id, t.credit_id) where a.kind = 'InTransit'"));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_sale_over_two_regies_is_two_receipts_and_crosses_nobody()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { TwoRegies = true });
        FamilyFile[] files = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(i => town.OpensAFile($"Famille {i}")))];

        var sold = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            files[i % 4].SellAsync(i % 2 == 0 ? [(1, "CANT-B"), (1, "BUS")] : [(1, "BUS"), (1, "CANT-B")], PaymentMeans.Cash))));

        Assert.All(sold, payments => Assert.Equal(2, payments.Count));
        Assert.Equal(["40 40", "40 40"], await books.ListAsync(town.Structure, "select count(*) || ' ' || max(number) from receipt group by regie_id", r => r.GetString(0)));
        Assert.Equal(((10, 2500, 0), (10, 1500, 0)), (await files[0].Wallet("CANT-B"), await files[0].Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Too_much_cash_for_one_regie_sells_nothing_of_the_other()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { TwoRegies = true });
        var martin = await town.OpensAFile("Martin");

        await Assert.ThrowsAsync<TooMuchCash>(() => martin.SellAsync([(1, "BUS"), (121, "CANT-B")], PaymentMeans.Cash));

        Assert.Equal(0L, await books.AskAsync<long>("select (select count(*) from payment) + (select count(*) from receipt)"));
        await books.ShouldBeHealthyAsync();
    }
}
