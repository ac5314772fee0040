using ETicket.IntegrationTests.Planning.Foresight;
using ETicket.IntegrationTests.World;
using ETicket.Planning.Standing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ETicket.IntegrationTests.Planning.Standing;

/// <summary>Whoever sets abonnements in a town, and the night that ticks their days.</summary>
internal sealed class StandingDesk(Town town)
{
    public ForesightDesk Foresight { get; } = new(town);
    public StandingTicks Ticks { get; } = new(town.Books.Database, NullLogger<StandingTicks>.Instance);

    public StandingSkips Skips => new(town.Books.Database, Foresight.Standing, town.Bookings, Ticks);

    /// <summary>The bus may not go below zero, the canteen may.</summary>
    public static async Task<(Books Books, Town Town, StandingDesk Desk)> OpenAsync(Cluster cluster, TownPlan? plan = null)
    {
        var (books, town, _) = await ForesightDesk.OpenAsync(cluster, plan ?? new TownPlan());
        return (books, town, new StandingDesk(town));
    }

    public Task<StandingRound> Night() => Ticks.RunAsync(CancellationToken.None);

    public async Task<StandingRound> NightOf(DateOnly day, string hour = "00:50")
    {
        await town.SetsTheClock(day, hour);
        return await Night();
    }

    /// <summary>The days of the first child that hold a ticket, in order.</summary>
    public async Task<IReadOnlyList<DateOnly>> Held(FamilyFile family, string activity = "car") => await town.Books.AskAsync<DateOnly[]>(
        "select coalesce(array_agg(day order by day), '{}') from booking where child_id = $1 and activity_id = $2 and state = 'Held'", family.Children[0].Value, town.Activity(activity).Value);

    /// <summary>What was written of each cell, the oldest first: « Held Standing ».</summary>
    public Task<string[]> History() => town.Books.AskAsync<string[]>("select coalesce(array_agg(state || ' ' || origin order by id), '{}') from booking_change");

    public async Task<StandingShelf> Shelf(FamilyFile family)
    {
        await using var work = await town.Books.Database.BeginAsync(town.Structure, CancellationToken.None);
        return await StandingShelf.OfAsync(work, family.Id, CancellationToken.None);
    }
}
