using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.Planning.Grids;
using ETicket.IntegrationTests.World;
using ETicket.Mail.Letters;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning.Waiting;

/// <summary>Who waits for a place, and who is given it.</summary>
public sealed class QueueTests(Cluster cluster)
{
    [Fact]
    public async Task R92_A_place_freed_goes_to_who_waited_first_and_the_letter_says_so_once()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, petit) = await FullAsync(books, "cantine");
        var (first, second) = (await town.OpensAFile("Premier", email: "premier@famille.example"), await town.OpensAFile("Second", email: "second@famille.example"));
        var day = town.Days[1];
        var asked = new[] { (await first.Waits("cantine", day)).Verdict, (await second.WaitsLater("cantine", day)).Verdict, (await first.Waits("cantine", day)).Verdict };

        var held = await first.Wallet("CANT-B");
        var freed = Assert.Single(await petit.Unticks("cantine", day));
        var again = await town.GivesPlaces();

        Assert.Equal([Verdict.Waiting, Verdict.Waiting, Verdict.Unchanged], asked);
        Assert.Equal((0, 0, 0), held);
        Assert.Equal((Verdict.Released, 0), (freed.Verdict, again));
        Assert.Equal(BookingState.Held, await first.Cell(first.Children[0], "cantine", day));
        Assert.Null(await second.Cell(second.Children[0], "cantine", day));
        Assert.Equal(((0, 0, 1), (0, 0, 0)), (await first.Wallet("CANT-B"), await second.Wallet("CANT-B")));
        Assert.Equal(["Premier Given", "Second Waiting"], await town.Queue("cantine", day));
        var letter = Assert.Single(await MailDesk.ReadAsync<PlaceFound>(books));
        Assert.Equal("premier@famille.example", letter.To);
        Assert.Contains("- mardi 8 septembre 2026 : Premier 1, cantine", letter.Text, StringComparison.Ordinal);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_Who_has_no_ticket_is_passed_over_and_keeps_its_rank()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, petit) = await FullAsync(books, "car");
        var (poor, rich) = (await town.OpensAFile("Sans"), await town.OpensAFile("Avec"));
        await rich.Buys(1, "BUS");
        var day = town.Days[1];
        await poor.Waits("car", day);
        await rich.WaitsLater("car", day);

        await petit.Unticks("car", day);
        var passed = await town.Queue("car", day);
        await poor.Buys(1, "BUS");
        var nothing = await town.GivesPlaces();
        var stays = (await poor.Looks()).Rows.Single(r => r.Name == "car").Cells[1];
        await town.LimitsPlaces("car", 2);
        var given = await town.GivesPlaces();

        Assert.Equal(["Avec Given", "Sans Waiting passed"], passed);
        Assert.Equal((0, CellState.Waiting, 1), (nothing, stays.State, given));
        Assert.Equal(["Avec Given", "Sans Given passed"], await town.Queue("car", day));
        Assert.Equal(((1, 150, 1), (1, 150, 1)), (await poor.Wallet("BUS"), await rich.Wallet("BUS")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_A_place_nobody_who_waits_has_a_ticket_for_may_be_ticked_by_anybody()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, petit) = await FullAsync(books, "car");
        var (poor, other) = (await town.OpensAFile("Sans"), await town.OpensAFile("Autre"));
        await other.Buys(1, "BUS");
        var day = town.Days[1];
        await poor.Waits("car", day);
        await petit.Unticks("car", day);

        var mine = Assert.Single(await poor.Ticks("car", day));
        var shown = (await poor.Looks()).Rows.Single(r => r.Name == "car").Cells[1].State;
        var taken = Assert.Single(await other.Ticks("car", day));

        Assert.Equal((Verdict.NoTicket, CellState.Free, Verdict.Held), (mine.Verdict, shown, taken.Verdict));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_A_freed_place_is_not_taken_by_who_did_not_wait()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, petit) = await FullAsync(books, "cantine");
        var day = town.Days[1];
        var waits = await town.OpensAFile("Attente");
        await waits.Waits("cantine", day);
        List<FamilyFile> others = [];
        for (var i = 0; i < 8; i++)
            others.Add(await town.OpensAFile($"Famille {i}"));

        var clicks = others.SelectMany(o => Enumerable.Range(0, 3).Select(_ => Task.Run(() => o.Ticks("cantine", day)))).ToList();
        var freed = Task.Run(() => petit.Unticks("cantine", day));
        var verdicts = (await Task.WhenAll(clicks)).Select(a => Assert.Single(a).Verdict).Distinct().ToList();

        Assert.Equal(Verdict.Released, Assert.Single(await freed).Verdict);
        Assert.Equal([Verdict.Full], verdicts);
        Assert.Equal(BookingState.Held, await waits.Cell(waits.Children[0], "cantine", day));
        Assert.Equal(1, await town.Expected("cantine", day));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_The_queue_ends_with_the_deadline()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, petit) = await FullAsync(books, "cantine");
        var (waits, late) = (await town.OpensAFile("Attente"), await town.OpensAFile("Tard"));
        var day = town.Days[1];
        await waits.Waits("cantine", day);
        await town.SetsTheClock(town.Days[0], "11:00");

        var toWait = await late.Waits("cantine", day);
        await petit.SetAsync(petit.Children[0], "cantine", wanted: false, ChangeOrigin.Staff, day);
        var given = await town.GivesPlaces();
        var shown = (await waits.Looks()).Rows.First().Cells[1].State;
        var left = await waits.Leaves("cantine", day);

        Assert.Equal((Verdict.TooLate, 0, CellState.LockedFree, Verdict.Left), (toWait.Verdict, given, shown, left.Verdict));
        Assert.Null(await waits.Cell(waits.Children[0], "cantine", day));
        Assert.Equal(0, await books.AskAsync<long>("select count(*) from outbox_letter where name = 'PlaceFound'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_A_day_that_has_a_place_is_ticked_and_not_waited_for_and_who_leaves_loses_its_rank()
    {
        await using var books = await Books.OpenAsync(cluster);
        var (town, petit) = await FullAsync(books, "cantine");
        var (first, second) = (await town.OpensAFile("Premier"), await town.OpensAFile("Second"));
        var day = town.Days[1];

        var free = await first.Waits("cantine", town.Days[2]);
        await first.Waits("cantine", day);
        await second.WaitsLater("cantine", day);
        var intruder = await new FamilyFile(town, second.Id, first.Children).Leaves("cantine", day);
        var left = await first.Leaves("cantine", day);
        await first.WaitsLater("cantine", day);
        var shown = (await first.Looks()).Rows.First().Cells[1];
        await petit.Unticks("cantine", day);

        Assert.Equal((Verdict.NotFull, Verdict.Unchanged, Verdict.Left), (free.Verdict, intruder.Verdict, left.Verdict));
        Assert.Contains("rang 2", shown.Label, StringComparison.Ordinal);
        Assert.Equal("attente", shown.Field);
        Assert.Equal(["Premier Waiting", "Second Given"], await town.Queue("cantine", day));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R92_Giving_places_waiting_and_clicking_at_once_never_wait_in_a_circle()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces("car", 2);
        List<FamilyFile> files = [];
        for (var i = 0; i < 8; i++)
        {
            var file = await town.OpensAFile($"Famille {i}");
            await file.Buys(2, "BUS");
            files.Add(file);
        }
        var acts = Enumerable.Range(0, 240).Select(i => (File: files[i % 8], Day: town.Days[1 + (i / 8 % 3)], Act: i * 7 % 5)).ToArray();
        new Random(92).Shuffle(acts);

        await Parallel.ForEachAsync(acts, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (a, _) =>
        {
            if (a.Act is 0 or 1)
                await a.File.Ticks("car", a.Day);
            else if (a.Act is 2)
                await a.File.Unticks("car", a.Day);
            else if (a.Act is 3)
                await a.File.Waits("car", a.Day);
            else
                await town.GivesPlaces();
        });
        await town.GivesPlaces();

        foreach (var day in town.Days.Skip(1).Take(3))
            Assert.InRange(await town.Expected("car", day), 0, 2);
        Assert.Equal(0, await books.AskAsync<long>(
            "select count(*) from waiting_place q join booking b on b.activity_id = q.activity_id and b.day = q.day and b.child_id = q.child_id where q.state = 'Waiting' and b.state = 'Held'"));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>A town whose activity has one place a day, which the first file holds on its second day.</summary>
    private static async Task<(Town Town, FamilyFile Petit)> FullAsync(Books books, string activity)
    {
        var town = await Town.FoundAsync(books);
        await town.LimitsPlaces(activity, 1);
        var petit = await town.OpensAFile("Petit");
        await petit.Buys(1, activity == "car" ? "BUS" : "CANT-B");
        await petit.Ticks(activity, town.Days[1]);
        return (town, petit);
    }
}
