using Npgsql;

namespace ETicket.Payments;

/// <summary>
/// « Minuit » — an entry and the receipt that proves it count for the same Paris day. When midnight passes between the two, the database refuses the number and the
/// whole transaction is made again, all of it on the new day.
/// </summary>
internal static class Midnight
{
    private const string DayEnded = "ETDAY";

    /// <summary>Runs a whole transaction, from its beginning to its commit; once more when the day ended inside it.</summary>
    public static async Task<T> AcrossAsync<T>(Func<Task<T>> transaction)
    {
        try
        {
            return await transaction();
        }
        catch (PostgresException e) when (e.SqlState == DayEnded)
        {
            return await transaction();
        }
    }
}
