using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Reports;

/// <summary>Tickets and what they are worth, in cents; both negative when they leave the families.</summary>
public sealed record TicketCount(long Tickets, Money Value)
{
    public static readonly TicketCount None = new(0, Money.Zero);
}

/// <summary>One line of the état: everything that moved a ticket type between two days. Opening plus every movement is closing.</summary>
public sealed record TicketMovements(
    TicketTypeId TicketTypeId, string Code, TicketCount Opening, TicketCount Sold, TicketCount Cancelled, TicketCount Reversed, TicketCount Refunded, TicketCount Moved,
    TicketCount Consumed, TicketCount RecreditedForClosure, TicketCount RecreditedForAbsence, TicketCount RecreditedByGoodwill, TicketCount Closing, TicketCount ClosingPositive, TicketCount ClosingNegative);

/// <summary>
/// « État des tickets vendus, consommés et restants » — tickets and value at the price paid, by ticket type, read from the transfers alone (<see cref="TicketFacts"/>).
/// Régies de recettes account for their stock of valued tickets (instruction 06-031, « valeurs inactives »).
/// </summary>
public static class TicketReport
{
    private const string Sql =
        $"""
        with {TicketFacts.Moves},
        balance as (
          select m.ticket_type_id, sum(m.tickets) as tickets, sum(m.cents) as cents from move m group by m.ticket_type_id, m.wallet_id),
        fact as (
          select m.ticket_type_id, m.fact, sum(m.tickets) as tickets, sum(m.cents) as cents from move m group by 1, 2
          union all
          select b.ticket_type_id, case when b.tickets < 0 then 'Negative' else 'Positive' end, sum(b.tickets), sum(b.cents) from balance b group by 1, 2)
        select y.id, y.code, f.fact, f.tickets::bigint, f.cents::bigint
        from ticket_type y
        join activity a on a.structure_id = y.structure_id and a.id = y.activity_id
        left join fact f on f.ticket_type_id = y.id
        where y.structure_id = $1
        order by a.position, a.name, y.code
        """;

    /// <summary>Between two Paris days, both included; types without any movement are there, at zero.</summary>
    public static async Task<IReadOnlyList<TicketMovements>> ReadAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(Sql, work.Structure.Value, from, to);
        var facts = new List<(TicketTypeId Id, string Code, string? Fact, TicketCount Count)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var moved = !reader.IsDBNull(2);
            facts.Add((new(reader.GetGuid(0)), reader.GetString(1), moved ? reader.GetString(2) : null,
                moved ? new TicketCount(reader.GetInt64(3), new(reader.GetInt64(4))) : TicketCount.None));
        }
        return [.. facts.GroupBy(f => (f.Id, f.Code)).Select(type => Movements(type.Key.Id, type.Key.Code, type.Where(f => f.Fact is not null).ToDictionary(f => f.Fact!, f => f.Count, StringComparer.Ordinal)))];
    }

    private static TicketMovements Movements(TicketTypeId id, string code, Dictionary<string, TicketCount> facts)
    {
        var (positive, negative) = (Of("Positive"), Of("Negative"));
        return new TicketMovements(
            id, code, Of("Opening"), Of("Sale"), Of("Cancel"), Of("Reversal"), Of("RefundOutside"), Of("Moved"), Of("Consumed"), Of("Closure"), Of("Absence"), Of("Goodwill"),
            new TicketCount(positive.Tickets + negative.Tickets, positive.Value + negative.Value), positive, negative);

        TicketCount Of(string fact) => facts.GetValueOrDefault(fact, TicketCount.None);
    }
}
