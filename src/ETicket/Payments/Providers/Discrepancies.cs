using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments.Providers;

/// <summary>« Écarts » — written once each, however often the same answer comes: a person looks, and says what became of it.</summary>
public static class Discrepancies
{
    /// <summary>
    /// « Écart traité » — a person says what was done; it leaves the alarms and stays in the file. One that was dealt with already keeps its first outcome. A refund without an answer
    /// ends with its discrepancy, by the same person and for the same reason: the commune, or another refund, may then give back. Refuses a blank outcome with
    /// <see cref="OutcomeMissing"/>.
    /// </summary>
    public static async Task ResolveAsync(Database database, StructureId structure, PaymentId payment, long discrepancy, string? outcome, string by, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(outcome))
            throw new OutcomeMissing();
        await using var work = await database.BeginAsync(structure, stop);
        await PaymentReader.HoldAsync(work, payment, stop);
        await using var command = work.Command(
            """
            with done as (
              update discrepancy set resolved_at = eticket_now(), resolved_by = $4, outcome = $5
              where structure_id = $1 and payment_id = $2 and id = $3 and resolved_at is null returning field)
            update refund_request set ended_at = eticket_now(), ended_by = $4, outcome = $5
            where structure_id = $1 and payment_id = $2 and ended_at is null and (select field from done) = $6
            """,
            structure.Value, payment.Value, discrepancy, by, outcome.Trim(), UnansweredRefunds.Field);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>What was found turned out to be known: nobody has to look any more. A person's own outcome stays. All of these fields where <paramref name="found"/> is left out.</summary>
    internal static async Task CloseAsync(Work work, PaymentId payment, string[] fields, string by, string outcome, CancellationToken stop, string[]? found = null)
    {
        await using var command = work.Command(
            """
            update discrepancy set resolved_at = eticket_now(), resolved_by = $4, outcome = $5
            where structure_id = $1 and payment_id = $2 and field = any($3) and ($6::text[] is null or found = any($6)) and resolved_at is null
            """,
            work.Structure.Value, payment.Value, fields, by, outcome, found);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>What was paid otherwise while this payment was undone is paid twice once it is won back: flagged, and the family told, in the caller's transaction.</summary>
    internal static async Task FlagTwiceAgainAsync(Work work, PaymentId payment, PortalAddress portal, CancellationToken stop)
    {
        await using var command = work.Command("select payments_flag_twice(array[$1], array[$2], $3, true)", work.Structure.Value, payment.Value, portal.Public.ToString());
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>
    /// The bank took this payment back: what it had made be paid twice, its part of the basket or its invoices, may be paid once again. Nobody has to look at that any more.
    /// </summary>
    internal static async Task EndTwiceAsync(Work work, PaymentId payment, string by, string outcome, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            update discrepancy d set resolved_at = eticket_now(), resolved_by = $4, outcome = $5
            where d.structure_id = $1 and d.field = $3 and d.resolved_at is null and d.payment_id in (
                select o.id from payment p join payment o on o.structure_id = p.structure_id and o.basket_id = p.basket_id and o.regie_id = p.regie_id and o.part = p.part
                where p.structure_id = $1 and p.id = $2
                union
                select k.payment_id from payment_line l join payment_line k on k.structure_id = l.structure_id and k.invoice_id = l.invoice_id
                where l.structure_id = $1 and l.payment_id = $2)
              and (select t.cents from payment_doubled(d.structure_id, d.payment_id) t) = 0
            """,
            work.Structure.Value, payment.Value, Discrepancy.PaidTwice, by, outcome);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The same in the caller's transaction.</summary>
    internal static async Task RecordAsync(Work work, PaymentId payment, Difference seen, CancellationToken stop)
    {
        await using var command = work.Command(
            "insert into discrepancy (structure_id, payment_id, seen_at, field, expected, found) values ($1, $2, eticket_now(), $3, $4, $5) on conflict do nothing",
            work.Structure.Value, payment.Value, seen.Field, seen.Expected, seen.Found);
        await command.ExecuteNonQueryAsync(stop);
    }

    internal static async Task RecordAsync(Database database, StructureId structure, PaymentId payment, IReadOnlyList<Difference> differences, CancellationToken stop)
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
