using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Part payée deux fois » — what of a payment another one paid too; <paramref name="WithTickets"/> is false where only invoices were, of which nothing can be kept;
/// <paramref name="FirstPaidBy"/> is who had paid the first in the family's stead, null where it had itself.
/// </summary>
public sealed record Doubled(Money Amount, bool WithTickets, string? FirstPaidBy = null)
{
    /// <summary>Null where nothing was paid twice, or a person said what was done about it.</summary>
    public static async Task<Doubled?> OfAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select d.cents, d.with_tickets, x.first_paid_by
            from payment_doubled($1, $2) d
            cross join lateral (
              select (select nullif(o.paid_by, '') from payment o where o.structure_id = x.structure_id and o.reference = x.expected) as first_paid_by
              from discrepancy x where x.structure_id = $1 and x.payment_id = $2 and x.field = $3 and x.resolved_at is null limit 1) x
            where d.cents > 0
            """,
            work.Structure.Value, payment.Value, Discrepancy.PaidTwice);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new Doubled(new Money(row.GetInt64(0)), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetString(2)) : null;
    }
}
