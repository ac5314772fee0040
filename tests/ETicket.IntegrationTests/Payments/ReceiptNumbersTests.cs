using ETicket.IntegrationTests.World;
using ETicket.Payments;
using ETicket.Treasury;
using Npgsql;

namespace ETicket.IntegrationTests.Payments;

/// <summary>Numbers have no holes, run with the time, and begin again with the year of Paris.</summary>
public sealed class ReceiptNumbersTests(Cluster cluster)
{
    private static readonly DateOnly Eve = new(2026, 12, 31);

    private static readonly TownPlan NewYearPrices = new()
    {
        Prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
        {
            ["CANT-B"] = [(new(2025, 9, 1), 250), (new(2027, 1, 1), 260)],
            ["BUS"] = [(new(2025, 9, 1), 150)],
        },
    };

    [Fact]
    public async Task D6_The_year_changes_at_midnight_in_Paris()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");

        await town.SetsTheClock(Eve, "23:59:59.9");
        await martin.Buys(1, "CANT-B");
        await martin.Buys(1, "CANT-B");
        await town.SetsTheClock(Eve.AddDays(1), "00:00");
        await martin.Buys(1, "CANT-B");

        Assert.Equal(["Q2026-000001", "Q2026-000002", "Q2027-000001"], await NumbersAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_sale_that_waits_for_the_counter_over_midnight_belongs_whole_to_the_new_year()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, NewYearPrices);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(Eve, "23:59:59.9");
        await martin.Buys(1, "CANT-B");

        await MidnightPassesAsync(town, () => martin.Buys(1, "CANT-B"));

        Assert.Equal(["Q2026-000001 2026-12-31 250", "Q2027-000001 2027-01-01 260"], await ProvenAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_sale_that_waits_for_a_wallet_over_midnight_is_made_again_at_the_price_of_the_new_day()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, NewYearPrices);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(Eve, "23:59:59.9");
        await martin.Buys(1, "CANT-B");

        await MidnightPassesAsync(town, () => martin.Buys(1, "CANT-B"), "select 1 from wallet w join ticket_type t on t.id = w.ticket_type_id and t.code = 'CANT-B' for update of w");

        Assert.Equal(["Q2026-000001 2026-12-31 250", "Q2027-000001 2027-01-01 260"], await ProvenAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_reversal_won_back_over_midnight_counts_for_the_day_it_is_written()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, NewYearPrices);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(Eve, "23:59:59.9");
        var line = Assert.Single(await martin.Sold(await martin.Buys(1, "CANT-B")));
        var taken = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("sans provision"), [(line, 1)], CancellationToken.None);

        await MidnightPassesAsync(
            town, () => town.Reversals.WinBackAsync(town.Structure, taken.EntryId, "représenté", CancellationToken.None), "select 1 from payment for update");

        Assert.Equal(Eve.AddDays(1), await books.AskAsync<DateOnly>("select effective_on from entry where kind = 'ReversalUndone' and effective_on = paris_day(recorded_at)"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task D6_A_payment_settled_over_midnight_belongs_whole_to_the_new_year_at_the_price_it_was_paid()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, NewYearPrices);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(Eve, "23:59:59.9");
        await martin.Buys(1, "CANT-B");
        var payment = await martin.GoesToPay(2, "CANT-B");
        town.PayFip.Accepts(payment);

        await MidnightPassesAsync(town, () => martin.Settles(payment));

        Assert.Equal(["Q2026-000001 2026-12-31 250", "Q2027-000001 2027-01-01 500"], await ProvenAsync(town));
        Assert.Equal((3, 750, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_sale_undone_over_midnight_belongs_whole_to_the_new_year()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, NewYearPrices);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(Eve, "23:59:59.9");
        var payment = await martin.Buys(1, "CANT-B");
        var line = Assert.Single(await martin.Sold(payment));

        await MidnightPassesAsync(town, () => town.CashDesk.CancelAsync(town.Structure, Town.Dominique, "erreur", [(line, 1)], Guid.NewGuid(), CancellationToken.None));

        Assert.Equal(["Q2026-000001 2026-12-31 250", "Q2027-000001 2027-01-01 -250"], await ProvenAsync(town));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_commune_that_comes_from_another_book_goes_on_from_its_number()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var receipts = new Receipts(books.Database);
        await receipts.StartNumberingAsync(town.Structure, town.Regie, "Q", 2026, 2850, CancellationToken.None);

        await martin.Buys(1, "CANT-B");
        await martin.Buys(1, "CANT-B");

        Assert.Equal(["Q2026-002850", "Q2026-002851"], await NumbersAsync(town));
        await Assert.ThrowsAsync<PostgresException>(() => receipts.StartNumberingAsync(town.Structure, town.Regie, "Q", 2026, 1, CancellationToken.None));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_counter_and_the_portal_at_once_give_consecutive_numbers()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        Payment[] online = [.. await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => martin.GoesToPay(1, "CANT-B")))];
        foreach (var payment in online)
            town.PayFip.Accepts(payment);

        await Task.WhenAll([
            .. online.Select(p => Task.Run(() => (Task)martin.Settles(p))),
            .. Enumerable.Range(0, 30).Select(_ => Task.Run(() => (Task)martin.Buys(1, "CANT-B"))),
        ]);

        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"Q2026-{i:D6}"), await NumbersAsync(town));
        Assert.Equal((60, 15000, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_sale_that_fails_after_its_number_was_taken_leaves_no_hole()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(1, "CANT-B");

        await using (var work = await books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            await using var take = work.Command("select first_number from receipts_take_numbers(array[$1], array[$2], 'Q', array[1], $3)", town.Structure.Value, town.Regie.Value, books.Clock.Today);
            Assert.Equal(2, await take.ExecuteScalarAsync());
        }
        await martin.Buys(1, "CANT-B");

        Assert.Equal(["Q2026-000001", "Q2026-000002"], await NumbersAsync(town));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>The act waits for a row — the counter of the old year, its entry being written, unless told otherwise — when midnight strikes.</summary>
    private static async Task MidnightPassesAsync(Town town, Func<Task> act, string held = "select 1 from receipt_counter for update")
    {
        Task acting;
        await using (var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None))
        {
            await using var hold = work.Command(held);
            await hold.ExecuteScalarAsync();
            acting = Task.Run(act);
            await UntilSomebodyWaitsAsync(town.Books);
            await town.SetsTheClock(Eve.AddDays(1), "00:00");
        }
        await acting;
    }

    /// <summary>Each receipt, the day of the entry it proves and its total.</summary>
    private static Task<IReadOnlyList<string>> ProvenAsync(Town town) => town.Books.ListAsync(
        town.Structure,
        """
        select r.series || r.year || '-' || lpad(r.number::text, 6, '0') || ' ' || e.effective_on || ' ' || r.total_cents
        from receipt r join entry e on e.id = r.entry_id order by r.year, r.number
        """,
        r => r.GetString(0));

    /// <summary>By what PostgreSQL itself says of its sessions, not by a pause.</summary>
    private static async Task UntilSomebodyWaitsAsync(Books books)
    {
        while (!await books.AskAsync<bool>("select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"))
            await Task.Yield();
    }

    private static Task<IReadOnlyList<string>> NumbersAsync(Town town) => town.Books.ListAsync(
        town.Structure, "select series || year || '-' || lpad(number::text, 6, '0') from receipt order by year, number", r => r.GetString(0));
}
