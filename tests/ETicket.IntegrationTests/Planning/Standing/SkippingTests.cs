using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Standing;

namespace ETicket.IntegrationTests.Planning.Standing;

/// <summary>« Sauf le… », said of a day that is not ticked yet, of one that is, and too late.</summary>
public sealed class SkippingTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R79_A_day_left_out_is_not_ticked_and_is_once_it_is_put_back()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(20, "BUS");
        var id = await desk.Foresight.Subscribes(martin, "car", [1, 4]);
        var says = desk.Foresight.Says(martin);

        await desk.Skips.SkipAsync(says, id, town.Days[3], Stop);
        await desk.Skips.SkipAsync(says, id, town.Days[3], Stop);
        Assert.Equal(new StandingRound(3, 0), await desk.Night());
        Assert.Equal([town.Days[3]], Assert.Single((await desk.Shelf(martin)).Lines).Excepted);

        await desk.Skips.RestoreAsync(desk.Foresight.Says(martin), id, town.Days[3], Stop);
        Assert.Equal([town.Days[0], town.Days[3], town.Days[5], town.Days[8]], await desk.Held(martin));
        Assert.Empty(Assert.Single((await desk.Shelf(martin)).Lines).Excepted);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_A_day_that_is_ticked_gives_its_ticket_back_and_takes_it_again_once_whatever_is_pressed_twice()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(20, "BUS");
        var id = await desk.Foresight.Subscribes(martin, "car", [1, 4]);
        await desk.Night();
        var (skips, restores) = (desk.Foresight.Says(martin), desk.Foresight.Says(martin));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Skips.SkipAsync(skips, id, town.Days[3], Stop)));
        Assert.Equal(new StandingRound(0, 0), await desk.Night());
        Assert.Equal([town.Days[0], town.Days[5], town.Days[8]], await desk.Held(martin));
        await desk.Skips.RestoreAsync(restores, id, town.Days[3], Stop);
        await desk.Skips.RestoreAsync(restores, id, town.Days[3], Stop);

        Assert.Equal((4, 20), ((await martin.Wallet("BUS")).Held, (await martin.Wallet("BUS")).Tickets));
        Assert.Equal(["Released Parent", "Held Parent"], (await desk.History())[4..]);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_Too_late_or_of_another_file_nothing_is_changed()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        var petit = await town.OpensAFile("Petit");
        await martin.Buys(4, "BUS");
        var id = await desk.Foresight.Subscribes(martin, "car", [1, 4]);
        await desk.Night();

        await Assert.ThrowsAsync<UnknownStandingBooking>(() => desk.Skips.SkipAsync(desk.Foresight.Says(petit), id, town.Days[3], Stop));
        await Assert.ThrowsAsync<DayNotOfStandingBooking>(() => desk.Skips.SkipAsync(desk.Foresight.Says(martin), id, town.Days[1], Stop));
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), "11:00");
        await Assert.ThrowsAsync<CutOffPassed>(() => desk.Skips.SkipAsync(desk.Foresight.Says(martin), id, town.Days[0], Stop));

        Assert.Equal(0, await books.AskAsync<long>("select count(*) from standing_exception"));
        Assert.Equal(4, (await martin.Wallet("BUS")).Held);
        // Put back without a ticket left for it, it stays left out.
        await desk.Skips.SkipAsync(desk.Foresight.Says(martin), id, town.Days[3], Stop);
        await martin.Ticks("car", town.Days[4]);
        await Assert.ThrowsAsync<NoTicketLeft>(() => desk.Skips.RestoreAsync(desk.Foresight.Says(martin), id, town.Days[3], Stop));
        Assert.Equal([town.Days[3]], Assert.Single((await desk.Shelf(martin)).Lines).Excepted);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R79_Days_left_out_while_the_night_ticks_are_left_out()
    {
        var (books, town, desk) = await StandingDesk.OpenAsync(cluster);
        await using var _ = books;
        var families = new List<(FamilyFile Family, long Rule)>();
        for (var i = 0; i < 12; i++)
        {
            var family = await town.OpensAFile($"Famille {i}");
            await family.Buys(20, "BUS");
            families.Add((family, await desk.Foresight.Subscribes(family, "car", [1, 4])));
        }

        await Task.WhenAll(families.Select(f => desk.Skips.SkipAsync(desk.Foresight.Says(f.Family), f.Rule, town.Days[3], Stop)).Concat([desk.Night(), desk.Night()]));
        await desk.Night();

        foreach (var (family, _) in families)
            Assert.Equal([town.Days[0], town.Days[5], town.Days[8]], await desk.Held(family));
        await books.ShouldBeHealthyAsync();
    }
}
