using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.Extensions.Logging;

namespace ETicket.Payments;

/// <summary>« Relance des règlements ouverts » — asks the provider about every payment that nobody told us the end of.</summary>
public sealed class Sweep(Database database, Settlements settlements, Checkout checkout, ILogger<Sweep> log)
{
    /// <summary>
    /// Open payments older than a few minutes, and abandoned or expired ones while their provider may still change its mind (a day), oldest first, at most 500 a run. One whose
    /// opening was never answered is opened again where that finds the same operation (<see cref="IPaymentProvider.StartsOnce"/>). One that fails does not stop the others.
    /// Answers how many were asked about.
    /// </summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
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

    private async Task<IReadOnlyList<(StructureId Structure, PaymentId Payment, bool Opened)>> DueAsync(CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            select structure_id, id, provider_reference is not null from payment
            where (provider_reference is not null or provider in ('Stripe', 'PayPal') and state = 'Unknown') and created_at < eticket_now() - interval '5 minutes'
              and (state in ('Created', 'Pending', 'Unknown')
                   or state in ('Cancelled', 'Expired') and created_at > eticket_now() - interval '1 day')
            order by created_at limit 500
            """);
        var due = new List<(StructureId, PaymentId, bool)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            due.Add((new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetBoolean(2)));
        return due;
    }
}
