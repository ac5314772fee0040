using ETicket.Kernel;
using ETicket.Ledger;
using ETicket.Persistence;
using Npgsql;

namespace ETicket.Wallets;

/// <summary>
/// « Reprises » — the mirror of a sale, whole or in part, at the price paid: cancellation at the counter, bounced cheque, rejected debit, refund.
/// The tickets leave the very lot the sale brought; what it no longer holds becomes a debt. Always passes, whatever the wallet holds.
/// </summary>
public static class TakeBacks
{
    /// <summary>
    /// Posts the mirror in the caller's transaction, which owes it a numbered document: tickets, and euros from what is due back to where the money rested — unless
    /// it is a <see cref="EntryKind.RefundOutside"/>, which touches only wallets. Invoices among the lines are owed again by the caller's care. Refuses more than was sold with <see cref="MoreThanSold"/>, and a kind the
    /// chart does not let undo this money (cash does not bounce) with <see cref="IllegalPosting"/>. Answers the entry; 0 when it was known already.
    /// </summary>
    internal static async Task<long> TakeAsync(
        Work work, TakeBack act, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var entry = await OpenEntryAsync(work, act, taken[0].Line.EntryId, stop);
        if (entry == 0)
            return 0;
        if (act.Kind is not EntryKind.RefundOutside)
            await MirrorEurosAsync(work, act, entry, taken, stop);
        var tickets = taken.Where(t => t.Line.InvoiceId is null).ToList();
        if (tickets.Count == 0)
            return entry;
        await using var command = work.Command(
            "select wallets_take_back($1, $2, $3, $4)",
            work.Structure.Value, entry, tickets.Select(t => t.Line.TransferId).ToArray(), tickets.Select(t => t.Quantity).ToArray());
        try
        {
            await command.ExecuteNonQueryAsync(stop);
        }
        catch (PostgresException e) when (e.SqlState == "ET001")
        {
            throw new MoreThanSold(taken.Sum(t => t.Quantity));
        }
        return entry;
    }

