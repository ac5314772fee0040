using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Web.Display;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>The states of a cell, as the first portal had them, and what a click on each does.</summary>
public sealed class CellStatesTests(Cluster cluster)
{
    [Fact]
    public async Task R68_R69_R70_R71_R72_Each_of_the_states_says_what_it_is_and_only_the_open_ones_can_be_clicked()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0], town.Days[2], town.Days[3]);
        await town.SetsTheClock(town.Days[1], "12:00");
        await town.ClosesTheDay(town.Days[0]);

        var cells = (await martin.Looks()).Rows.Single(r => r.Name == "cantine").Cells;

        Assert.Equal(
            [CellState.Consumed, CellState.LockedFree, CellState.LockedTicked, CellState.Ticked, CellState.Free, CellState.Closed, CellState.Closed], cells.Select(c => c.State));
        Assert.Equal(
            [
                "Ticket utilisé", "Non inscrit, l’heure limite est passée", "Inscrit, l’heure limite est passée : ne peut plus être décoché",
                "cantine, jeudi 10 septembre 2026, Martin 1 : inscrit. Décocher, modifiable jusqu’à mer. 09/09 11:00",
                "cantine, vendredi 11 septembre 2026, Martin 1 : non inscrit. Cocher, modifiable jusqu’à jeu. 10/09 11:00", "Fermé", "Fermé",
            ],
            cells.Select(c => c.Label.Replace('\u00a0', ' ')));
        Assert.Equal([false, false, false, true, true, false, false], cells.Select(c => c.Value is not null));
        Assert.Equal([Verdict.Released, Verdict.Held], [await ClickAsync(martin, cells[3]), await ClickAsync(martin, cells[4])]);
        Assert.Equal([CellState.Free, CellState.Ticked], (await martin.Looks()).Rows.Single(r => r.Name == "cantine").Cells.Skip(3).Take(2).Select(c => c.State));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R76_R77_All_services_of_a_day_and_all_days_of_a_service_are_each_one_act()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { BusFloor = null });
        var martin = await town.OpensAFile("Martin");
        var week = (await martin.Looks()).Blocks[0].Weeks[0];
        Assert.Equal(("tout", "toute la semaine"), (week.Actions[2].Text, week.Rows[0].Whole.Text));

        await ActAsync(martin, week.Actions[2].Value);
        Assert.Equal([("cantine", 1), ("car", 1)], await HeldAsync(martin));
        await ActAsync(martin, (await martin.Looks()).Rows.Single(r => r.Name == "cantine").Whole.Value);
        Assert.Equal([("cantine", 5), ("car", 1)], await HeldAsync(martin));

        var after = (await martin.Looks()).Blocks[0].Weeks[0];
        Assert.Equal(("rien", "vider la semaine"), (after.Actions[2].Text, after.Rows.Single(r => r.Name == "cantine").Whole.Text));
        await ActAsync(martin, after.Actions[2].Value);
        Assert.Equal([("cantine", 4), ("car", 0)], await HeldAsync(martin));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<Verdict> ClickAsync(FamilyFile family, CellView cell)
    {
        var (key, wishes) = WishCode.Read(cell.Value)!.Value;
        return Assert.Single(await family.SetAsync(key, ChangeOrigin.Parent, wishes)).Verdict;
    }

    private static async Task ActAsync(FamilyFile family, string? button)
    {
        var (key, wishes) = WishCode.Read(button)!.Value;
        Assert.All(await family.SetAsync(key, ChangeOrigin.Parent, wishes), a => Assert.True(a.Accepted));
    }

    private static async Task<IReadOnlyList<(string Activity, int Days)>> HeldAsync(FamilyFile family) => await family.Town.Books.ListAsync(
        family.Town.Structure, "select a.name, (select count(*) from booking b where b.activity_id = a.id and b.state = 'Held')::int from activity a order by a.name", r => (r.GetString(0), r.GetInt32(1)));
}
