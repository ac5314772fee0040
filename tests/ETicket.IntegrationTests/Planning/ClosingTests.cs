using ETicket.IntegrationTests.World;
using ETicket.Planning;
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
    public async Task A_day_closed_again_consumes_nothing_more()
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
    public async Task A_day_the_staff_adds_after_the_closing_is_consumed_by_the_next()
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
    public async Task A_day_eaten_given_back_and_ticked_again_is_eaten_again()
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

    /// <summary>The closing as the night runs it, with a smaller step: each call starts after the last child of the one before.</summary>
    private static async Task<int> CloseByBatchesOfAsync(int limit, Town town)
    {
        Guid? after = null;
        var total = 0;
        while (true)
        {
            await using var command = town.Books.Database.Worker.CreateCommand("select closed, last_child from planning_close_days($1, $2, $3, $4, $5, 0, 1)");
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
