using ETicket.Kernel;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Payments.Providers;

/// <summary>« Écarts » — written once each, however often the same answer comes: a person looks, and says what became of it.</summary>
public static class Discrepancies
{
    /// <summary>Two baskets with the same tickets: the first had seemed lost, the family bought them again, and both were paid (payments_flag_alike, Payments.sql).</summary>
    public const string PerhapsTwice = "perhaps paid twice";

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

    /// <summary>What of this payment, as it was sold, another one paid too, whoever was told of it: a part given back, or won back, makes nothing paid twice anew.</summary>
    internal static async Task<Money> TwiceAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command("select sold_cents from payment_doubled($1, $2)", work.Structure.Value, payment.Value);
        return new Money((long)(await command.ExecuteScalarAsync(stop))!);
    }

    /// <summary>
    /// What was paid otherwise while this payment was undone is paid twice once it is won back: flagged, and the family told, in the caller's transaction. What was so
    /// <paramref name="before"/> the win-back already was told then. Answers whether any of it waits for a person as paid twice.
    /// </summary>
    internal static async Task<bool> FlagTwiceAgainAsync(Work work, PaymentId payment, Money before, PortalAddress portal, CancellationToken stop)
    {
        if (await TwiceAsync(work, payment, stop) > before)
        {
            await using var command = work.Command("select payments_flag_twice(array[$1], array[$2], $3, true)", work.Structure.Value, payment.Value, portal.Public.ToString());
            await command.ExecuteNonQueryAsync(stop);
        }
        await using var waiting = work.Command(
            """
            select exists (
              select from payment_twins($1, $2) t join discrepancy d on d.structure_id = $1 and d.payment_id = t.payment_id
              where d.field = $3 and d.resolved_at is null)
            """,
            work.Structure.Value, payment.Value, Discrepancy.PaidTwice);
        return (bool)(await waiting.ExecuteScalarAsync(stop))!;
    }

    /// <summary>
    /// Money of this payment left again: of each part of a basket one payment less than stand waits as paid twice, and of each invoice those that make what is paid beyond its amount. Nobody has to look any more at what waits
    /// beyond that, first at what was flagged against this payment.
    /// </summary>
    internal static async Task EndTwiceAsync(Work work, PaymentId payment, string by, string outcome, CancellationToken stop)
    {
        int closed;
        do
        {
            await using var command = work.Command(
                """
                with flag as (
                  select f.id, f.payment_id, f.expected from payment_twins($1, $2) t
                  join discrepancy f on f.structure_id = $1 and f.payment_id = t.payment_id and f.field = $3 and f.resolved_at is null)
                update discrepancy d set resolved_at = eticket_now(), resolved_by = $4, outcome = $5
                where d.structure_id = $1 and d.id = (
                  select flag.id from flag join payment o on o.structure_id = $1 and o.id = flag.payment_id
                  where o.state not in ('Paid', 'Promised') or (
                    not exists (
                      select from payment s
                      where s.structure_id = $1 and s.basket_id = o.basket_id and s.regie_id = o.regie_id and s.part = o.part and s.state in ('Paid', 'Promised')
                      having count(*) > greatest(1, count(*) filter (where s.id in (select payment_id from flag))))
                    and not exists (
                      select from payment_line l
                      join invoice i on i.structure_id = $1 and i.id = l.invoice_id and i.paid_cents > i.amount_cents
                      join payment_line k on k.structure_id = $1 and k.invoice_id = i.id
                      join payment s on s.structure_id = $1 and s.id = k.payment_id and s.state in ('Paid', 'Promised')
                      where l.structure_id = $1 and l.payment_id = o.id
                      group by i.id, i.paid_cents, i.amount_cents, o.id
                      having i.paid_cents - i.amount_cents > coalesce(sum(k.unit_price_cents) filter (where s.id <> o.id and s.id in (select payment_id from flag)), 0)))
                  order by flag.expected = (select p.reference from payment p where p.structure_id = $1 and p.id = $2) desc, flag.id limit 1)
                """,
                work.Structure.Value, payment.Value, Discrepancy.PaidTwice, by, outcome);
            closed = await command.ExecuteNonQueryAsync(stop);
        }
        while (closed > 0);
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
