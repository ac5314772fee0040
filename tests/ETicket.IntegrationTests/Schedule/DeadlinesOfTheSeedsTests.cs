using ETicket.Catalogue.Calendar;
using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.CutOffs;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>« Vendredi 11 h » and « dimanche minuit », over two school years: forty instants, each with the last one taken and the first one refused, clicked against the database's clock.</summary>
public sealed class DeadlinesOfTheSeedsTests(Cluster cluster)
{
    private const string Friday = """{"kind":"weekday-before","version":1,"weekday":"friday","at":"11:00","weeks":1,"whenClosed":"previousOpenDay"}""";
    private const string Sunday = """{"kind":"weekday-before","version":1,"weekday":"sunday","at":"24:00","weeks":1,"whenClosed":"keep"}""";

    /// <summary>Paris day, first refused instant of « vendredi 11 h », first refused instant of « dimanche minuit », with Paris's offset of that instant.</summary>
    private static readonly (string Day, string Friday, string Sunday)[] Table =
    [
        ("2026-09-07", "2026-09-04T11:00:00+02:00", "2026-09-07T00:00:00+02:00"),
        ("2026-09-11", "2026-09-04T11:00:00+02:00", "2026-09-07T00:00:00+02:00"),
        ("2026-09-14", "2026-09-11T11:00:00+02:00", "2026-09-14T00:00:00+02:00"),
        // Before and after the autumn holidays, in which the clocks go back.
        ("2026-10-16", "2026-10-09T11:00:00+02:00", "2026-10-12T00:00:00+02:00"),
        ("2026-11-02", "2026-10-16T11:00:00+02:00", "2026-11-02T00:00:00+01:00"),
        // The week of 11 November.
        ("2026-11-09", "2026-11-06T11:00:00+01:00", "2026-11-09T00:00:00+01:00"),
        ("2026-11-12", "2026-11-06T11:00:00+01:00", "2026-11-09T00:00:00+01:00"),
        // Over the new year, week 53: the limit was in December.
        ("2026-12-18", "2026-12-11T11:00:00+01:00", "2026-12-14T00:00:00+01:00"),
        ("2027-01-04", "2026-12-18T11:00:00+01:00", "2027-01-04T00:00:00+01:00"),
        ("2027-01-08", "2026-12-18T11:00:00+01:00", "2027-01-04T00:00:00+01:00"),
        ("2027-01-11", "2027-01-08T11:00:00+01:00", "2027-01-11T00:00:00+01:00"),
        // The days after the clocks went forward, and Easter Monday.
        ("2027-03-26", "2027-03-19T11:00:00+01:00", "2027-03-22T00:00:00+01:00"),
        ("2027-03-30", "2027-03-26T11:00:00+01:00", "2027-03-29T00:00:00+02:00"),
        ("2027-04-02", "2027-03-26T11:00:00+01:00", "2027-03-29T00:00:00+02:00"),
        ("2027-04-05", "2027-04-02T11:00:00+02:00", "2027-04-05T00:00:00+02:00"),
        // From one school year to the next.
        ("2027-06-28", "2027-06-25T11:00:00+02:00", "2027-06-28T00:00:00+02:00"),
        ("2027-09-06", "2027-09-03T11:00:00+02:00", "2027-09-06T00:00:00+02:00"),
        // The last day of a leap February, the day after the winter holidays: the Friday was the one before them.
        ("2028-02-29", "2028-02-11T11:00:00+01:00", "2028-02-28T00:00:00+01:00"),
        ("2028-03-02", "2028-02-11T11:00:00+01:00", "2028-02-28T00:00:00+01:00"),
        ("2028-03-06", "2028-03-03T11:00:00+01:00", "2028-03-06T00:00:00+01:00"),
    ];

    [Fact]
    public async Task R81_R82_R83_D7_D9_Forty_limits_of_the_seeds_are_exact_to_the_microsecond_on_both_sides()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books, new TownPlan { Weeks = 1 });
        var calendar = new OpeningCalendar(
            SchoolCalendar.Official("A").CompletedBy(SchoolCalendar.ForDemonstration(2027)), [new(new(2025, 9, 1), new(2028, 8, 31), Weekdays.FourDays)], []);
        List<string> wrong = [];

        foreach (var (text, friday, sunday) in Table)
        {
            var day = DateOnly.Parse(text);
            wrong.AddRange(await JudgeAsync(town, "cantine", Friday, day, DateTimeOffset.Parse(friday), calendar));
            wrong.AddRange(await JudgeAsync(town, "car", Sunday, day, DateTimeOffset.Parse(sunday), calendar));
        }

        Assert.Empty(wrong);
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(Town town, string activity, string rule, DateOnly day, DateTimeOffset firstRefused, OpeningCalendar calendar)
    {
        var computed = CutOffRule.Read(rule).Deadline(day, calendar);
        await new OpenDays(town.Books.Database).DeclareAsync(town.Structure, town.Activity(activity), day, day, [new(day, computed, computed)], "", CancellationToken.None);
        var (inTime, late) = (await town.OpensAFile("Tôt"), await town.OpensAFile("Tard"));
        if (activity == "car")
        {
            await inTime.Buys(1, "BUS");
            await late.Buys(1, "BUS");
        }
        await town.Books.Clock.SetAsync(firstRefused.AddMicroseconds(-1));
        var before = (await inTime.Ticks(activity, day))[0].Verdict;
        await town.Books.Clock.SetAsync(firstRefused);
        var after = ((await late.Ticks(activity, day))[0].Verdict, (await inTime.Unticks(activity, day))[0].Verdict);
        return (before, after) == (Verdict.Held, (Verdict.TooLate, Verdict.TooLate)) ? [] : [$"{activity} {day:yyyy-MM-dd}: {before} before, {after} at {firstRefused:O}, computed {computed:O}"];
    }
}
