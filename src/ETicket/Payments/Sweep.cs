using System.Text.Json;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ETicket.Payments;

/// <summary>« Relance des règlements ouverts » — asks the provider about every payment that nobody told us the end of.</summary>
public sealed class Sweep(Database database, Settlements settlements, Checkout checkout, ILogger<Sweep> log)
{
    /// <summary>
    /// Expires what was prepared on an earlier day and never opened. Then asks about open payments older than a few minutes, oldest first, and after them about abandoned or
    /// expired ones while their provider may still change its mind (a day from when they became so), at most 500 a run. One whose opening was never answered is opened again
    /// where that finds the same operation (<see cref="IPaymentProvider.StartsOnce"/>). One that fails does not stop the others. Answers how many were asked about.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await ExpireAsync(stop);
        var due = await DueAsync(stop);
        foreach (var (structure, payment, opened) in due)
        {
            try
            {
                if (!opened)
                    await checkout.OpenAsync(structure, payment, stop);
                await settlements.SettleAsync(structure, payment, "sweep", stop);
            }
            catch (Refusal refusal)
            {
                log.LogInformation("Payment {Payment} stays as it is: {Refusal}", payment, refusal.GetType().Name);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Payment {Payment} could not be settled", payment);
            }
        }
        return due.Count;
    }

    /// <summary>
    /// A payment nobody opened on its day may not be opened any more (<see cref="BasketOfAnotherDay"/>): said here, or it would wait for ever. One that somebody else is
    /// writing at this moment waits for the next run.
    /// </summary>
    private async Task ExpireAsync(CancellationToken stop)
    {
        await using var connection = await database.Worker.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var ask = new NpgsqlCommand(
            """
            select structure_id, id, false from payment
            where state = 'Created' and provider_reference is null and paris_day(created_at) < paris_day(eticket_now())
            order by created_at limit 500 for update skip locked
            """,
            connection);
        var proof = JsonSerializer.Serialize(new { why = "prepared on an earlier day" });
        var news = (await ReadAsync(ask, stop)).Select(p => new News(p.Structure, p.Payment, PaymentState.Expired, null, null, null, null, "sweep", proof)).ToArray();
        if (news.Length == 0)
            return;
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(News.Command(news));
        await batch.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private async Task<IReadOnlyList<(StructureId Structure, PaymentId Payment, bool Opened)>> DueAsync(CancellationToken stop)
    {
        await using var ask = database.Worker.CreateCommand(
            """
            select p.structure_id, p.id, p.provider_reference is not null from payment p
            where (p.provider_reference is not null or p.provider in ('Stripe', 'PayPal') and p.state = 'Unknown') and p.created_at < eticket_now() - interval '5 minutes'
              and (p.state in ('Created', 'Pending', 'Unknown')
                   or p.state in ('Cancelled', 'Expired') and eticket_now() - interval '1 day' < (
                     select max(s.at) from payment_step s where s.structure_id = p.structure_id and s.payment_id = p.id))
            order by p.state in ('Cancelled', 'Expired'), p.created_at limit 500
            """);
        return await ReadAsync(ask, stop);
    }

    private static async Task<IReadOnlyList<(StructureId Structure, PaymentId Payment, bool Opened)>> ReadAsync(NpgsqlCommand ask, CancellationToken stop)
    {
        var found = new List<(StructureId, PaymentId, bool)>();
        await using var reader = await ask.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found.Add((new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetBoolean(2)));
        return found;
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
