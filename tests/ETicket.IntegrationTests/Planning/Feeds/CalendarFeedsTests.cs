using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Feeds;

namespace ETicket.IntegrationTests.Planning.Feeds;

/// <summary>The agenda of a child: the days its own home booked, under an address that lasts until it is ended.</summary>
public sealed class CalendarFeedsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R103_It_shows_the_days_that_hold_or_used_a_ticket_of_that_home_and_nothing_else()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var owned = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        var father = await desk.OtherHome(martin, "Durand");
        await martin.Ticks("cantine", town.Days[0], town.Days[1], town.Days[7]);
        await martin.Unticks("cantine", town.Days[1]);
        await martin.Ticks("car", town.Days[7]);
        await martin.SetAsync(martin.Children[1], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[3]);
        await father.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[4]);
        await town.SetsTheClock(town.Days[1], "08:00");
        await town.ClosesTheDay(town.Days[0]);

        var (mine, his) = (await OpensAsync(martin, martin.Children[0]), await OpensAsync(father, martin.Children[0]));

        Assert.Equal(["Martin 1", $"{town.Days[0]:MM-dd} cantine", $"{town.Days[7]:MM-dd} cantine", $"{town.Days[7]:MM-dd} car"], await ReadsAsync(town, mine));
        Assert.Equal(["Martin 1", $"{town.Days[4]:MM-dd} cantine"], await ReadsAsync(town, his));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R103_An_event_keeps_its_identity_when_its_day_is_ticked_again_and_is_dated_by_the_click()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0]);
        var token = await OpensAsync(martin, martin.Children[0]);
        var first = Assert.Single((await new CalendarFeeds(books.Database).ReadAsync(town.Structure, token, Stop))!.Days);

        await martin.Unticks("cantine", town.Days[0]);
        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(2));
        await martin.Ticks("cantine", town.Days[0]);

        var again = Assert.Single((await new CalendarFeeds(books.Database).ReadAsync(town.Structure, token, Stop))!.Days);
        Assert.Equal((first.Booking, first.BookedAt.AddHours(2)), (again.Booking, again.BookedAt));
    }

    [Fact]
    public async Task R103_The_address_there_is_stays_a_changed_or_ended_one_answers_no_more()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, other) = (await Town.FoundAsync(books), await Town.FoundAsync(books, new TownPlan("beta")));
        var martin = await town.OpensAFile("Martin");
        var feeds = new CalendarFeeds(books.Database);

        var first = await OpensAsync(martin, martin.Children[0]);
        Assert.Equal(first, await OpensAsync(martin, martin.Children[0]));
        Assert.NotNull(await feeds.ReadAsync(town.Structure, first, Stop));
        Assert.Null(await feeds.ReadAsync(other.Structure, first, Stop));
        Assert.Null(await feeds.ReadAsync(town.Structure, Guid.NewGuid(), Stop));
        Assert.Null(await feeds.ReadAsync(town.Structure, Guid.Empty, Stop));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => feeds.RenewAsync(town.Structure, martin.Id, martin.Children[0], "parent", Stop)));
        var second = await OpensAsync(martin, martin.Children[0]);
        Assert.NotEqual(first, second);
        Assert.Equal((false, true), (await feeds.ReadAsync(town.Structure, first, Stop) is not null, await feeds.ReadAsync(town.Structure, second, Stop) is not null));

        await feeds.EndAsync(town.Structure, martin.Id, martin.Children[0], Stop);
        await feeds.EndAsync(town.Structure, martin.Id, martin.Children[0], Stop);
        Assert.Null(await feeds.ReadAsync(town.Structure, second, Stop));
        Assert.NotEqual(second, await OpensAsync(martin, martin.Children[0]));
    }

    [Fact]
    public async Task R103_Another_familys_child_has_no_address_here_and_nobody_else_ends_the_one_it_has()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var feeds = new CalendarFeeds(books.Database);

        Assert.False(await feeds.OpenAsync(town.Structure, martin.Id, petit.Children[0], "parent", Stop));
        Assert.False(await feeds.RenewAsync(town.Structure, martin.Id, ChildId.New(), "parent", Stop));
        await feeds.EndAsync(town.Structure, martin.Id, petit.Children[0], Stop);
        var theirs = await OpensAsync(petit, petit.Children[0]);
        await feeds.EndAsync(town.Structure, martin.Id, petit.Children[0], Stop);

        Assert.NotNull(await feeds.ReadAsync(town.Structure, theirs, Stop));
    }

    private static async Task<Guid> OpensAsync(FamilyFile family, ChildId child)
    {
        var town = family.Town;
        Assert.True(await new CalendarFeeds(town.Books.Database).OpenAsync(town.Structure, family.Id, child, "parent", Stop));
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        return Assert.Single(await CalendarFeeds.OfAsync(work, family.Id, Stop), f => f.ChildId == child).Token;
    }

    /// <summary>The child's name, then « 09-07 cantine » for each day.</summary>
    private static async Task<IReadOnlyList<string>> ReadsAsync(Town town, Guid token)
    {
        var seen = await new CalendarFeeds(town.Books.Database).ReadAsync(town.Structure, token, Stop);
        return [seen!.Child, .. seen.Days.Select(d => $"{d.Day:MM-dd} {d.Service}")];
    }
}
