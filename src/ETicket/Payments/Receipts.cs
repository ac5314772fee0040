using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments;

/// <summary>« Quittances » — numbering and issue.</summary>
public sealed class Receipts(Database database)
{
    /// <summary>
    /// « Reprise de numérotation » — the first receipt number of a series and year, when a commune comes from another book. Refused by the table's own key once a number was taken.
    /// </summary>
    public async Task StartNumberingAsync(StructureId structure, RegieId regie, string series, int year, int first, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "insert into receipt_counter (structure_id, regie_id, series, year, first_number, last_number) values ($1, $2, $3, $4, $5, $5 - 1)",
            structure.Value, regie.Value, series, year, first);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }
}

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
