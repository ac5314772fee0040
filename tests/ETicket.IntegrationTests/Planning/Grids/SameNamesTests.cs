using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Web.Display.Grids;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>Two services of one name: a person who reads the page, or hears it, knows which is which.</summary>
public sealed class SameNamesTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("11 h 30", "12 h 30", "Jaurès", "Jaurès", "11 h 30", "12 h 30", true)]
    [InlineData("12 h", "12 h", "Jaurès", "Pergaud", "Jaurès", "Pergaud", false)]
    [InlineData("12 h", null, "Jaurès", "Pergaud", "Jaurès", "Pergaud", false)]
    [InlineData("12 h", "12 h", "Jaurès", "Jaurès", "Repas", "Panier PAI", false)]
    [InlineData(null, null, null, null, "Repas", "Panier PAI", false)]
    public async Task R91_Two_services_of_one_name_can_be_told_apart(string? hours, string? otherHours, string? site, string? otherSite, string told, string otherTold, bool byHours)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await town.OpensAService(martin, "Midi", hours, site, "Repas");
        await town.OpensAService(martin, "Midi", otherHours, otherSite, "Panier PAI");

        var week = Assert.Single((await martin.Looks()).Blocks).Weeks[0];

        var rows = week.Rows.Where(r => r.Name == "Midi").OrderBy(r => r.FullName.Contains(told, StringComparison.Ordinal) ? 0 : 1).ToList();
        Assert.Equal([$"Midi ({told})", $"Midi ({otherTold})"], rows.Select(r => r.FullName));
        string?[] beside = byHours ? [null, null] : [told, otherTold];
        Assert.Equal(beside, rows.Select(r => r.Apart));
        Assert.All(rows, row => Assert.StartsWith($"{row.FullName}, {French.Day(town.Days[3])}, Martin 1", row.Cells[3].Label, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Contains(row.FullName, row.Whole.Label, StringComparison.Ordinal));
        Assert.All(week.Rows.Where(r => r.Name != "Midi"), row => Assert.Equal((row.Name, null), (row.FullName, row.Apart)));
        var labels = week.Rows.SelectMany(r => r.Cells).Where(c => c.Value is not null).Select(c => c.Label).ToList();
        Assert.Equal(labels.Count, labels.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task R91_Where_nothing_alone_tells_them_apart_all_of_it_is_said()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await town.OpensAService(martin, "Midi", "12 h", "Jaurès", "Repas");
        await town.OpensAService(martin, "Midi", "12 h", "Pergaud", "Panier");
        await town.OpensAService(martin, "midi", "13 h", "Pergaud", "Repas");

        var rows = (await martin.Looks()).Blocks[0].Weeks[0].Rows;

        Assert.Equal(
            ["Midi (12 h, Jaurès, Repas)", "Midi (12 h, Pergaud, Panier)", "midi (13 h, Pergaud, Repas)"],
            rows.Select(r => r.FullName).Where(n => n.StartsWith("midi", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task R91_A_child_whose_ticket_changes_in_the_week_has_two_rows_and_each_of_its_days_one_cell()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await using (var ends = books.Owner.CreateCommand("update enrolment set ends_on = $1 where activity_id = $2"))
        {
            ends.Parameters.Add(new() { Value = town.Days[1] });
            ends.Parameters.Add(new() { Value = town.Activity("cantine").Value });
            Assert.Equal(1, await ends.ExecuteNonQueryAsync(Stop));
        }
        await new Enrolments(books.Database).EnrolAsync(
            town.Structure,
            [new Enrolment { StructureId = town.Structure, ChildId = martin.Children[0], ActivityId = town.Activity("cantine"), StartsOn = town.Days[2], TicketTypeId = town.Type("CANT-A") }], Stop);
        await martin.Ticks("cantine", town.Days[1], town.Days[2]);

        var rows = (await martin.Looks()).Blocks[0].Weeks[0].Rows;

        Assert.Equal(["cantine (CANT-A)", "cantine (CANT-B)", "car"], rows.Select(r => r.FullName).Order(StringComparer.Ordinal));
        var cells = rows.SelectMany(r => r.Cells).ToList();
        Assert.Equal(cells.Count, cells.DistinctBy(c => c.Id).Count());
        Assert.Equal(rows.Count, rows.DistinctBy(r => r.Id).Count());
        Assert.Equal(
            [CellState.Free, CellState.Ticked, CellState.Ticked, CellState.Free, CellState.Free],
            town.Days.Take(5).Select(d => cells.Single(c => c.Id == GridView.CellId(martin.Children[0], town.Activity("cantine"), d)).State));
        await books.ShouldBeHealthyAsync();
    }
}
