using ETicket.IntegrationTests.World;

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
}
