using ETicket.IntegrationTests.World;
using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.IntegrationTests.Planning;

/// <summary>A day that was open and is open no more.</summary>
public sealed class ClosureTests(Cluster cluster)
{
    [Fact]
    public async Task A_closed_day_frees_its_tickets_and_the_night_consumes_none()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        await martin.Ticks("cantine", town.Days[0], town.Days[1]);

        await DeclareAsync(town, town.Days.Skip(1));
        await town.SetsTheClock(town.Days[0], "20:00");

        Assert.Equal(0, await town.ClosesTheDay(town.Days[0]));
        Assert.Equal((5, 1250, 1), await martin.Wallet("CANT-B"));
        Assert.Equal(BookingState.Released, await martin.Cell(martin.Children[0], "cantine", town.Days[0]));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_day_closed_by_the_calendar_after_it_was_ticked_costs_no_ticket()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Buys(5, "CANT-B");
        var day = town.Days[2];
        await martin.Ticks("cantine", day);

        await new OpenDays(books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), day, day, [], "grève", CancellationToken.None);
        var afterClosure = await martin.Wallet("CANT-B");
        await town.SetsTheClock(day.AddDays(1), "02:00");
        await town.ClosesTheDay(day);

        Assert.Equal(((5, 1250, 0), (5, 1250, 0)), (afterClosure, await martin.Wallet("CANT-B")));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task A_day_declared_again_is_open_again()
    {
        await using var books = await Books.OpenAsync(cluster);
        var town = await Town.FoundAsync(books);
        var martin = await town.OpensAFile("Martin");
        await martin.Ticks("cantine", town.Days[1]);
        await DeclareAsync(town, town.Days.Take(1));

        await DeclareAsync(town, town.Days);
        await martin.Ticks("cantine", town.Days[1]);

        Assert.Equal(BookingState.Held, await martin.Cell(martin.Children[0], "cantine", town.Days[1]));
        await books.ShouldBeHealthyAsync();
    }

    private static Task DeclareAsync(Town town, IEnumerable<DateOnly> open)
    {
        DeclaredDay[] days = [.. open.Select(d => new DeclaredDay(d, ParisTime.At(d.AddDays(-1), new TimeOnly(11, 0)), ParisTime.At(d.AddDays(-1), new TimeOnly(11, 0))))];
        return new OpenDays(town.Books.Database).DeclareAsync(town.Structure, town.Activity("cantine"), town.Days[0], town.Days[^1], days, "grève", CancellationToken.None);
    }
}
