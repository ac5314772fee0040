using System.Globalization;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Web.Schedule;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>The two nights of the year on which Paris's clocks change, lived through by the clock of the database.</summary>
public sealed class ClockChangeTests(Cluster cluster)
{
    [Fact]
    public async Task D1_In_March_2027_when_two_o_clock_is_three_each_job_runs_once_and_the_limit_is_that_of_Paris()
    {
        await using var books = await Books.OpenAsync(cluster);
        var saturday = new DateOnly(2027, 3, 27);
        await using var night = await OpenAsync(books, saturday);

        await night.RingsUntilAsync(Utc("2027-03-28T21:55:00Z"));
        // « Dimanche minuit » is 22:00 UTC now that it is summer; an hour later if nobody noticed.
        var verdicts = await AroundAsync(night.Town, Utc("2027-03-28T22:00:00Z"), saturday.AddDays(2));
        await night.RingsUntilAsync(Utc("2027-03-29T06:00:00Z"));

        Assert.Equal([Verdict.Held, Verdict.TooLate], verdicts);
        // 00:20 in winter is 23:20 UTC, in summer 22:20; 04:10 of Sunday is summer already.
        Assert.Equal(["2027-03-27 Done 2027-03-27T23:20:00Z", "2027-03-28 Done 2027-03-28T22:20:00Z"], await night.RanAsync(Timetable.CloseDays));
        Assert.Equal(["2027-03-27 Done 2027-03-27T23:50:00Z", "2027-03-28 Done 2027-03-28T22:50:00Z"], await night.RanAsync(Timetable.TickStanding));
        Assert.Equal(["2027-03-27 Done 2027-03-28T02:10:00Z", "2027-03-28 Done 2027-03-29T02:10:00Z"], await night.RanAsync(Timetable.AuditBooks));
        Assert.Equal(["2027-03-27 Done 2027-03-28T01:40:00Z", "2027-03-28 Done 2027-03-29T01:40:00Z"], await night.RanAsync(Timetable.ReadProviderBooks));
        Assert.Equal(["2027-03-27 Done 2027-03-28T04:30:00Z", "2027-03-28 Done 2027-03-29T04:30:00Z"], await night.RanAsync(Timetable.ReadProviderBooksAgain));
        // 08:30 and 19:30 are of summer too; the forecast is made at each of twelve hours, the last at 19:00.
        Assert.Equal(["2027-03-28 Done 2027-03-28T06:30:00Z"], await night.RanAsync(Timetable.EmptyWeek));
        Assert.Equal(["2027-03-28 Done 2027-03-28T17:30:00Z"], await night.RanAsync(Timetable.BookingSummary));
        Assert.Equal(["2027-03-28 Done 2027-03-28T17:00:00Z", "2027-03-29 Done 2027-03-29T06:00:00Z"], await night.RanAsync(Timetable.LowBalance));
        Assert.Equal(new[] { 1, 1, 1, 1, 12 }, await AttemptsAsync(books, saturday.AddDays(1)));
        Assert.Equal(["BookingSummary 2027-03-28", "LowBalance 2027-03-28"], await ToldAsync(books));
        Assert.Equal([saturday, saturday.AddDays(1)], await night.EatenAsync());
        Assert.Empty(night.Tray.All());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task D2_In_October_2027_when_half_past_two_comes_twice_each_job_runs_once_and_receipts_keep_the_order_of_time()
    {
        await using var books = await Books.OpenAsync(cluster);
        var saturday = new DateOnly(2027, 10, 30);
        await using var night = await OpenAsync(books, saturday);
        var dupont = await night.Town.OpensAFile("Dupont", email: null);

        await night.RingsUntilAsync(Utc("2027-10-31T00:25:00Z"));
        foreach (var instant in new[] { "2027-10-31T00:30:00Z", "2027-10-31T00:59:59Z", "2027-10-31T01:00:00Z", "2027-10-31T01:15:00Z" })
        {
            await books.Clock.SetAsync(Utc(instant));
            await dupont.Buys(1, "CANT-B");
        }
        await night.RingsUntilAsync(Utc("2027-10-31T22:55:00Z"));
        var verdicts = await AroundAsync(night.Town, Utc("2027-10-31T23:00:00Z"), saturday.AddDays(2));
        await night.RingsUntilAsync(Utc("2027-11-01T06:00:00Z"));

        Assert.Equal([Verdict.Held, Verdict.TooLate], verdicts);
        Assert.Equal(["2027-10-30 Done 2027-10-30T22:20:00Z", "2027-10-31 Done 2027-10-31T23:20:00Z"], await night.RanAsync(Timetable.CloseDays));
        Assert.Equal(["2027-10-30 Done 2027-10-30T22:50:00Z", "2027-10-31 Done 2027-10-31T23:50:00Z"], await night.RanAsync(Timetable.TickStanding));
        Assert.Equal(["2027-10-30 Done 2027-10-31T03:10:00Z", "2027-10-31 Done 2027-11-01T03:10:00Z"], await night.RanAsync(Timetable.AuditBooks));
        Assert.Equal(["2027-10-30 Done 2027-10-31T02:40:00Z", "2027-10-31 Done 2027-11-01T02:40:00Z"], await night.RanAsync(Timetable.ReadProviderBooks));
        Assert.Equal(["2027-10-30 Done 2027-10-31T05:30:00Z", "2027-10-31 Done 2027-11-01T05:30:00Z"], await night.RanAsync(Timetable.ReadProviderBooksAgain));
        Assert.Equal(["2027-10-31 Done 2027-10-31T07:30:00Z"], await night.RanAsync(Timetable.EmptyWeek));
        Assert.Equal(["2027-10-31 Done 2027-10-31T18:30:00Z"], await night.RanAsync(Timetable.BookingSummary));
        Assert.Equal(["2027-10-31 Done 2027-10-31T18:00:00Z"], await night.RanAsync(Timetable.LowBalance));
        Assert.Equal(new[] { 1, 1, 1, 1, 12 }, await AttemptsAsync(books, saturday.AddDays(1)));
        Assert.Equal(["BookingSummary 2027-10-31", "LowBalance 2027-10-31"], await ToldAsync(books));
        Assert.Equal([saturday, saturday.AddDays(1)], await night.EatenAsync());
        // On the clock of the church: 02:30, 02:59:59, then 02:00 and 02:15.
        Assert.Equal(
            ["1 00:30:00", "2 00:59:59", "3 01:00:00", "4 01:15:00"],
            await books.AskAsync<string[]>("select array_agg(number || ' ' || to_char(issued_at at time zone 'UTC', 'HH24:MI:SS') order by number) from receipt"));
        Assert.Empty(night.Tray.All());
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>A canteen open on the Saturday and the Sunday of the change and on the Monday after, limit « dimanche minuit »; Martin eats on the first two. Saturday, 20:00.</summary>
    private static async Task<Night> OpenAsync(Books books, DateOnly saturday)
    {
        var town = await Town.FoundAsync(books, new TownPlan { FirstDay = saturday.AddDays(-5), Weeks = 1 });
        var martin = await town.OpensAFile("Martin", email: null);
        var midnight = ParisTime.StartOf(saturday.AddDays(2));
        DeclaredDay[] days = [.. Enumerable.Range(0, 3).Select(d => new DeclaredDay(saturday.AddDays(d), midnight, midnight))];
        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), saturday, saturday.AddDays(2), days, "", CancellationToken.None);
        await martin.Ticks("cantine", saturday, saturday.AddDays(1));
        await town.SetsTheClock(saturday, "20:00");
        await (await town.OpensAFile("Petit", email: "petit@famille.example")).Ticks("cantine", saturday.AddDays(2));
        return await Night.OpenAsync(town);
    }

