using ETicket.Kernel;

namespace ETicket.Planning.Grids;

/// <summary>« Tickets manquants » — what must be bought for the days just refused for want of tickets.</summary>
public static class MissingTickets
{
    /// <summary>
    /// By ticket, for a plan read after the command: one for each day refused, those the booklet lacked already before the floor of its activity is reached, less what came in since. Days
    /// the plan does not show are not counted, nor a ticket of which none is missing any more.
    /// </summary>
    public static IReadOnlyDictionary<TicketTypeId, int> Of(GridPlan plan, IEnumerable<DayAnswer> answers) => answers
        .Where(a => a.Verdict is Verdict.NoTicket)
        .Select(a => plan.RowOf(new(a.Child), new(a.Activity), a.Day)).OfType<PlanRow>()
        .Where(row => row.Wallet is not null)
        .GroupBy(row => row.TicketType.Id)
        .Select(refused => (Ticket: refused.Key, Missing: refused.Count() - refused.First().Wallet!.Available - (refused.First().Activity.Floor ?? 0)))
        .Where(m => m.Missing > 0)
        .ToDictionary(m => m.Ticket, m => m.Missing);
}
