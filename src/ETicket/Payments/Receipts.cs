using ETicket.Kernel;
using ETicket.Persistence;

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