    /// <summary>How often each was done for that day: the closing, the audit, the morning, the evening, the forecast.</summary>
    private static async Task<int[]> AttemptsAsync(Books books, DateOnly day) => await books.AskAsync<int[]>(
        "select array_agg(r.attempt order by x.ordinal) from unnest($1) with ordinality as x(name, ordinal) join job_run r on r.name = x.name and r.due_on = $2",
        new[] { Timetable.CloseDays, Timetable.AuditBooks, Timetable.EmptyWeek, Timetable.BookingSummary, Timetable.LowBalance }, day);

    /// <summary>What the family that ticked Monday was told, each once.</summary>
    private static async Task<string[]> ToldAsync(Books books) => await books.AskAsync<string[]>(
        "select array_agg(o.name || ' ' || o.reference order by o.name) from outbox_letter o join family f on f.id = o.family_id where f.name = 'Petit'");

    /// <summary>A family ticks a day in the last instant PostgreSQL can write before the limit, and another at the limit.</summary>
    private static async Task<Verdict[]> AroundAsync(Town town, DateTimeOffset limit, DateOnly day)
    {
        var (early, late) = (await town.OpensAFile("Tôt"), await town.OpensAFile("Tard"));
        await town.Books.Clock.SetAsync(limit.AddMicroseconds(-1));
        var before = await early.Ticks("cantine", day);
        await town.Books.Clock.SetAsync(limit);
        var after = await late.Ticks("cantine", day);
        return [before[0].Verdict, after[0].Verdict];
    }

    private static DateTimeOffset Utc(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
