using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Wallets;
using ETicket.Web.Verbs;
using Npgsql;

namespace ETicket.IntegrationTests.Planning;

/// <summary>A day is closed once, whatever runs beside it.</summary>
public sealed class ClosingTests(Cluster cluster)
{
    [Fact]
    public async Task A_batch_that_stops_between_two_cells_of_a_child_forgets_neither()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 3);
        await martin.Buys(3, "BUS");
        foreach (var child in martin.Children)
        {
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0]);
            await martin.SetAsync(child, "car", wanted: true, ChangeOrigin.Parent, town.Days[0]);
        }
        await town.SetsTheClock(town.Days[0], "20:00");

        var closed = await CloseByBatchesOfAsync(1, town);

        Assert.Equal(6, closed);
        Assert.Equal((-3, -750, 0), await martin.Wallet("CANT-B"));
        Assert.Equal((0, 0, 0), await martin.Wallet("BUS"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task E1_A_day_closed_again_consumes_nothing_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);
        await town.SetsTheClock(town.Days[0], "20:00");

        var first = await town.ClosesTheDay(town.Days[0]);
        var second = await town.ClosesTheDay(town.Days[0]);

        Assert.Equal((1, 0), (first, second));
        Assert.Equal((-1, -250, 1), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R87_R245_A_day_the_staff_adds_after_the_closing_is_consumed_by_the_next()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);

        var parent = Assert.Single(await martin.Ticks("cantine", town.Days[0]));
        var staff = Assert.Single(await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[0]));
        var consumed = await town.ClosesTheDay(town.Days[0]);

        Assert.Equal((Verdict.TooLate, Verdict.Held, 1L), (parent.Verdict, staff.Verdict, consumed));
        Assert.Equal((-1, -250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R88_A_day_eaten_given_back_and_ticked_again_is_eaten_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(2, "CANT-B");
        await martin.Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await town.ClosesTheDay(town.Days[0]);
        var booking = await martin.Booking(martin.Children[0], "cantine", town.Days[0]);

        await town.Recredits.GiveBackAsync(town.Structure, "D1", town.Days[0], Recredits.Absence, "mairie", ChangeOrigin.Staff, [booking], CancellationToken.None);
        var givenBack = await martin.Wallet("CANT-B");
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[0]);
        await town.ClosesTheDay(town.Days[0]);

        Assert.Equal((2, 500, 0), givenBack);
        Assert.Equal((1, 250, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_verb_leaves_a_day_alone_while_parents_may_still_cancel_it()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(1, "BUS");
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);
        await martin.Ticks("car", town.Days[1]);
        var today = town.Days[1];
        var limit = ParisTime.At(today, new TimeOnly(14, 0));
        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), today, today, [new(today, limit, limit)], "", CancellationToken.None);

        await town.SetsTheClock(today, "13:59");
        var before = await CloseDaysVerb.DueAsync(town.DayClosing, today, today, CancellationToken.None);
        await town.SetsTheClock(today, "14:00");
        var after = await CloseDaysVerb.DueAsync(town.DayClosing, today, today, CancellationToken.None);

        Assert.Equal(["cantine", "car", "car"], Names(before.Where(d => d.Day == town.Days[0])).Concat(Names(before.Where(d => d.Day == today))));
        Assert.Equal(["cantine", "car"], Names(after.Where(d => d.Day == today)));
        await books.ShouldBeHealthyAsync();

        IEnumerable<string> Names(IEnumerable<DayToClose> days) => town.Activities.Where(a => days.Any(d => d.Activity == a.Value)).Select(a => a.Key).Order(StringComparer.Ordinal);
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

        var consumed = await town.DayClosing.CloseAsync(due, 1, null, CancellationToken.None);

        Assert.Equal((Verdict.Held, 1L), (ticked[0].Verdict, consumed.Tickets));
        Assert.Equal((4, 1000, 0), await martin.Wallet("CANT-B"));
    }

    /// <summary>The closing as the night runs it, with a smaller step: each call starts after the last child of the one before.</summary>
    private static async Task<int> CloseByBatchesOfAsync(int limit, Town town)
    {
        Guid? after = null;
        var total = 0;
        while (true)
        {
            await using var command = town.Books.Database.Worker.CreateCommand("select closed, last_child from planning_close_days($1, $2, $3, $4, $5, 0, 1, 'http://localhost:5000/', 'http://localhost:5000/famille/tickets')");
            var activities = town.Activities.Values.Select(a => a.Value).ToArray();
            command.Parameters.Add(new NpgsqlParameter { Value = activities.Select(_ => town.Structure.Value).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = activities });
            command.Parameters.Add(new NpgsqlParameter { Value = activities.Select(_ => town.Days[0]).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = after ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
            command.Parameters.Add(new NpgsqlParameter { Value = limit });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            if (reader.IsDBNull(1))
                return total;
            (total, after) = (total + reader.GetInt32(0), reader.GetGuid(1));
        }
    }
}
