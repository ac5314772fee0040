using ETicket.Kernel;
using Npgsql;

namespace ETicket.Payments.Asking;

/// <summary>« Opération ouverte » — what is written when an operation is opened at the provider, command by command; from then on the sweep asks about it.</summary>
internal static class Opened
{
    /// <summary>The operation, under the number and mode it was opened with: of two clicks, the first is kept.</summary>
    public static NpgsqlBatchCommand Kept(StructureId structure, PaymentOrder order, Started started) => new(
        """
        update payment set provider_reference = $3, pay_at = $4, client_number = nullif($5, ''), mode = $6, opened_at = clock.at, ask_from = clock.at, next_ask_at = next_ask(clock.at, clock.at)
        from (select eticket_now() as at) clock where structure_id = $1 and id = $2 and provider_reference is null
        """)
    {
        Parameters =
        {
            new() { Value = structure.Value }, new() { Value = order.Id.Value }, new() { Value = started.ProviderReference }, new() { Value = started.PayAt.ToString() },
            new() { Value = order.ClientNumber }, new() { Value = order.Mode.ToString() },
        },
    };

    /// <summary>Where its notices and its payer find it again.</summary>
    public static NpgsqlBatchCommand Addressed(StructureId structure, PaymentId payment) => new(
        """
        insert into payment_address (provider, provider_reference, structure_id, payment_id)
        select p.provider, known, p.structure_id, p.id
        -- Ours too where providers carry it, on what they know by numbers of their own: charges, disputes, captures.
        from payment p cross join unnest(case when p.provider = 'PayFip' then array[p.provider_reference] else array[p.provider_reference, p.reference] end) known
        where p.structure_id = $1 and p.id = $2 on conflict do nothing
        """)
    {
        Parameters = { new() { Value = structure.Value }, new() { Value = payment.Value } },
    };

    /// <summary>Where to send the payer, while the payment may still be paid.</summary>
    public static NpgsqlBatchCommand Page(StructureId structure, PaymentId payment) => new("select pay_at from payment where structure_id = $1 and id = $2 and state = 'Pending'")
    {
        Parameters = { new() { Value = structure.Value }, new() { Value = payment.Value } },
    };

    /// <summary>The payer is sent to pay again: the schedule begins anew. No row where it was abandoned longer ago than an operation lasts.</summary>
    public static NpgsqlBatchCommand Again(StructureId structure, PaymentId payment, TimeSpan window) => new(
        """
        update payment set ask_from = clock.at, next_ask_at = next_ask(clock.at, clock.at) from (select eticket_now() as at) clock
        where structure_id = $1 and id = $2 and (state <> 'Cancelled' or opened_at > clock.at - $3) returning 1
        """)
    {
        Parameters = { new() { Value = structure.Value }, new() { Value = payment.Value }, new() { Value = window } },
    };

    /// <summary>Nobody knows whether it was opened, and asking again will find it: it is on the schedule too, from the first time.</summary>
    public static NpgsqlBatchCommand Perhaps(StructureId structure, PaymentId payment) => new(
        """
        update payment set ask_from = coalesce(ask_from, clock.at), next_ask_at = next_ask(coalesce(ask_from, clock.at), clock.at)
        from (select eticket_now() as at) clock where structure_id = $1 and id = $2 and state = 'Unknown'
        """)
    {
        Parameters = { new() { Value = structure.Value }, new() { Value = payment.Value } },
    };
}
