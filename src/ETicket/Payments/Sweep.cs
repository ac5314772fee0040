using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.Extensions.Logging;

namespace ETicket.Payments;

/// <summary>« Relance des règlements ouverts » — asks the provider about every payment that nobody told us the end of.</summary>
public sealed class Sweep(Database database, Settlements settlements, ILogger<Sweep> log)
{
    /// <summary>
    /// Open payments older than a few minutes, and abandoned or expired ones while their provider may still change its mind (a day), oldest first, at most 500 a run. One that fails does
    /// not stop the others. Answers how many were asked about.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var due = await DueAsync(stop);
        foreach (var (structure, payment) in due)
        {
            try
            {
                await settlements.SettleAsync(structure, payment, "sweep", stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Payment {Payment} could not be settled", payment);
            }
        }
        return due.Count;
    }

    private async Task<IReadOnlyList<(StructureId, PaymentId)>> DueAsync(CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            select structure_id, id from payment
            where provider_reference is not null and created_at < eticket_now() - interval '5 minutes'
              and (state in ('Created', 'Pending', 'Unknown')
                   or state in ('Cancelled', 'Expired') and created_at > eticket_now() - interval '1 day')
            order by created_at limit 500
            """);
        var due = new List<(StructureId, PaymentId)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            due.Add((new(reader.GetGuid(0)), new(reader.GetGuid(1))));
        return due;
    }
}

/// <summary>« Avis reçus » — what is kept of them. The notices of our payments stay; what strangers wrote at that door does not.</summary>
public static class Notices
{
    /// <summary>Forgets the notices older than a day whose operation is none of ours; answers how many. Done again, it forgets what came since.</summary>
    public static async Task<int> ForgetStrangersAsync(Database database, CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            delete from notice n where n.received_at < eticket_now() - interval '1 day'
              and not exists (select from payment_address a where a.provider = n.provider and a.provider_reference = n.provider_reference)
            """);
        return await command.ExecuteNonQueryAsync(stop);
    }
}