    /// <summary>The lines of sales that can still be taken back, of the payments asked.</summary>
    public static async Task<IReadOnlyList<SoldLine>> SoldAsync(Work work, IReadOnlyCollection<PaymentId> payments, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select x.transfer_id, x.entry_id, l.payment_id, l.service_id, l.ticket_type_id, l.designation, l.quantity, x.still_sold, l.unit_price_cents, l.invoice_id, l.tariff
            from payment p cross join lateral payments_still_sold($1, p.id) x
            join payment_line l on l.structure_id = $1 and l.payment_id = p.id and l.line = x.line
            where p.structure_id = $1 and p.id = any ($2)
            order by p.created_at, p.id, l.line
            """,
            work.Structure.Value, payments.Select(p => p.Value).ToArray());
        var lines = new List<SoldLine>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            lines.Add(new SoldLine(
                reader.GetInt64(0), reader.GetInt64(1), new(reader.GetGuid(2)), new(reader.GetGuid(3)), reader.IsDBNull(4) ? null : new TicketTypeId(reader.GetGuid(4)),
                reader.GetString(5), reader.GetInt32(6), reader.GetInt32(7), new(reader.GetInt64(8)), reader.IsDBNull(9) ? null : new InvoiceId(reader.GetGuid(9)))
            { Tariff = reader.IsDBNull(10) ? null : reader.GetString(10) });
        }
        return lines;
    }

    /// <summary>
    /// « Reprise regagnée » — undoes a whole reversal (a chargeback won): the tickets return to the lot they were taken from, what had become a debt is forgiven or given back,
    /// and the euros are due again, on that Paris day, in the caller's transaction which owes it a numbered document. Once per reversal. Answers the entry; 0 when it was won back already.
    /// </summary>
    internal static async Task<long> WinBackAsync(Work work, long reversal, DateOnly day, string reason, string? by, CancellationToken stop)
    {
        var entry = await OpenEntryAsync(work, new(EntryKind.ReversalUndone, FormattableString.Invariant($"{reversal}/won"), day, reason, by), reversal, stop);
        if (entry == 0)
            return 0;
        await using var euros = work.Command(
            """
            insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, mirrors_id)
            select $1, $2, t.credit_id, t.debit_id, 0, t.cents, t.id from transfer t
            where t.structure_id = $1 and t.entry_id = $3 and t.wallet_id is null
            """,
            work.Structure.Value, entry, reversal);
        await euros.ExecuteNonQueryAsync(stop);
        await using var tickets = work.Command(
            """
            select wallets_give_back($1, $2, array(
              select t.id from transfer t where t.structure_id = $1 and t.entry_id = $3 and t.wallet_id = t.debit_id and t.mirrors_id is not null))
            """,
            work.Structure.Value, entry, reversal);
        await tickets.ExecuteNonQueryAsync(stop);
        return entry;
    }

    private static async Task<long> OpenEntryAsync(Work work, TakeBack act, long corrects, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            insert into entry (structure_id, kind, reference, effective_on, recorded_at, reason, actor, corrects_id, bank_on)
            values ($1, $2, $3, $4, eticket_now(), $5, $6, $7, $8)
            on conflict (structure_id, kind, reference) do nothing returning id
            """,
            work.Structure.Value, act.Kind.ToString(), act.Reference, act.Day, act.Reason, act.By, corrects, act.BankOn);
        return await command.ExecuteScalarAsync(stop) as long? ?? 0;
    }

    /// <summary>
    /// What is due goes back, product by product, to the account the sale's money stands on now: a cheque that was handed in stands on those remitted, and coins are given back from the
    /// drawer of whoever gives them.
    /// </summary>
    private static async Task MirrorEurosAsync(Work work, TakeBack act, long entry, IReadOnlyList<(SoldLine Line, int Quantity)> taken, CancellationToken stop)
    {
        var drawer = act.Drawer is { } opened ? (await Journal.OpenAccountsAsync(work.Connection, work.Structure, [opened], stop))[0] : (long?)null;
        var remitted = await RemittedAsync(work, taken[0].Line.PaymentId, stop);
        var services = taken.GroupBy(t => (t.Line.EntryId, t.Line.ServiceId)).ToArray();
        await using var command = work.Command(
            """
            insert into transfer (structure_id, entry_id, debit_id, credit_id, quantity, cents, mirrors_id)
            select $1, $2, t.credit_id, resting.id, 0, x.cents, t.id
            from unnest($3, $4, $5) as x(entry_id, service, cents)
            join account owed on owed.structure_id = $1 and owed.kind = 'Due' and owed.part = x.service
            join transfer t on t.structure_id = $1 and t.entry_id = x.entry_id and t.credit_id = owed.id
            join account received on received.structure_id = $1 and received.id = t.debit_id
            join account resting on resting.structure_id = $1
              and resting.id = case when received.kind = 'Drawer' then coalesce($7, received.id) when received.kind = 'ChequesInHand' then coalesce($8, received.id) else received.id end
            join chart_move legal on legal.entry_kind = $6 and legal.debit_kind = owed.kind and legal.credit_kind = resting.kind
            """,
            work.Structure.Value, entry,
            services.Select(s => s.Key.EntryId).ToArray(),
            services.Select(s => s.Key.ServiceId.ToString()).ToArray(),
            services.Select(s => s.Sum(t => t.Line.UnitPrice * t.Quantity).Cents).ToArray(),
            act.Kind.ToString(), drawer, remitted);
        if (await command.ExecuteNonQueryAsync(stop) != services.Length)
            throw new IllegalPosting($"{act.Kind} may not undo this sale: its money does not stand where such an entry could take it from.");
    }

    /// <summary>« Chèques remis » — the account the cheque of this payment stands on once it is on a slip (<see cref="ChequeSlips"/>); null while the régie has it in hand.</summary>
    internal static async Task<long?> RemittedAsync(Work work, PaymentId payment, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select t.debit_id from entry e join transfer t on t.structure_id = e.structure_id and t.entry_id = e.id
            where e.structure_id = $1 and e.kind = 'ChequeSlip' and e.reference like $2 order by e.id desc limit 1
            """,
            work.Structure.Value, ChequeSlips.Reference(payment, "%"));
        return await command.ExecuteScalarAsync(stop) as long?;
    }
}
