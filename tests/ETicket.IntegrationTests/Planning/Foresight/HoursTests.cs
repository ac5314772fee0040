using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;

namespace ETicket.IntegrationTests.Planning.Foresight;

/// <summary>Letters that can wait leave, and are written, between 8:00 and 20:00 Paris, by the database's clock; a Sunday, and the two whose night has one hour more or less.</summary>
public sealed class HoursTests(Cluster cluster)
{
    private static readonly (string Hour, bool Day)[] Hours = [("00:30", false), ("07:59", false), ("08:00", true), ("19:59", true), ("20:00", false), ("23:59", false)];

    [Theory]
    [InlineData("2026-09-06")]
    [InlineData("2026-10-25")]
    [InlineData("2027-03-28")]
    public async Task A_letter_that_can_wait_leaves_by_day_and_a_receipt_at_any_hour(string sunday)
    {
        var (town, desk) = await FoundAsync(DateOnly.Parse(sunday));
        await using var _ = town.Books;
        Assert.Equal(1, await desk.Tells());
        var counter = new OutboxDesk(town.Books.Database.Worker);

        foreach (var (hour, day) in Hours)
        {
            await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), hour);
            var letters = await counter.ClaimAsync(100, "commune.example", CancellationToken.None);
            Assert.Equal(day ? [nameof(LowBalance), nameof(TopUpReceipt)] : [nameof(TopUpReceipt)], letters.Select(l => l.Name).Order(StringComparer.Ordinal));
            foreach (var letter in letters)
                await counter.DelayAsync(letter, TimeSpan.Zero, "later", counted: false);
        }
        await town.Books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("2026-09-06")]
    [InlineData("2026-10-25")]
    [InlineData("2027-03-28")]
    public async Task The_alert_of_the_hour_writes_nothing_at_night(string sunday)
    {
        var (town, desk) = await FoundAsync(DateOnly.Parse(sunday));
        await using var _ = town.Books;

        foreach (var (hour, _) in Hours.Where(h => !h.Day))
        {
            await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), hour);
            Assert.Equal(0, await desk.Alerts.RunAsync(CancellationToken.None));
        }
        await town.SetsTheClock(town.Plan.FirstDay.AddDays(-1), "19:59");
        Assert.Equal(1, await desk.Alerts.RunAsync(CancellationToken.None));
        await town.SetsTheClock(town.Plan.FirstDay, "08:00");
        Assert.Equal(0, await desk.Alerts.RunAsync(CancellationToken.None));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task The_hours_of_the_day_are_the_same_in_the_program_and_in_the_database()
    {
        await using var books = await Books.OpenAsync(cluster);
        foreach (var day in new DateOnly[] { new(2026, 9, 6), new(2026, 10, 25), new(2027, 3, 28) })
        {
            var (begins, ends) = (ParisTime.At(day, DayHours.Begins), ParisTime.At(day, DayHours.Ends));
            Assert.Equal(
                new[] { false, true, true, false },
                await books.AskAsync<bool[]>(
                    "select array_agg(paris_daytime(x.at) order by x.at) from unnest($1) as x(at)", new[] { begins.AddMicroseconds(-1), begins, ends.AddMicroseconds(-1), ends }));
        }
    }

    [Fact]
    public async Task Several_alerts_at_once_write_one_letter_and_remember_it_with_the_letter()
    {
        var (town, desk) = await FoundAsync(new(2026, 9, 6));
        await using var _ = town.Books;

        var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Tells()));

        Assert.Equal(1, told.Sum());
        Assert.Single(await desk.Letters());
        Assert.Equal(1, await town.Books.AskAsync<long>("select count(*) from low_balance_notice n join outbox_letter o on o.guardian_id = n.guardian_id and o.reference = n.told_on::text"));
        await town.Books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task Nobody_without_address_or_letters_is_told_and_whoever_gives_one_later_is()
    {
        var (books, town, desk) = await ForesightDesk.OpenAsync(cluster);
        await using var _ = books;
        var martin = await town.OpensAFile("Martin", email: null);
        await martin.Buys(2, "CANT-B");
        await martin.WrittenIn("cantine", town.Days.Take(5));

        Assert.Equal(0, await desk.Tells());
        var sacha = await desk.Joins(martin, "Sacha");
        Assert.Equal(1, await desk.Tells());

        Assert.Equal(sacha, Assert.Single(await desk.Letters()).To);
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>A town whose first day is the day after that Sunday, and a family with two tickets for five days.</summary>
    private async Task<(Town Town, ForesightDesk Desk)> FoundAsync(DateOnly sunday)
    {
        var (_, town, desk) = await ForesightDesk.OpenAsync(cluster, new TownPlan { FirstDay = sunday.AddDays(1), BusFloor = null });
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(2, "CANT-B");
        await martin.WrittenIn("cantine", town.Days.Take(5));
        return (town, desk);
    }
}
