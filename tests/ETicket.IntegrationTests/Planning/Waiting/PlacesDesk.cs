using ETicket.IntegrationTests.World;
using ETicket.Planning;
using ETicket.Planning.Waiting;

namespace ETicket.IntegrationTests.Planning.Waiting;

/// <summary>The mairie limits the places of its activities.</summary>
internal static class PlacesDesk
{
    /// <summary>So many children a day, or no limit at all.</summary>
    public static async Task LimitsPlaces(this Town town, string activity, int? places)
    {
        await using var limits = town.Books.Owner.CreateCommand("update activity set capacity = $1 where structure_id = $2 and id = $3");
        limits.Parameters.Add(new() { Value = places ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        limits.Parameters.Add(new() { Value = town.Structure.Value });
        limits.Parameters.Add(new() { Value = town.Activity(activity).Value });
        Assert.Equal(1, await limits.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>How many children are expected.</summary>
    public static Task<long> Expected(this Town town, string activity, DateOnly day) =>
        town.Books.AskAsync<long>("select count(*) from booking where activity_id = $1 and day = $2 and state in ('Held', 'Consumed')", town.Activity(activity).Value, day);

    /// <summary>Enters the queue for the first child.</summary>
    public static Task<DayAnswer> Waits(this FamilyFile family, string activity, DateOnly day) => AsksAsync(family, activity, day, true);

    /// <summary>The same, a minute after whoever asked before.</summary>
    public static async Task<DayAnswer> WaitsLater(this FamilyFile family, string activity, DateOnly day)
    {
        var clock = family.Town.Books.Clock;
        await clock.SetAsync(clock.GetUtcNow().AddMinutes(1));
        return await family.Waits(activity, day);
    }

    public static Task<DayAnswer> Leaves(this FamilyFile family, string activity, DateOnly day) => AsksAsync(family, activity, day, false);

    /// <summary>The round of the portal.</summary>
    public static Task<int> GivesPlaces(this Town town) => new Places(town.Books.Database).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>« Premier Waiting passed », by name.</summary>
    public static async Task<IReadOnlyList<string>> Queue(this Town town, string activity, DateOnly day) => await town.Books.ListAsync(
        town.Structure,
        "select f.name || ' ' || q.state || case when q.passed_at is null then '' else ' passed' end from waiting_place q join family f on f.id = q.family_id where q.activity_id = $1 and q.day = $2 order by 1",
        r => r.GetString(0), town.Activity(activity).Value, day);

    private static Task<DayAnswer> AsksAsync(FamilyFile family, string activity, DateOnly day, bool wanted) => new Places(family.Town.Books.Database).WaitAsync(
        family.Town.Structure, family.Id, new DayWish(family.Children[0], family.Town.Activity(activity), day, wanted), "parent", TestContext.Current.CancellationToken);
}
