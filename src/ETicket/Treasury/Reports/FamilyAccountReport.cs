using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Reports;

/// <summary>One booklet from balance to balance, in tickets, and what it is worth at the end; bought is what sales brought, used what days took, adjusted all the rest.</summary>
public sealed record FamilyAccountMoves(
    string FamilyNumber, string FamilyName, TicketTypeId TicketTypeId, string Code, long Opening, long Bought, long Used, long Adjusted, long Closing, Money Value);

/// <summary>What the accounts that mirror all booklets of a ticket type hold: tickets issued less tickets used.</summary>
public sealed record TicketControl(TicketTypeId TicketTypeId, long Tickets, Money Value);

/// <summary>« Balance des comptes familles » between two Paris days, and the accounts that control it.</summary>
public static class FamilyAccountReport
{
    /// <summary>Booklets that hold tickets, owe some, or moved between the two days, both included; in the order of family numbers then of ticket codes.</summary>
    public static async Task<IReadOnlyList<FamilyAccountMoves>> ReadAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            $"""
            with {TicketFacts.Moves}
            select f.number, f.name, y.id, y.code, coalesce(sum(m.tickets) filter (where m.fact = 'Opening'), 0)::bigint,
                   coalesce(sum(m.tickets) filter (where m.fact = 'Sale'), 0)::bigint, coalesce(sum(m.tickets) filter (where m.fact = 'Consumed'), 0)::bigint,
                   coalesce(sum(m.tickets) filter (where m.fact not in ('Opening', 'Sale', 'Consumed')), 0)::bigint, sum(m.tickets)::bigint, sum(m.cents)::bigint
            from move m
            join wallet w on w.structure_id = $1 and w.id = m.wallet_id
            join family f on f.structure_id = $1 and f.id = w.family_id
            join ticket_type y on y.structure_id = $1 and y.id = w.ticket_type_id
            group by f.id, f.number, f.name, y.id, y.code
            having sum(m.tickets) <> 0 or sum(m.cents) <> 0 or count(*) filter (where m.fact <> 'Opening') > 0
            order by f.number collate "C", y.code collate "C"
            """,
            work.Structure.Value, from, to);
        var accounts = new List<FamilyAccountMoves>();
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            accounts.Add(new FamilyAccountMoves(
                row.GetString(0), row.GetString(1), new(row.GetGuid(2)), row.GetString(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8),
                new(row.GetInt64(9))));
        }
        return accounts;
    }

    /// <summary>The controlling accounts on the evening of a Paris day, read without a wallet: « tickets émis » and « tickets consommés » of each type.</summary>
    public static async Task<IReadOnlyDictionary<TicketTypeId, TicketControl>> ControlsAsync(Work work, DateOnly on, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select a.owner, sum(case when t.debit_id = a.id then t.quantity else -t.quantity end)::bigint, sum(case when t.debit_id = a.id then t.cents else -t.cents end)::bigint
            from account a
            join transfer t on t.structure_id = a.structure_id and a.id in (t.debit_id, t.credit_id)
            join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
            where a.structure_id = $1 and a.kind in ('TicketsIssued', 'TicketsUsed') and e.effective_on <= $2
            group by a.owner
            """,
            work.Structure.Value, on);
        var controls = new Dictionary<TicketTypeId, TicketControl>();
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var type = new TicketTypeId(row.GetGuid(0));
            controls[type] = new TicketControl(type, row.GetInt64(1), new(row.GetInt64(2)));
        }
        return controls;
    }
}
