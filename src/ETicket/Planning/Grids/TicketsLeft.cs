using ETicket.Catalogue;
using ETicket.Persistence;
using ETicket.Planning.Foresight;

namespace ETicket.Planning.Grids;

/// <summary>
/// « Tickets restants » of a booklet, those promised to ticked days included: the last day of use they cover and the first they do not, habits counted; both null where they are enough as
/// far as the forecast goes. <paramref name="Children"/> are those of the file that share it on the planning, by first name.
/// </summary>
public sealed record TicketsLeft(int Tickets, DateOnly? Until, DateOnly? RunsOutOn, IReadOnlyList<string> Children)
{
    /// <summary>The forecast looks ahead as far as the letters do, and as far as the weeks shown; no page asks for more than a year of it.</summary>
    private const int Farthest = 366;

    /// <summary>« Prévoir les carnets du planning » — by wallet, every booklet the weeks show, in one statement; an activity billed after use has none. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyDictionary<long, TicketsLeft>> OfAsync(Work work, GridPlan plan, CancellationToken stop)
    {
        var sharers = (from week in plan.Weeks
                       from child in week.Children
                       from row in child.Rows
                       where row.Activity.Mode is ActivityMode.Prepaid && row.Wallet is not null
                       select (row.Wallet!.Id, child.Child)).DistinctBy(s => (s.Id, s.Child.Id)).ToLookup(s => s.Id, s => s.Child.FirstName);
        if (sharers.Count == 0)
            return new Dictionary<long, TicketsLeft>();
        var ahead = Math.Clamp(plan.Sunday.DayNumber - plan.Today.DayNumber, LowBalanceAlerts.Farthest, Farthest);
        var forecasts = await Forecasts.OfAsync(work, [.. sharers.Select(s => s.Key)], plan.Today.AddDays(ahead), stop);
        return forecasts.ToDictionary(f => f.WalletId, f => Of(f, [.. sharers[f.WalletId]]));
    }

    public static TicketsLeft Of(Forecast forecast, IReadOnlyList<string> children)
    {
        var end = forecast.RunsOut?.On;
        return new TicketsLeft(forecast.Tickets, end is null ? null : forecast.Days.LastOrDefault(d => d.Day < end)?.Day, end, children);
    }
}
