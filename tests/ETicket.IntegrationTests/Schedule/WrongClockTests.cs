using System.Net;
using ETicket.Access;
using ETicket.IntegrationTests.Payments.AtTheDoor;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Payments.Providers.PayFip;
using ETicket.Planning;
using ETicket.Web.Display;
using ETicket.Web.Schedule;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace ETicket.IntegrationTests.Schedule;

/// <summary>A clock that jumps, goes back, or differs from the database's: no day is consumed twice, no limit moves, and the books say what was wrong.</summary>
public sealed class WrongClockTests(Cluster cluster)
{
    [Fact]
    public async Task D3_A_clock_that_jumps_three_days_consumes_each_missed_day_once_in_order_and_once_put_right_every_duty_is_done_on_its_days()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin", email: null);
        await martin.Ticks("cantine", [.. town.Days.Take(5)]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await using var night = await Night.OpenAsync(town);

        await town.SetsTheClock(town.Days[3], "19:00");
        await night.RingsUntilAsync(books.Clock.GetUtcNow().AddMinutes(40), every: 10);
        var jumped = await night.EatenAsync();
        await town.SetsTheClock(town.Days[0], "20:10");
        await night.RingsUntilAsync(ParisTime.At(town.Days[4], new TimeOnly(19, 40)), every: 10);

        Assert.Equal(town.Days.Take(3), jumped);
        Assert.Equal(town.Days.Take(4), await night.EatenAsync());
        // Monday 7 to Thursday 10, each the next day; letters of Tuesday to Friday on the day itself, the forecast at 19:00 for the last time.
        foreach (var (duty, first, hour) in new[]
                 {
                     (Timetable.CloseDays, 7, "22:20"), (Timetable.TickStanding, 7, "22:50"), (Timetable.ReadProviderBooks, 7, "01:40"), (Timetable.ReadProviderBooksAgain, 7, "04:30"), (Timetable.AuditBooks, 7, "02:10"),
                     (Timetable.EmptyWeek, 8, "06:30"), (Timetable.BookingSummary, 8, "17:30"), (Timetable.LowBalance, 8, "17:00"),
                 })
        {
            var days = Enumerable.Range(first, 4).Select(d => new DateOnly(2026, 9, d));
            Assert.Equal(
                days.Select(d => $"{d:O} Done {(duty is Timetable.CloseDays or Timetable.TickStanding || first == 8 ? d : d.AddDays(1)):O}T{hour}:00Z"),
                (await night.RanAsync(duty)).Where(r => !r.Contains("Skipped", StringComparison.Ordinal)));
        }
        // The operator is told once, by the first audit after it, which duties were done by a clock that was wrong.
        var alarm = Assert.Single(night.Tray.All()).Text!;
        Assert.Contains("J3 passage daté du futur", alarm, StringComparison.Ordinal);
        Assert.Empty(await books.AlarmsAsync());
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task D4_A_clock_that_goes_back_an_hour_runs_nothing_twice_and_the_audit_names_the_receipts_it_disordered()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[0]);
        await town.SetsTheClock(town.Days[0], "20:00");
        await using var night = await Night.OpenAsync(town);
        await town.SetsTheClock(town.Days[1], "00:25");
        await night.RingsUntilAsync(books.Clock.GetUtcNow());

        await town.SetsTheClock(town.Days[0], "23:25");
        await night.RingsUntilAsync(ParisTime.At(town.Days[1], new TimeOnly(0, 45)));
        Assert.Equal(["2026-09-07 Done 2026-09-07T22:25:00Z"], await night.RanAsync(Timetable.CloseDays));
        Assert.Equal([town.Days[0]], await night.EatenAsync());
        await books.ShouldBeHealthyAsync();

        await town.SetsTheClock(town.Days[1], "10:00");
        await martin.Buys(1, "CANT-B");
        await town.SetsTheClock(town.Days[1], "09:00");
        await martin.Buys(1, "CANT-B");

        // Numbers follow the order in which money came, and are not written again: somebody has to say what the clock did.
        Assert.Equal(["1 08:00", "2 07:00"], await books.AskAsync<string[]>("select array_agg(number || ' ' || to_char(issued_at at time zone 'UTC', 'HH24:MI') order by number) from receipt"));
        Assert.Equal("R2 quittances hors de l'ordre du temps", Assert.Single(await books.ViolationsAsync()).Code);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task D5_A_portal_five_minutes_from_its_database_takes_and_refuses_clicks_by_the_database(int minutes)
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        var portal = new FakeTimeProvider(books.Clock.GetUtcNow());
        await using var doors = await Doors.OpenAsync(
            books, services => services.AddPayFip(_ => { }).Replace(ServiceDescriptor.Singleton<TimeProvider>(portal)), address: "http://tickets.commune.example");
        var login = new PortalLogin("famille.martin", "tickets-de-cantine");
        await doors.Get<Logins>().CreateAsync(login.UserName, null, login.Password, [(town.Structure, Role.Parent, martin.Id)], TestContext.Current.CancellationToken);
        var limit = ParisTime.At(town.Days[0], new TimeOnly(11, 0));

        await books.Clock.SetAsync(limit.AddMicroseconds(-1));
        portal.AdjustTime(books.Clock.GetUtcNow().AddMinutes(minutes));
        using var parent = await ParentSession.EnterAsync(doors.Address, login);
        using var before = await ClickAsync(parent, martin, wanted: true);
        await books.Clock.SetAsync(limit);
        portal.AdjustTime(limit.AddMinutes(minutes));
        using var after = await ClickAsync(parent, martin, wanted: false);

        Assert.Equal(HttpStatusCode.SeeOther, before.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.StatusCode);
        Assert.Contains("heure de Paris", await ParentSession.RefusalAsync(after), StringComparison.Ordinal);
        Assert.Equal(BookingState.Held, await martin.Cell(martin.Children[0], "cantine", town.Days[1]));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Tuesday's canteen, whose limit is Monday 11:00.</summary>
    private static Task<HttpResponseMessage> ClickAsync(ParentSession parent, FamilyFile family, bool wanted) =>
        parent.PostAsync("/famille/planning", ("voeux", WishCode.Write([new(family.Children[0], family.Town.Activity("cantine"), family.Town.Days[1], wanted)])));
}
