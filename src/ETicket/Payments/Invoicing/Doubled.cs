using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Payments.Invoicing;

/// <summary>
/// « Part payée deux fois » — what of a payment another one paid too, without what was given back of it; <paramref name="WithTickets"/> is false where only invoices were, of which nothing can be kept;
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
              -- At the counter a reference is the number of a paper, which other payments may bear: it is one of the same part, or of the same invoice.
              select (
                select nullif(o.paid_by, '') from payment p join payment o on o.structure_id = p.structure_id and o.family_id = p.family_id
                where p.structure_id = x.structure_id and p.id = x.payment_id and o.id <> p.id and o.reference = x.expected
                  and (o.basket_id = p.basket_id or exists (
                    select from payment_line l join payment_line k on k.structure_id = l.structure_id and k.invoice_id = l.invoice_id
                    where l.structure_id = p.structure_id and l.payment_id = p.id and k.payment_id = o.id))
                order by o.id limit 1) as first_paid_by
              from discrepancy x where x.structure_id = $1 and x.payment_id = $2 and x.field = $3 and x.resolved_at is null limit 1) x
            where d.cents > 0
            """,
            work.Structure.Value, payment.Value, Discrepancy.PaidTwice);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new Doubled(new Money(row.GetInt64(0)), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetString(2)) : null;
    }

    /// <summary>
    /// « N’est plus payé deux fois » — where a payment, flagged as paid twice, is so no more: the last document that stands of those that undid it, or what had paid the same. Null where it
    /// still is, or nothing undid any of them.
    /// </summary>
    public static async Task<string?> EndedByAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select r.series || r.year || '-' || lpad(r.number::text, 6, '0')
            from payment_twins($1, $2) t join receipt r on r.structure_id = $1 and r.payment_id = t.payment_id
            where r.kind not in ('Sale', 'Lift') and (select cents from payment_doubled($1, $2)) = 0
              and not exists (select from entry e where e.structure_id = $1 and e.kind = 'ReversalUndone' and e.corrects_id = r.entry_id)
            order by r.entry_id desc limit 1
            """,
            work.Structure.Value, payment.Value);
        return await command.ExecuteScalarAsync(stop) as string;
    }
}
