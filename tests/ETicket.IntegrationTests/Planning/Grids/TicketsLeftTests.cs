using ETicket.IntegrationTests.World;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>What is left of a booklet, and until when, as the page says it beside each service.</summary>
public sealed class TicketsLeftTests(Cluster cluster)
{
    [Fact]
    public async Task R113_The_tickets_left_go_as_far_as_the_last_day_they_cover()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(3, "CANT-B");
        await martin.Buys(2, "BUS");
        await martin.Ticks("cantine", [.. town.Days.Take(5)]);

        var grid = await martin.Looks(weeks: 2);

        Assert.Equal(
            ["Il reste 3\u00a0tickets, jusqu’au mercredi 9 septembre", "Il reste 2\u00a0tickets", null, null], Assert.Single(grid.Blocks).Weeks.SelectMany(w => w.Rows).Select(r => r.Tickets));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R113_A_booklet_that_two_children_share_names_them_and_lasts_half_as_long()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        await martin.Buys(5, "CANT-B");
        foreach (var child in martin.Children)
            await martin.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, [.. town.Days.Take(4)]);
        var leroy = await town.OpensAFile("Leroy", children: 2, canteen: ["CANT-A", "CANT-B"]);
        await leroy.Buys(1, "CANT-A");

        var (shared, apart) = (await martin.Looks(), await leroy.Looks());

        Assert.All(shared.Blocks, c => Assert.Equal("Il reste 5\u00a0tickets pour Martin 1 et Martin 2, jusqu’au mardi 8 septembre", c.Weeks[0].Rows[0].Tickets));
        Assert.Equal(["Il reste 1\u00a0ticket", "Plus de ticket"], apart.Blocks.Select(c => c.Weeks[0].Rows[0].Tickets));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R113_Where_nothing_is_left_the_first_day_without_ticket_is_said_and_what_is_owed_too()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, leroy, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Leroy", children: 2), await town.OpensAFile("Petit"));
        await martin.Ticks("cantine", town.Days[1]);
        await leroy.Buys(1, "CANT-B");
        foreach (var child in leroy.Children)
            await leroy.SetAsync(child, "cantine", wanted: true, ChangeOrigin.Parent, town.Days[1]);
        await petit.Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(town.Days[0], "10:00");
        await town.ClosesTheDay(town.Days[0]);

        Assert.Equal("Plus de ticket à partir du mardi 8 septembre", (await martin.Looks()).Blocks[0].Weeks[0].Rows[0].Tickets);
        Assert.Equal("Il reste 1\u00a0ticket pour Leroy 1 et Leroy 2, pas assez pour le mardi 8 septembre", (await leroy.Looks()).Blocks[1].Weeks[0].Rows[0].Tickets);
        Assert.Equal("Il manque 1\u00a0ticket", (await petit.Looks()).Blocks[0].Weeks[0].Rows[0].Tickets);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R113_A_day_of_another_year_says_its_year()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = new(2026, 12, 28) });
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        await martin.Ticks("cantine", [.. town.Days.Take(6)]);

        Assert.Equal("Il reste 5\u00a0tickets, jusqu’au vendredi 1er janvier 2027", (await martin.Looks()).Blocks[0].Weeks[0].Rows[0].Tickets);
        await books.ShouldBeHealthyAsync();
    }
}
