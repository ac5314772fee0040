namespace ETicket.Treasury.Reports;

/// <summary>
/// « Nature des mouvements » — what each transfer of a wallet up to a day was, as every report of tickets counts it: one definition, so that they agree to the ticket. A difference
/// of price between a debt and the lot that met it is consumption, wherever it was met; its mirror in a re-credit is re-credit.
/// </summary>
internal static class TicketFacts
{
    /// <summary>« move », of the structure $1: ticket type, wallet, tickets and cents (negative when they leave), fact; before the day $2 all is opening, after $3 nothing is told.</summary>
    public const string Moves =
        """
        move as (
          select w.ticket_type_id, t.wallet_id, case when t.credit_id = t.wallet_id then t.quantity else -t.quantity end as tickets,
                 case when t.credit_id = t.wallet_id then t.cents else -t.cents end as cents,
                 case
                   when e.effective_on < $2 or e.kind = 'Opening' and t.quantity > 0 then 'Opening'
                   when e.kind = 'Recredit' and (t.quantity > 0 or t.mirrors_id is not null)
                     then case e.reason when 'closure' then 'Closure' when 'absence' then 'Absence' else 'Goodwill' end
                   when t.quantity = 0 or e.kind = 'DayClosed' then 'Consumed'
                   when e.kind = 'ReversalUndone' then coalesce((
                     select o.kind from entry o where o.structure_id = e.structure_id and o.id = e.corrects_id and o.kind = 'RefundOutside'), 'Reversal')
                   else e.kind end as fact
          from transfer t
          join entry e on e.structure_id = t.structure_id and e.id = t.entry_id
          join wallet w on w.structure_id = t.structure_id and w.id = t.wallet_id
          where t.structure_id = $1 and e.effective_on <= $3)
        """;
}
