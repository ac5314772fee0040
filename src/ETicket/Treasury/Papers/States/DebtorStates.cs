using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.States;
using ETicket.Persistence;

namespace ETicket.Treasury.Papers.States;

/// <summary>« État des impayés en PDF » — what families owe one régie now: booklets below zero, and invoices whose day has passed.</summary>
internal sealed class DebtorStates(StateDesk desk)
{
    /// <summary>
    /// A debt is as old as the fact that left the booklet short, an invoice as the day it had to be paid by. A reminder is a letter of this régie, whatever it was called then, sent since the
    /// oldest of them; one that does not bear its id is known by its name. The first notice of a booklet below zero, which no other follows, reminds of nothing. $1 structure, $2 régie, $3 today.
    /// </summary>
    private const string Debts =
        """
        with owed as (
          select w.family_id, y.label as subject, e.effective_on as day, d.remaining::bigint * d.unit_cents as cents,
                 case when e.kind = 'DayClosed' then 'Negative' when e.kind = 'Opening' then 'Opening'
                      when r.kind in ('UnpaidCheque', 'RejectedDebit', 'Chargeback', 'NeverReceived') then r.kind else 'TakenBack' end as origin
          from debt d
          join wallet w on w.structure_id = d.structure_id and w.id = d.wallet_id
          join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
          join activity a on a.structure_id = y.structure_id and a.id = y.activity_id
          join regie_service s on s.structure_id = a.structure_id and s.id = a.service_id and s.regie_id = $2
          join transfer t on t.structure_id = d.structure_id and t.id = d.transfer_id
          join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
          left join receipt r on r.structure_id = e.structure_id and r.entry_id = e.id
          where d.structure_id = $1 and not d.settled
          union all
          select i.family_id, 'F' || i.year || '-' || lpad(i.number::text, 6, '0') || ', ' || i.label, i.due_on, i.amount_cents - i.paid_cents, 'Invoice'
          from invoice i where i.structure_id = $1 and i.regie_id = $2 and i.paid_cents < i.amount_cents and i.due_on < $3)
        select f.number, f.name, o.origin, o.subject, min(o.day),
               coalesce(sum(o.cents) filter (where $3 - o.day <= 30), 0)::bigint, coalesce(sum(o.cents) filter (where $3 - o.day between 31 and 60), 0)::bigint,
               coalesce(sum(o.cents) filter (where $3 - o.day > 60), 0)::bigint,
               (select count(distinct (l.name, l.reference)) from outbox_letter l
                where l.structure_id = $1 and l.family_id = f.id and l.state = 'sent' and l.name in ('InvoiceReminder', 'DebtBeforeTitre')
                  and coalesce(l.variables ->> 'regie_id' = $2::text, l.variables ->> 'regie_name' = (select r.name from regie r where r.structure_id = $1 and r.id = $2))
                  and paris_day(l.sent_at) >= (select min(x.day) from owed x where x.family_id = f.id))::int
        from owed o join family f on f.structure_id = $1 and f.id = o.family_id
        group by f.id, f.number, f.name, o.origin, o.subject
        order by f.number collate "C", min(o.day), o.origin, o.subject
        """;

    /// <summary>Read from the wallets and the accounts of the families, not from the debts nor the invoices that are due.</summary>
    private const string Accounts =
        """
        select coalesce((
                 select -sum(w.value_cents) from wallet w
                 join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
                 join activity a on a.structure_id = y.structure_id and a.id = y.activity_id
                 join regie_service s on s.structure_id = a.structure_id and s.id = a.service_id and s.regie_id = $2
                 where w.structure_id = $1 and w.tickets < 0), 0)::bigint
             + coalesce((
                 select sum(case when t.debit_id = a.id then t.cents else -t.cents end) from account a
                 join transfer t on t.structure_id = a.structure_id and a.id in (t.debit_id, t.credit_id)
                 where a.structure_id = $1 and a.kind = 'InvoicesReceivable' and a.part = $2::text), 0)::bigint
             - coalesce((
                 select sum(i.amount_cents - i.paid_cents) from invoice i
                 where i.structure_id = $1 and i.regie_id = $2 and (i.due_on >= $3 or i.paid_cents > i.amount_cents)), 0)::bigint
        """;

    /// <summary>See <see cref="StateDesk"/>.</summary>
    public Task<RenderedDocument?> PrintAsync(StructureId structure, RegieId regie, CancellationToken stop) =>
        desk.PrintAsync(structure, regie, async facts => await PaperAsync(facts, stop), stop);

    private static async Task<IssuedPaper> PaperAsync(StateDesk.Facts facts, CancellationToken stop)
    {
        var debts = await DebtsAsync(facts.Work, facts.Regie.Id, facts.Today, stop);
        await using var accounts = facts.Work.Command(Accounts, facts.Work.Structure.Value, facts.Regie.Id.Value, facts.Today);
        return new DebtorsPaper
        {
            PortalAddress = facts.PortalAddress,
            On = facts.Today,
            Debtors = [.. debts.GroupBy(d => (d.Number, d.Name, d.Reminders)).Select(f => new DebtorFamily(f.Key.Number, f.Key.Name, [.. f.Select(d => d.Debt)], f.Key.Reminders, null))],
            AccountCents = (long)(await accounts.ExecuteScalarAsync(stop))!,
        };
    }

    private static async Task<IReadOnlyList<(string Number, string Name, int Reminders, FamilyDebt Debt)>> DebtsAsync(Work work, RegieId regie, DateOnly today, CancellationToken stop)
    {
        await using var command = work.Command(Debts, work.Structure.Value, regie.Value, today);
        List<(string, string, int, FamilyDebt)> debts = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            debts.Add((row.GetString(0), row.GetString(1), row.GetInt32(8),
                new FamilyDebt(row.GetString(2), row.GetString(3), row.GetFieldValue<DateOnly>(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7))));
        }
        return debts;
    }
}
