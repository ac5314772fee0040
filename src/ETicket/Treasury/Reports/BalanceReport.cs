using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Reports;

/// <summary>What one family holds of one ticket type on a day; negative when it ate in advance.</summary>
public sealed record FamilyBalance(FamilyId FamilyId, string Family, TicketTypeId TicketTypeId, string TicketCode, long Tickets, Money Value);

/// <summary>« Balance des comptes familles » — every wallet on the evening of a Paris day, in the order of family numbers then of ticket types.</summary>
public static class BalanceReport
{
    /// <summary>« Solde de chaque famille » — one line per wallet, also at zero; tickets and cents as the entries up to that day, included, left them.</summary>
    public static async Task<IReadOnlyList<FamilyBalance>> ReadAsync(Work work, DateOnly on, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select f.id, f.number, y.id, y.code, coalesce(x.tickets, 0)::bigint, coalesce(x.cents, 0)::bigint
            from wallet w
            join family f on f.structure_id = w.structure_id and f.id = w.family_id
            join ticket_type y on y.structure_id = w.structure_id and y.id = w.ticket_type_id
            left join (
              select t.wallet_id, sum(case when t.credit_id = t.wallet_id then t.quantity else -t.quantity end) as tickets,
                     sum(case when t.credit_id = t.wallet_id then t.cents else -t.cents end) as cents
              from transfer t join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
              where t.structure_id = $1 and t.wallet_id is not null and e.effective_on <= $2 group by 1) x on x.wallet_id = w.id
            where w.structure_id = $1
            order by f.number collate "C", y.code collate "C"
            """,
            work.Structure.Value, on);
        var balances = new List<FamilyBalance>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            balances.Add(new FamilyBalance(
                new(reader.GetGuid(0)), reader.GetString(1), new(reader.GetGuid(2)), reader.GetString(3), reader.GetInt64(4), new(reader.GetInt64(5))));
        }
        return balances;
    }
}
