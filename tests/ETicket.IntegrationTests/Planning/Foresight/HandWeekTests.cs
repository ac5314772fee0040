using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning.Foresight;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>The week one can check by hand: families that tick week by week, and one booklet of two tickets for two children.</summary>
public sealed class HandWeekTests(Cluster cluster)
{
    private static readonly DateOnly Monday = new(2025, 11, 3);

    /// <summary>Nothing is open beyond the week: nobody said yet what the next one will be.</summary>
    private static readonly TownPlan Plan = new()
    {
        FirstDay = Monday,
        Weeks = 1,
        BusFloor = null,
        Prices = new Dictionary<string, (DateOnly, long)[]>(StringComparer.Ordinal)
        {
            ["CANT-A"] = [(new(2025, 9, 1), 100)],
            ["CANT-B"] = [(new(2025, 9, 1), 320)],
            ["CANT-C"] = [(new(2025, 9, 1), 410)],
            ["BUS"] = [(new(2025, 9, 1), 80)],
        },
    };

    [Fact]
    public async Task R107_Of_the_four_booklets_of_the_week_the_bus_of_the_two_children_is_told()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster, Plan);
        await using var _ = books;
        var (martin, dupont, leroy) = (await town.OpensAFile("Martin"), await town.OpensAFile("Dupont", 2, ["CANT-A"]), await town.OpensAFile("Leroy", 1, ["CANT-C"]));
        await martin.Buys(4, "CANT-B");
        await dupont.Buys(3, "CANT-A");
        DateOnly[] week = [.. new[] { 0, 1, 3, 4 }.Select(Monday.AddDays)];
        foreach (var (family, activity, child) in new[] { (martin, "cantine", 0), (dupont, "cantine", 0), (dupont, "cantine", 1), (dupont, "car", 0), (dupont, "car", 1), (leroy, "cantine", 0) })
            await family.WrittenIn(activity, week, child);

        await town.SetsTheClock(Monday, "19:12");
        await martin.Pays(10, "CANT-B", PaymentMeans.PayFipCard);
        await town.SetsTheClock(Monday.AddDays(1), "09:30");
        await dupont.SellAsync([(20, "CANT-A"), (10, "BUS")], PaymentMeans.Cash);
        await town.SetsTheClock(Monday.AddDays(1), "10:00");
        await leroy.Buys(10, "CANT-C");
        await town.SetsTheClock(Monday.AddDays(5), "00:20");
        await town.ClosesTheDay(Monday.AddDays(4));

        Assert.Equal((10, 15, 2, 6), (
            (await martin.Wallet("CANT-B")).Tickets, (await dupont.Wallet("CANT-A")).Tickets, (await dupont.Wallet("BUS")).Tickets, (await leroy.Wallet("CANT-C")).Tickets));
        Assert.Equal(1, await desk.TellsOn(Monday.AddDays(7)));

        var letter = Assert.Single(await desk.Letters());
        Assert.Equal(Assert.Single(await desk.GuardiansOf(dupont)), letter.To);
        // One day as usual; four weeks of four days for two children, less the two tickets left.
        Assert.Equal([new LineSeen("BUS", 2, null, null, 1, 32)], letter.Lines);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R113_Six_tickets_last_six_days_of_the_usual_week_and_fifteen_for_two_children_seven()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster, Plan);
        await using var _ = books;
        var (dupont, leroy) = (await town.OpensAFile("Dupont", 2, ["CANT-A"]), await town.OpensAFile("Leroy", 1, ["CANT-C"]));
        await dupont.Buys(15, "CANT-A");
        await leroy.Buys(6, "CANT-C");
        DateOnly[] week = [.. new[] { 0, 1, 3, 4 }.Select(Monday.AddDays)];
        await leroy.WrittenIn("cantine", week);
        await dupont.WrittenIn("cantine", week);
        await dupont.WrittenIn("cantine", week, child: 1);

        var (two, one) = (await desk.ForecastOf(dupont, "CANT-A", Monday.AddDays(60)), await desk.ForecastOf(leroy, "CANT-C", Monday.AddDays(60)));

        Assert.Equal(new RunningOut(Monday.AddDays(11), 7), two.RunsOut);
        Assert.Equal(new RunningOut(Monday.AddDays(10), 6), one.RunsOut);
        await books.ShouldBeHealthyAsync();
    }
}
