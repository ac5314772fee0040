using ETicket.Catalogue;
using ETicket.Catalogue.Calendar;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.CutOffs;

namespace ETicket.IntegrationTests.Planning.Grids;

/// <summary>What the calendar closes has a name, and families read it.</summary>
public sealed class NamedClosuresTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R72_Public_holidays_school_holidays_and_closures_are_named_on_the_planning()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = new(2026, 10, 12), Weeks = 5 });
        var martin = await town.OpensAFile("Martin");
        await ServesAsync(town, "cantine");
        await ServesAsync(town, "car");
        await ClosesAsync(books, town, new(2026, 10, 13), new(2026, 10, 13), "Travaux", "cantine");
        await RebuildAsync(books, town);

        var weeks = (await martin.Looks(4)).Blocks[0].Weeks;

        // The official dates of zone A: from 17 October to 1 November, a Sunday that is All Saints' Day.
        Assert.Equal(["Fermé le mar. 13/10 (cantine) : Travaux", "Fermé du sam. 17/10 au dim. 18/10 : Vacances de la Toussaint"], Plain(weeks[0].Closures));
        Assert.Empty(weeks[1].Closures);
        Assert.All(weeks[1].Rows, row => Assert.Equal("Pas ouvert cette semaine : Vacances de la Toussaint", Plain(row.Limit)));
        Assert.All(weeks[1].Rows.SelectMany(r => r.Cells), cell => Assert.Equal("Fermé : Vacances de la Toussaint", Plain(cell.Label)));
        Assert.Equal(["Fermé le dim. 01/11 : Toussaint"], Plain(weeks[2].Closures));
        Assert.Equal("Fermé : Toussaint", Plain(weeks[2].Rows[0].Cells[6].Label));
        Assert.Empty(weeks[3].Closures);
        Assert.Equal("Fermé", weeks[3].Rows[0].Cells[5].Label);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R72_A_public_holiday_does_not_cut_holidays_in_two()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = new(2026, 12, 21), Weeks = 3 });
        var martin = await town.OpensAFile("Martin");
        await ServesAsync(town, "cantine");
        await RebuildAsync(books, town);

        var week = (await martin.Looks()).Blocks[0].Weeks[0];

        Assert.Equal("Pas ouvert cette semaine : Vacances de Noël", Plain(week.Rows.Single(r => r.Name == "cantine").Limit));
        Assert.Contains("Fermé du lun. 21/12 au dim. 27/12 (cantine) : Vacances de Noël", Plain(week.Closures));
        Assert.Contains("Fermé le ven. 25/12 : Noël", Plain(week.Closures));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R72_A_name_follows_the_calendar_and_a_day_that_opens_again_has_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = new(2026, 11, 2), Weeks = 2 });
        var martin = await town.OpensAFile("Martin");
        await ServesAsync(town, "cantine");
        await ClosesAsync(books, town, new(2026, 11, 4), new(2026, 11, 4), "Travaux", null);
        await RebuildAsync(books, town);
        var before = await NamesAsync(books);

        await using (var moves = books.Owner.CreateCommand("update closure set starts_on = '2026-11-05', ends_on = '2026-11-05', reason = 'Grève'"))
            await moves.ExecuteNonQueryAsync(Stop);
        await RebuildAsync(books, town);
        await RebuildAsync(books, town);

        Assert.Equal("2026-11-04 LocalClosure Travaux, 2026-11-11 PublicHoliday Armistice de 1918", before);
        Assert.Equal("2026-11-05 LocalClosure Grève, 2026-11-11 PublicHoliday Armistice de 1918", await NamesAsync(books));
        var cells = (await martin.Looks()).Blocks[0].Weeks[0].Rows.Single(r => r.Name == "cantine").Cells;
        Assert.Equal((CellState.Free, CellState.Closed, "Fermé : Grève"), (cells[2].State, cells[3].State, Plain(cells[3].Label)));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R72_A_day_that_was_ticked_before_it_closed_bears_the_name_the_others_read()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = new(2026, 11, 9), Weeks = 1 });
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", new DateOnly(2026, 11, 11));
        await ServesAsync(town, "cantine");

        await RebuildAsync(books, town);

        var cell = (await martin.Looks()).Blocks[0].Weeks[0].Rows.Single(r => r.Name == "cantine").Cells[2];
        Assert.Equal((CellState.Closed, "Fermé : Armistice de 1918"), (cell.State, Plain(cell.Label)));
        Assert.Equal((0, 0, 0), await martin.Wallet("CANT-B"));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task ServesAsync(Town town, string activity)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, Stop);
        work.Db.Add(new Opening { StructureId = town.Structure, ActivityId = town.Activity(activity), StartsOn = new(2026, 9, 1), EndsOn = new(2027, 7, 2), Weekdays = [1, 2, 3, 4, 5] });
        await work.CommitAsync(Stop);
        var eve = new DaysBefore(1, new LimitHour(11));
        await new OpeningPlanner(town.Books.Database, new OpenDays(town.Books.Database)).SetCutOffAsync(town.Structure, town.Activity(activity), new(2026, 9, 1), new CutOffRules(eve, eve), "2026-12", Stop);
    }

    private static async Task ClosesAsync(Books books, Town town, DateOnly from, DateOnly to, string reason, string? activity)
    {
        await using var closes = books.Owner.CreateCommand("insert into closure (structure_id, id, activity_id, starts_on, ends_on, reason) values ($1, gen_random_uuid(), $2, $3, $4, $5)");
        closes.Parameters.Add(new() { Value = town.Structure.Value });
        closes.Parameters.Add(new() { Value = activity is null ? DBNull.Value : town.Activity(activity).Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        closes.Parameters.Add(new() { Value = from });
        closes.Parameters.Add(new() { Value = to });
        closes.Parameters.Add(new() { Value = reason });
        await closes.ExecuteNonQueryAsync(Stop);
    }

    private static Task RebuildAsync(Books books, Town town) =>
        new OpeningPlanner(books.Database, new OpenDays(books.Database)).RebuildAsync(town.Structure, town.Days[0], town.Days[0].AddDays((7 * town.Plan.Weeks) - 1), SchoolCalendar.Official("A"), "le calendrier a changé", Stop);

    private static Task<string> NamesAsync(Books books) =>
        books.AskAsync<string>("select string_agg(distinct day || ' ' || reason || ' ' || label, ', ' order by day || ' ' || reason || ' ' || label) from closed_day c join activity a on a.id = c.activity_id where a.name = 'cantine'");

    private static IReadOnlyList<string> Plain(IEnumerable<string> said) => [.. said.Select(Plain)];

    private static string Plain(string said) => said.Replace('\u00a0', ' ');
}
