using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Grids;
using ETicket.Wallets.Baskets;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>How many tickets a refused tick lacks: bought, the same tick is granted.</summary>
public sealed class MissingTicketsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0, 3)]
    [InlineData(0, 0, 4)]
    [InlineData(0, 1, 3)]
    public async Task R94_The_tickets_missing_are_those_that_would_let_the_days_be_ticked(int tickets, int floor, int missing)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { BusFloor = floor });
        var martin = await town.OpensAFile("Martin", children: 2);
        if (tickets > 0)
            await martin.Buys(tickets, "BUS");
        DayWish[] wishes = [.. from child in martin.Children from day in town.Days.Take(2) select new DayWish(child, town.Activity("car"), day, true)];

        var answers = await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, wishes);
        var refused = await RefusedAsync(martin, answers);

        Assert.All(refused, r => Assert.Equal(
            new RemedyView($"Il manque {missing}\u00a0tickets\u00a0: acheter", $"/famille/tickets?{BasketLink.FieldOf(town.Type("BUS"))}={missing}"), r.Remedy));
        Assert.Equal(4 - tickets - floor, refused.Sum(r => r.Cells));
        await martin.Buys(missing, "BUS");
        Assert.All(await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, wishes), a => Assert.True(a.Accepted));
        Assert.Equal((tickets + missing, 4), ((await martin.Wallet("BUS")).Tickets, (await martin.Wallet("BUS")).Held));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R94_What_the_booklet_lacked_already_is_bought_too()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { BusFloor = 2 });
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("car", town.Days[0], town.Days[1]);
        await using (var order = books.Owner.CreateCommand("update activity set floor = 0 where floor = 2"))
            Assert.Equal(1, await order.ExecuteNonQueryAsync(Stop));

        var refused = await RefusedAsync(martin, await martin.Ticks("car", town.Days[2]));

        Assert.Equal("Il manque 3\u00a0tickets\u00a0: acheter", Assert.Single(refused).Remedy!.Text);
        await martin.Buys(3, "BUS");
        Assert.Equal(Verdict.Held, Assert.Single(await martin.Ticks("car", town.Days[2])).Verdict);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R94_Tickets_that_came_meanwhile_leave_a_link_without_figure_and_a_day_too_late_has_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var key = Guid.NewGuid();
        DayWish[] wishes = [new(martin.Children[0], town.Activity("car"), town.Days[4], true)];
        await martin.SetAsync(key, ChangeOrigin.Parent, wishes);
        await martin.Buys(5, "BUS");
        await town.SetsTheClock(town.Days[2], "12:00");

        var again = await RefusedAsync(martin, await martin.SetAsync(key, ChangeOrigin.Parent, wishes));
        var late = await RefusedAsync(martin, await martin.Ticks("car", town.Days[3]));

        Assert.Equal(new RemedyView("Acheter des tickets", "/famille/tickets"), Assert.Single(again).Remedy);
        Assert.Null(Assert.Single(late).Remedy);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<RefusedView>> RefusedAsync(FamilyFile family, IReadOnlyList<DayAnswer> answers)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return RefusedView.Of(await GridPlan.LoadAsync(work, family.Id, family.Town.Days[0], 1, Stop), answers);
    }
}
