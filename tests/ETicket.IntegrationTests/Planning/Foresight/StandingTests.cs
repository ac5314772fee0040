using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Standing;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>« Abonnements » — set, ended and excepted, each once; the days are read from the rule.</summary>
public sealed class StandingTests(Cluster cluster)
{
    [Fact]
    public async Task The_days_of_an_abonnement_are_open_days_of_its_weekdays_and_weeks_but_for_its_exceptions()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");

        // From the second Wednesday: Mondays and Thursdays, one week in two, for five weeks.
        var id = await desk.Subscribes(martin, "cantine", [4, 1], from: town.Days[7], until: town.Days[29], every: 2);
        Assert.Equal([town.Days[8], town.Days[15], town.Days[18], town.Days[25], town.Days[28]], await DaysAsync(town, martin));

        await desk.Standing.ExceptAsync(desk.Says(martin), id, town.Days[15], true, CancellationToken.None);
        await desk.Closes("cantine", town.Days[18]);
        Assert.Equal([town.Days[8], town.Days[25], town.Days[28]], await DaysAsync(town, martin));

        await desk.Standing.ExceptAsync(desk.Says(martin), id, town.Days[15], false, CancellationToken.None);
        await desk.Standing.EndAsync(desk.Says(martin), id, town.Days[27], CancellationToken.None);
        Assert.Equal([town.Days[8], town.Days[15], town.Days[25]], await DaysAsync(town, martin));

        await desk.Standing.EndAsync(desk.Says(martin), id, town.Days[0], CancellationToken.None);
        Assert.Empty(await DaysAsync(town, martin));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task An_act_is_done_once_per_key_and_another_under_the_same_key_is_refused()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        var wish = new StandingWish(martin.Children[0], town.Activity("cantine"), [1], 1, town.Days[0], null);
        var says = desk.Says(martin, Guid.NewGuid());

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Standing.SetAsync(says, wish, CancellationToken.None)));

        Assert.Single(ids.Distinct());
        Assert.Equal(1, await books.AskAsync<long>("select count(*) from standing_booking"));
        await Assert.ThrowsAsync<KeyReused>(() => desk.Standing.SetAsync(says, wish with { Weekdays = [2] }, CancellationToken.None));
        await Assert.ThrowsAsync<KeyReused>(() => desk.Standing.EndAsync(says, ids[0], town.Days[3], CancellationToken.None));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task What_cannot_be_an_abonnement_is_refused_and_writes_nothing()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin");
        var petit = await town.OpensAFile("Petit");
        var wish = new StandingWish(martin.Children[0], town.Activity("cantine"), [1], 1, town.Days[0], null);

        await RefusedAsync<NoWeekday>(wish with { Weekdays = [] });
        await RefusedAsync<NoWeekday>(wish with { Weekdays = [1, 1] });
        await RefusedAsync<NoWeekday>(wish with { Weekdays = [8] });
        await RefusedAsync<RhythmOutOfRange>(wish with { EveryWeeks = 0 });
        await RefusedAsync<RhythmOutOfRange>(wish with { EveryWeeks = StandingBookings.MostWeeks + 1 });
        await RefusedAsync<EndOutOfRange>(wish with { Until = town.Days[0].AddDays(-1) });
        await RefusedAsync<EndOutOfRange>(wish with { Until = town.Days[0].AddYears(3) });
        await RefusedAsync<ChildNotEnrolled>(wish with { Child = petit.Children[0] });
        await RefusedAsync<ChildNotEnrolled>(wish with { Activity = ActivityId.New() });
        await RefusedAsync<ChildNotEnrolled>(wish with { From = new(2024, 1, 1), Until = new(2024, 6, 1) });
        Assert.Equal((0, 0), (await books.AskAsync<long>("select count(*) from standing_booking"), await books.AskAsync<long>("select count(*) from command_key")));

        var id = await desk.Standing.SetAsync(desk.Says(martin), wish, CancellationToken.None);
        await Assert.ThrowsAsync<UnknownStandingBooking>(() => desk.Standing.EndAsync(desk.Says(petit), id, town.Days[5], CancellationToken.None));
        await Assert.ThrowsAsync<UnknownStandingBooking>(() => desk.Standing.ExceptAsync(desk.Says(petit), id, town.Days[5], true, CancellationToken.None));
        await Assert.ThrowsAsync<DayNotOfStandingBooking>(() => desk.Standing.ExceptAsync(desk.Says(martin), id, town.Days[1], true, CancellationToken.None));
        await desk.Standing.EndAsync(desk.Says(martin), id, town.Days[5], CancellationToken.None);
        await Assert.ThrowsAsync<EndsEarlierAlready>(() => desk.Standing.EndAsync(desk.Says(martin), id, town.Days[6], CancellationToken.None));
        await books.ShouldBeHealthyAsync();

        Task RefusedAsync<TRefusal>(StandingWish asked)
            where TRefusal : Refusal => Assert.ThrowsAsync<TRefusal>(() => desk.Standing.SetAsync(desk.Says(martin), asked, CancellationToken.None));
    }

    private static Task<IReadOnlyList<DateOnly>> DaysAsync(Town town, FamilyFile family) => town.Books.ListAsync(
        town.Structure, "select day from planning_standing_days($1, $2, $3, $4)", r => r.GetFieldValue<DateOnly>(0),
        town.Structure.Value, family.Children.Select(c => c.Value).ToArray(), town.Days[0], town.Days[^1]);
}
