using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Part payée deux fois » — what of a payment another one paid too; <paramref name="WithTickets"/> is false where only invoices were, of which nothing can be kept.
/// </summary>
public sealed record Doubled(Money Amount, bool WithTickets)
{
    /// <summary>Null where nothing was paid twice, or a person said what was done about it.</summary>
    public static async Task<Doubled?> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select d.cents, d.with_tickets from payment_doubled($1, $2) d
            where d.cents > 0
              and exists (select from discrepancy x where x.structure_id = $1 and x.payment_id = $2 and x.field = $3 and x.resolved_at is null)
            """,
            work.Structure.Value, payment.Value, Discrepancy.PaidTwice);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new Doubled(new Money(row.GetInt64(0)), row.GetBoolean(1)) : null;
    }
}
