using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Grids;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>« Annuler le dernier clic »: the cells come back as they were, once, unless somebody changed them since or the hour is past.</summary>
public sealed class UndoTests(Cluster cluster)
{
    [Fact]
    public async Task R100_The_last_click_is_undone_once_whoever_presses_twice()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(3, "BUS");
        var click = await ClicksAsync(martin, "car", true, town.Days[0], town.Days[1], town.Days[2]);
        Assert.Equal(new UndoView(click.ToString("N"), "C’est enregistré.", null), await martin.BarOf(click));

        var pressed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => martin.Undoes(click))));
        var later = await martin.Undoes(click);

        Assert.All(pressed.Append(later), a => Assert.Equal(pressed[0], a));
        Assert.All(later, a => Assert.Equal(Verdict.Released, a.Verdict));
        Assert.Equal((3, 450, 0), await martin.Wallet("BUS"));
        Assert.Equal(6, await books.AskAsync<long>("select count(*) from booking_change"));
        Assert.Equal(new UndoView(null, "Le dernier clic est annulé.", null), await martin.BarOf(click));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R100_A_whole_week_is_undone_whole()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1]);
        await Later(town, "08:01");
        var whole = await ClicksAsync(martin, "cantine", true, [.. town.Days.Take(5)]);

        await Later(town, "08:02");
        await martin.Undoes(whole);
        Assert.Equal("Released Held Released Released Released", await WeekAsync(martin));

        await Later(town, "08:03");
        var emptied = await ClicksAsync(martin, "cantine", false, [.. town.Days.Take(5)]);
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await Later(town, "08:04");
        Assert.All(await martin.Undoes(emptied), a => Assert.Equal(Verdict.Held, a.Verdict));
        Assert.Equal("Released Held Released Released Released", await WeekAsync(martin));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R100_What_another_changed_since_is_left_and_said()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var click = await ClicksAsync(martin, "cantine", true, town.Days[0], town.Days[1], town.Days[2]);
        await Later(town, "09:00");
        await martin.SetAsync(martin.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, town.Days[1]);
        await Later(town, "09:01");
        await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[1]);

        var undone = await martin.Undoes(click);

        Assert.Equal([town.Days[0], town.Days[2]], undone.Select(a => a.Day));
        Assert.Equal("Released Held Released", await WeekAsync(martin, 3));
        Assert.Equal(new UndoView(null, "Le dernier clic est annulé.", "Changé depuis, laissé tel quel\u00a0: mar. 08/09."), await martin.BarOf(click));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R100_Where_every_day_changed_since_nothing_is_undone()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var click = await ClicksAsync(martin, "cantine", true, town.Days[0]);
        await Later(town, "09:00");
        await martin.Unticks("cantine", town.Days[0]);
        await Later(town, "09:01");
        await martin.Ticks("cantine", town.Days[0]);

        await Assert.ThrowsAsync<NothingToUndo>(() => martin.Undoes(click));

        Assert.Equal(UndoView.None, await martin.BarOf(click));
        Assert.Equal(BookingState.Held, await martin.Cell(martin.Children[0], "cantine", town.Days[0]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R100_After_the_deadline_the_undo_is_refused_like_a_click()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var click = await ClicksAsync(martin, "cantine", true, town.Days[1], town.Days[2]);
        await town.SetsTheClock(town.Days[0], "11:00");

        var undone = await martin.Undoes(click);
        var again = await martin.Undoes(click);

        Assert.Equal([Verdict.TooLate, Verdict.Released], undone.Select(a => a.Verdict));
        Assert.IsType<CutOffPassed>(undone[0].Refusal);
        Assert.Equal(undone, again);
        Assert.Equal((0, 0, 1), await martin.Wallet("CANT-B"));
        Assert.Equal(new UndoView(null, "Le dernier clic n’est annulé qu’en partie.", null), await martin.BarOf(click));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R100_Nobody_undoes_the_click_of_another_person_home_or_file()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var (mother, father) = await town.TwoHomes();
        var petit = await town.OpensAFile("Petit");
        var click = await ClicksAsync(mother, "cantine", true, town.Days[0]);

        await Assert.ThrowsAsync<NothingToUndo>(() => father.Undoes(click));
        await Assert.ThrowsAsync<NothingToUndo>(() => petit.Undoes(click));
        await Assert.ThrowsAsync<NothingToUndo>(() => mother.Undoes(click, actor: "somebody else"));
        await Assert.ThrowsAsync<NothingToUndo>(() => mother.Undoes(Guid.NewGuid()));

        Assert.Equal(UndoView.None, await father.BarOf(click));
        Assert.Equal(1, (await mother.Wallet("CANT-B")).Held);
        await mother.Undoes(click);
        Assert.Equal(0, (await mother.Wallet("CANT-B")).Held);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<Guid> ClicksAsync(FamilyFile family, string activity, bool wanted, params DateOnly[] days)
    {
        var key = Guid.NewGuid();
        var answers = await family.SetAsync(key, ChangeOrigin.Parent, [.. days.Select(d => new DayWish(family.Children[0], family.Town.Activity(activity), d, wanted))]);
        Assert.All(answers, a => Assert.True(a.Accepted));
        return key;
    }

    /// <summary>The same Friday, a little later.</summary>
    private static Task Later(Town town, string hour) => town.SetsTheClock(town.Plan.FirstDay.AddDays(-3), hour);

    private static async Task<string> WeekAsync(FamilyFile family, int days = 5)
    {
        List<BookingState?> states = [];
        foreach (var day in family.Town.Days.Take(days))
            states.Add(await family.Cell(family.Children[0], "cantine", day));
        return string.Join(' ', states);
    }
}
