using System.Globalization;
using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;
using ETicket.Web.Demo;
using ETicket.Web.Running;
using Microsoft.Extensions.DependencyInjection;

namespace ETicket.IntegrationTests.Planning;

/// <summary>Whatever today's date is, whoever tries the demonstration finds days to tick on the first page shown.</summary>
public sealed class DemoDaysTests(Cluster cluster)
{
    /// <summary>Each month of the calendars that are shipped and of the year after, and the days when schools are farthest away.</summary>
    public static IEnumerable<DateOnly> Dates =>
    [
        .. Enumerable.Range(0, 36).Select(month => new DateOnly(2025, 9, 15).AddMonths(month))
            .Concat([new(2025, 12, 25), new(2026, 2, 14), new(2026, 5, 1), new(2026, 7, 4), new(2026, 7, 31), new(2026, 8, 31), new(2026, 10, 31), new(2026, 12, 25), new(2027, 1, 1), new(2027, 7, 14), new(2027, 8, 31), new(2027, 12, 25), new(2028, 8, 31)])
            .Order(),
    ];

    public static TheoryData<string> BirthDays => ["2026-07-14", "2026-08-31", "2026-12-25", "2027-07-31"];

    [Fact]
    public async Task Whatever_todays_date_is_there_are_days_to_tick()
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var services = Services(books);
        List<DateOnly> empty = [];
        foreach (var date in Dates)
        {
            await books.Clock.SetAsync(date, "18:00");
            await services.GetRequiredService<DemoTown>().EnsureAsync(TestContext.Current.CancellationToken);
            if (await FreeCellsAsync(books) == 0)
                empty.Add(date);
        }

        Assert.Empty(empty);
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [MemberData(nameof(BirthDays))]
    public async Task A_demonstration_born_on_a_day_without_school_shows_days_to_tick(string date)
    {
        await using var books = await Books.OpenAsync(cluster);
        await using var services = Services(books);
        await books.Clock.SetAsync(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), "18:00");

        await services.GetRequiredService<DemoTown>().EnsureAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, await FreeCellsAsync(books));
        await books.ShouldBeHealthyAsync();
    }

    /// <summary>Cells demo-parent may tick in the week the page shows first.</summary>
    private static async Task<int> FreeCellsAsync(Books books)
    {
        var stop = TestContext.Current.CancellationToken;
        var structure = new StructureId(await books.AskAsync<Guid>("select id from structure"));
        var family = new FamilyId(await books.AskAsync<Guid>("select id from family where name = 'Devret'"));
        await using var work = await books.Database.BeginAsync(structure, stop);
        var grid = await GridPlan.LoadAsync(work, family, await WeekPlan.FirstChangeableAsync(work, stop), 1, stop);
        return grid.Weeks[0].Children.SelectMany(c => c.Rows).SelectMany(r => r.Cells).Count(c => c.State is CellState.Free);
    }

    private static ServiceProvider Services(Books books) =>
        PortalHost.AddBusiness(new ServiceCollection().AddLogging(), books.Database, new Uri("http://localhost:5000"))
            .AddSingleton<TimeProvider>(books.Clock).AddSingleton<DemoTown>().AddSingleton<DemoFiles>().BuildServiceProvider();
}
