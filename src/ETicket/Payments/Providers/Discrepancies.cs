using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments.Providers;

/// <summary>« Écarts » — written once each, however often the same answer comes: a person looks.</summary>
internal static class Discrepancies
{
    public static async Task RecordAsync(Database database, StructureId structure, PaymentId payment, IReadOnlyList<Difference> differences, CancellationToken stop)
    {
        await using var batch = database.Batch(structure);
        foreach (var (field, expected, found) in differences)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                "insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found) values ($1, $2, eticket_now(), $3, $4, $5) on conflict do nothing")
            {
                Parameters = { new() { Value = structure.Value }, new() { Value = payment.Value }, new() { Value = field }, new() { Value = expected }, new() { Value = found } },
            });
        }
        await batch.ExecuteNonQueryAsync(stop);
    }
}
