using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.Planning.Waiting;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Standing;
using ETicket.Planning.Usual;

namespace ETicket.IntegrationTests.Planning.Usual;

/// <summary>« Semaine type » — kept once, applied to the weeks a family chooses, by the click of the planning.</summary>
public sealed class ModelWeeksTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R78_A_week_kept_ticks_nothing_replaces_the_one_before_and_is_forgotten_without_a_day()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", children: 2);

        await KeepsAsync(martin, 0, ("cantine", [1, 2, 4], [1, 2, 4]), ("car", [5], []));
        await KeepsAsync(martin, 1, ("cantine", [3], [3]));
        Assert.Equal(["Martin 1 cantine 1,2,4/1,2,4", "Martin 1 car 5/", "Martin 2 cantine 3/3"], await KeptAsync(martin));
        await KeepsAsync(martin, 0, ("cantine", [4], [1]), ("car", [], []));
        Assert.Equal(["Martin 1 cantine 4/1", "Martin 2 cantine 3/3"], await KeptAsync(martin));

        await books.Clock.SetAsync(books.Clock.GetUtcNow().AddHours(1));
        var saved = await books.AskAsync<DateTime>("select max(saved_at) from model_week");
        await KeepsAsync(martin, 0, ("cantine", [4], [1]));
        Assert.Equal(saved, await books.AskAsync<DateTime>("select max(saved_at) from model_week"));
        Assert.Equal((0L, (0, 0, 0)), (await books.AskAsync<long>("select count(*) from booking"), await martin.Wallet("CANT-B")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R78_Applied_it_ticks_its_free_days_and_leaves_the_others_alone()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var owned = books;
        var martin = await town.OpensAFile("Martin", children: 2);
        await KeepsAsync(martin, 0, ("cantine", [1, 2, 4], [1, 2, 4]));
        await KeepsAsync(martin, 1, ("car", [5], [5]));
        await martin.Ticks("cantine", town.Days[0], town.Days[2]);
        await martin.Ticks("car", town.Days[4]);
        await desk.Closes("cantine", town.Days[3]);

        var plan = await PlanAsync(martin, 2);

        Assert.Equal(["Martin 1 cantine", "Martin 2 car"], plan.Services.Select(s => $"{s.Child.FirstName} {s.Activity.Name}"));
        Assert.Equal([town.Days[1], town.Days[5], town.Days[6], town.Days[8]], plan.Services[0].Ticked);
        Assert.Equal([town.Days[4], town.Days[9]], plan.Services[1].Ticked);
        Assert.All(await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, plan.Wishes), a => Assert.Equal(Verdict.Held, a.Verdict));
        Assert.Empty((await PlanAsync(martin, 2)).Services);
        Assert.Equal((BookingState.Held, BookingState.Held), (await martin.Cell(martin.Children[0], "cantine", town.Days[2]), await martin.Cell(martin.Children[0], "car", town.Days[4])));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R78_One_week_in_two_goes_by_the_number_of_the_week_over_week_53_and_the_new_year()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = new(2026, 12, 21), Weeks = 4 });
        var martin = await town.OpensAFile("Martin");
        await KeepsAsync(martin, 0, ("cantine", [1], [4]));

        var plan = await PlanAsync(martin, 4);

        // Weeks 52, 53, 1 and 2.
        Assert.Equal([new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 28), new DateOnly(2027, 1, 4), new DateOnly(2027, 1, 14)], Assert.Single(plan.Services).Ticked);
        Assert.Equal(plan.Services[0].Ticked, plan.Wishes.Select(w => w.Day));
    }

    [Fact]
    public async Task R78_What_cannot_be_ticked_is_told_before_and_the_click_decides()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { BusFloor = 0 });
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        await martin.Buys(2, "BUS");
        await KeepsAsync(martin, 0, ("car", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), ("cantine", [3], [3]));
        await town.LimitsPlaces("cantine", 1);
        await petit.Ticks("cantine", town.Days[2]);
        await town.SetsTheClock(town.Days[0], "11:00");

        var plan = await PlanAsync(martin, 1);

        var (canteen, bus) = (plan.Services.Single(s => s.Activity.Name == "cantine"), plan.Services.Single(s => s.Activity.Name == "car"));
        Assert.Equal([town.Days[2]], canteen.Full);
        Assert.Equal([town.Days[0], town.Days[1]], bus.TooLate);
        Assert.Equal([town.Days[2], town.Days[3], town.Days[4]], bus.Ticked);
        var answers = await martin.SetAsync(Guid.NewGuid(), ChangeOrigin.Parent, plan.Wishes);
        Assert.Equal([Verdict.Held, Verdict.Held, Verdict.NoTicket], answers.OrderBy(a => a.Day).Select(a => a.Verdict));
        await using (var closes = books.Owner.CreateCommand("update enrolment set waits_since = eticket_now() where activity_id = $1"))
        {
            closes.Parameters.Add(new() { Value = town.Activity("car").Value });
            await closes.ExecuteNonQueryAsync(Stop);
        }
        Assert.Equal([town.Days[4]], (await PlanAsync(martin, 1)).Services.Single(s => s.Activity.Name == "car").NotOpened);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R78_Another_home_another_child_and_days_that_are_none_are_refused_and_nothing_is_kept()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var owned = books;
        var (martin, petit) = (await town.OpensAFile("Martin"), await town.OpensAFile("Petit"));
        var father = await desk.OtherHome(martin, "Durand");
        await KeepsAsync(martin, 0, ("cantine", [1], [1]));

        await Assert.ThrowsAsync<ChildNotEnrolled>(() => SaveAsync(petit, martin.Children[0], new UsualDays(town.Activity("cantine"), [2], [2])));
        await Assert.ThrowsAsync<ChildNotEnrolled>(() => SaveAsync(martin, martin.Children[0], new UsualDays(ActivityId.New(), [2], [2])));
        foreach (var (odd, even) in new (int[], int[])[] { ([0], []), ([], [8]), ([2, 2], []), ([-1], [1]) })
            await Assert.ThrowsAsync<UnreadableWish>(() => SaveAsync(martin, martin.Children[0], new UsualDays(town.Activity("cantine"), odd, even)));
        await Assert.ThrowsAsync<UnreadableWish>(() => SaveAsync(martin, martin.Children[0], new(town.Activity("cantine"), [1], []), new(town.Activity("cantine"), [2], [])));
        await Assert.ThrowsAsync<UnreadableWish>(() => SaveAsync(martin, martin.Children[0]));

        Assert.Equal(["Martin 1 cantine 1/1"], await KeptAsync(martin));
        Assert.Empty(await KeptAsync(father));
        Assert.Empty((await PlanAsync(father, 1)).Services);
    }

    private static Task KeepsAsync(FamilyFile family, int child, params (string Activity, int[] Odd, int[] Even)[] services) =>
        SaveAsync(family, family.Children[child], [.. services.Select(s => new UsualDays(family.Town.Activity(s.Activity), s.Odd, s.Even))]);

    private static Task SaveAsync(FamilyFile family, ChildId child, params UsualDays[] services) =>
        new ModelWeeks(family.Town.Books.Database).SaveAsync(family.Town.Structure, family.Id, child, "parent", services, Stop);

    /// <summary>« Martin 1 cantine 1,2/4 »: what the page shows as kept.</summary>
    private static async Task<IReadOnlyList<string>> KeptAsync(FamilyFile family)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        var shelf = await UsualShelf.OfAsync(work, family.Id, Stop);
        Assert.All(shelf.Places, p => Assert.Equal([1, 2, 3, 4, 5], p.Weekdays));
        return [.. from place in shelf.Places where place.Model is not null let kept = place.Model! select $"{place.Child.FirstName} {place.Activity.Name} {string.Join(',', kept.Odd)}/{string.Join(',', kept.Even)}"];
    }

    private static async Task<UsualPlan> PlanAsync(FamilyFile family, int weeks)
    {
        await using var work = await family.Town.Books.Database.BeginAsync(family.Town.Structure, Stop);
        return await UsualPlan.OfAsync(work, family.Id, family.Town.Days[0], weeks, Stop);
    }
}
