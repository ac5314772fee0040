using ETicket.Families;
using ETicket.IntegrationTests.Planning.Grids;
using ETicket.IntegrationTests.Planning.Waiting;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Gate;

namespace ETicket.IntegrationTests.Planning.Gate;

/// <summary>The planning opens when the file is validated and the mairie opened the service for the child.</summary>
public sealed class RightsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FileState.ToSend)]
    [InlineData(FileState.Sent)]
    [InlineData(FileState.ToComplete)]
    public async Task R60_Nothing_is_ticked_before_the_file_is_validated(FileState state)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var files = new FamilyFiles(books.Database);

        await files.SetStateAsync(town.Structure, martin.Id, state, Stop);
        var before = Assert.Single(await martin.Ticks("cantine", town.Days[1]));
        var shown = (await martin.Looks()).Rows.First().Cells[1];
        await files.SetStateAsync(town.Structure, martin.Id, FileState.Validated, Stop);
        var after = Assert.Single(await martin.Ticks("cantine", town.Days[1]));

        Assert.Equal((Verdict.NotOpened, CellState.NotOpened, Verdict.Held), (before.Verdict, shown.State, after.Verdict));
        Assert.Null(shown.Value);
        Assert.StartsWith("Le planning n’est pas encore ouvert", before.Refusal!.Sentence, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R60_Rights_are_opened_child_by_child_and_service_by_service()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);
        var rights = new Rights(books.Database);
        await rights.CloseAsync(town.Structure, martin.Children[0], town.Activity("cantine"), Stop);
        var (canteen, day) = (town.Activity("cantine"), town.Days[1]);

        var answers = await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, [new(martin.Children[0], canteen, day, true), new(martin.Children[1], canteen, day, true)]);
        var staff = Assert.Single(await martin.SetAsync(martin.Children[0], "cantine", wanted: true, ChangeOrigin.Staff, town.Days[2]));
        await rights.OpenAsync(town.Structure, martin.Children[0], canteen, Stop);
        var opened = Assert.Single(await martin.Ticks("cantine", day));

        Assert.Equal([Verdict.NotOpened, Verdict.Held], answers.Select(a => a.Verdict));
        Assert.Equal((Verdict.Held, Verdict.Held), (staff.Verdict, opened.Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R60_Unticking_is_never_locked()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1], town.Days[2]);
        await new Rights(books.Database).CloseAsync(town.Structure, martin.Children[0], town.Activity("cantine"), Stop);
        await new FamilyFiles(books.Database).SetStateAsync(town.Structure, martin.Id, FileState.ToComplete, Stop);

        var row = (await martin.Looks()).Rows.First();
        var again = Assert.Single(await martin.Ticks("cantine", town.Days[2]));
        var unticked = Assert.Single(await martin.Unticks("cantine", town.Days[1]));

        Assert.Equal([CellState.NotOpened, CellState.Ticked, CellState.Ticked, CellState.NotOpened], row.Cells.Take(4).Select(c => c.State));
        Assert.Equal((Verdict.Unchanged, Verdict.Released), (again.Verdict, unticked.Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R60_Who_has_no_rights_neither_waits_nor_is_given_a_place()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("cantine", 1);
        var (petit, martin, other) = (await town.OpensAFile("Petit"), await town.OpensAFile("Martin"), await town.OpensAFile("Autre"));
        var day = town.Days[1];
        await petit.Ticks("cantine", day);
        await martin.Waits("cantine", day);
        var rights = new Rights(books.Database);
        foreach (var file in new[] { martin, other })
            await rights.CloseAsync(town.Structure, file.Children[0], town.Activity("cantine"), Stop);

        var refused = await other.Waits("cantine", day);
        await petit.Unticks("cantine", day);

        Assert.Equal(Verdict.NotOpened, refused.Verdict);
        Assert.Equal(0, await town.Expected("cantine", day));
        await rights.OpenAsync(town.Structure, martin.Children[0], town.Activity("cantine"), Stop);
        Assert.Equal(1, await town.GivesPlaces());
        await books.ShouldBeHealthyAsync();
    }
}
