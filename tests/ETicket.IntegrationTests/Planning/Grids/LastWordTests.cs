using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>Two people on one cell: no click is lost, and whoever comes last is told what the other had done.</summary>
public sealed class LastWordTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R99_Two_parents_on_one_cell_lose_no_click_and_the_last_one_is_told()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var seen = await LaterAsync(books);
        await ClicksAsync(martin, "camille", true, town.Days[0], town.Days[1]);
        await LaterAsync(books);
        await ClicksAsync(martin, "camille", false, town.Days[1]);
        await LaterAsync(books);

        var mine = await ClicksAsync(martin, "dominique", true, town.Days[0], town.Days[1], town.Days[2]);

        Assert.Equal(
            "Entre-temps, camille avait déjà coché le lun. 07/09 (04/09/2026 à 08:01). Entre-temps, camille avait décoché le mar. 08/09 (04/09/2026 à 08:02) : c’est votre choix qui compte.",
            Plain((await martin.BarOf(mine, seen, "dominique")).Left));
        Assert.Null((await martin.BarOf(mine, seen.AddMinutes(2), "dominique")).Left);
        Assert.Null((await martin.BarOf(mine, await LaterAsync(books), "dominique")).Left);
        Assert.Equal([BookingState.Held, BookingState.Held, BookingState.Held], await StatesAsync(martin, town.Days[0], town.Days[1], town.Days[2]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R99_Where_the_other_had_done_it_already_it_is_said_alone_and_nothing_is_there_to_undo()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await ClicksAsync(martin, "dominique", true, town.Days[0]);
        var seen = await LaterAsync(books);
        await ClicksAsync(martin, "camille", false, town.Days[0]);

        var mine = await ClicksAsync(martin, "dominique", false, town.Days[0]);

        var bar = await martin.BarOf(mine, seen.AddMinutes(-1), "dominique");
        Assert.Equal((null, "Entre-temps, camille avait déjà décoché le lun. 07/09 (04/09/2026 à 08:01).", null), (bar.Key, Plain(bar.Said), bar.Left));
        Assert.Null((await martin.BarOf(mine, seen.AddMinutes(-1), "camille")).Said);
    }

    [Fact]
    public async Task R99_The_other_home_and_the_mairie_have_no_name()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var owned = books;
        var mother = await town.OpensAFile("Martin");
        var father = await desk.OtherHome(mother, "Durand");
        var seen = await LaterAsync(books);
        await LaterAsync(books);
        await father.SetAsync(mother.Children[0], "cantine", wanted: true, ChangeOrigin.Parent, town.Days[0]);
        await mother.SetAsync(mother.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[1]);

        var mine = await ClicksAsync(mother, "dominique", true, town.Days[0], town.Days[1]);

        Assert.Equal(
            "Entre-temps, l’autre foyer de l’enfant avait déjà coché le lun. 07/09 (04/09/2026 à 08:02). Entre-temps, la mairie avait déjà coché le mar. 08/09 (04/09/2026 à 08:02).",
            Plain((await mother.BarOf(mine, seen, "dominique")).Said));
        Assert.Equal((1, 0), ((await mother.Wallet("CANT-B")).Held, (await mother.Wallet("BUS")).Held));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("2199")]
    [InlineData("9999999999999999999999")]
    [InlineData("3155378975999999999")]
    [InlineData("<script>")]
    public async Task R99_An_instant_no_page_keeps_is_none_or_tells_nothing_wrong(string? written)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var mine = await ClicksAsync(martin, "dominique", true, town.Days[0]);

        if (LastWord.Read(written) is { } seen)
            Assert.Null((await martin.BarOf(mine, seen, "dominique")).Left);
        Assert.Equal(books.Clock.GetUtcNow().UtcTicks, LastWord.Read(LastWord.Write(books.Clock.GetUtcNow()))!.Value.UtcTicks);
    }

    /// <summary>A minute later, by the clock of the database.</summary>
    private static async Task<DateTimeOffset> LaterAsync(Books books)
    {
        var now = books.Clock.GetUtcNow();
        await books.Clock.SetAsync(now.AddMinutes(1));
        return now;
    }

    private static async Task<Guid> ClicksAsync(FamilyFile family, string actor, bool wanted, params DateOnly[] days)
    {
        var key = Guid.NewGuid();
        var wishes = days.Select(d => new DayWish(family.Children[^1], family.Town.Activity("cantine"), d, wanted)).ToList();
        Assert.All(await family.Town.Bookings.SetAsync(new(family.Town.Structure, family.Id, key, actor, ChangeOrigin.Parent, wishes), Stop), a => Assert.True(a.Accepted));
        return key;
    }

    private static async Task<IReadOnlyList<BookingState?>> StatesAsync(FamilyFile family, params DateOnly[] days)
    {
        List<BookingState?> states = [];
        foreach (var day in days)
            states.Add(await family.Cell(family.Children[0], "cantine", day));
        return states;
    }

    private static string? Plain(string? said) => said?.Replace('\u00a0', ' ');
}
