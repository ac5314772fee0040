using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Treasury;
using ETicket.Wallets;

namespace ETicket.IntegrationTests.Review;

/// <summary>What a régisseur suspected while reading, asked of the books.</summary>
public sealed class ReviewTests(Cluster cluster)
{
    [Fact]
    public async Task A_day_closed_by_the_calendar_after_it_was_ticked_costs_no_ticket()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        var day = town.Days[2];
        await martin.Ticks("cantine", day);

        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), day, day, [], "grève", CancellationToken.None);
        var afterClosure = await martin.Wallet("CANT-B");
        await town.SetsTheClock(day.AddDays(1), "02:00");
        await town.ClosesTheDay(day);
        Assert.Equal("(5, 1250, 0) then (5, 1250, 0)", $"{afterClosure} then {await martin.Wallet("CANT-B")}");
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_ticket_without_tariff_in_one_commune_does_not_stop_the_night_of_the_others()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        await martin.Ticks("cantine", town.Days[2]);
        var late = await Town.FoundAsync(books, new TownPlan("autre")
        {
            Prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
            { ["CANT-B"] = [(new(2027, 9, 1), 250)], ["BUS"] = [(new(2025, 9, 1), 150)] }
        });
        var petit = await late.OpensAFile("Petit");
        await using (var work = await books.Database.BeginAsync(late.Structure, CancellationToken.None))
        {
            await WalletBook.OpenAsync(work, [(petit.Id, late.Type("CANT-B"))], CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
        var ticked = await petit.Ticks("cantine", town.Days[2]);
        await town.SetsTheClock(town.Days[3], "02:00");
        var due = await town.DayClosing.DueAsync(town.Days[2], null, null, CancellationToken.None);
        string night;
        try { night = (await town.DayClosing.CloseAsync(due, 1, null, CancellationToken.None)).ToString(System.Globalization.CultureInfo.InvariantCulture); }
        catch (Npgsql.PostgresException e) { night = e.MessageText; }
        Assert.Equal("Held 1 (4, 1000, 0)", $"{ticked[0].Verdict} {night} {await martin.Wallet("CANT-B")}");
    }

    [Fact]
    public async Task A_means_is_not_taken_before_the_act_allows_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await using (var admin = new Npgsql.NpgsqlConnection(books.Admin))
        {
            await admin.OpenAsync();
            await using var sql = new Npgsql.NpgsqlCommand("update allowed_means set starts_on = '2027-01-01' where means = 'CHEQUE'", admin);
            Assert.Equal(2, await sql.ExecuteNonQueryAsync());
        }
        await Assert.ThrowsAsync<MeansNotAllowed>(() => martin.Buys(1, "CANT-B"));
    }

    [Fact]
    public async Task A_second_chargeback_after_one_won_back_is_no_fault()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var sold = await martin.Buys(4, "CANT-B");
        var first = await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("x"), [(Assert.Single(await martin.Sold(sold)), 4)], CancellationToken.None);
        await town.Reversals.WinBackAsync(town.Structure, first.EntryId, "gagnée", CancellationToken.None);
        await town.Reversals.UndoAsync(town.Structure, Reversals.UnpaidCheque("y"), [(Assert.Single(await martin.Sold(sold)), 4)], CancellationToken.None);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_same_key_with_another_means_is_another_basket()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();
        await martin.Buys(5, "CANT-B", PaymentMeans.Cash, key);
        await Assert.ThrowsAsync<BasketChanged>(() => martin.Buys(5, "CANT-B", PaymentMeans.Cheque, key));
    }
}
