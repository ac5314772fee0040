using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Grids;

/// <summary>A service of a child on the planning: an activity, with the ticket its days use.</summary>
public sealed record ServiceOfChild(ChildId Child, ActivityId Activity, TicketTypeId Ticket)
{
    public static ServiceOfChild Of(PlanRow row) => new(row.Child, row.Activity.Id, row.TicketType.Id);
}

/// <summary>« Services du même nom » — what tells two services apart that have one name.</summary>
public static class SameNames
{
    /// <summary>
    /// « Distinguer » — for each service whose name another of the same child bears in the weeks shown: its hours, where these tell them all apart, else its site, else the label of its
    /// ticket, else all three. Asks for the sites only where hours are not enough; reads, writes nothing.
    /// </summary>
    public static Task<IReadOnlyDictionary<ServiceOfChild, string>> OfAsync(Work work, GridPlan plan, CancellationToken stop) =>
        TellAsync(work, Rows(plan).DistinctBy(ServiceOfChild.Of).GroupBy(r => (r.Child, Name: NameOf(r))), ServiceOfChild.Of, stop);

    /// <summary>« Distinguer les services » — the same of services whose name another service bears, whichever children of the file have them.</summary>
    public static Task<IReadOnlyDictionary<ActivityId, string>> OfServicesAsync(Work work, GridPlan plan, CancellationToken stop) =>
        TellAsync(work, Rows(plan).DistinctBy(r => r.Activity.Id).GroupBy(NameOf), r => r.Activity.Id, stop);

    private static IEnumerable<PlanRow> Rows(GridPlan plan) => from week in plan.Weeks from child in week.Children from row in child.Rows select row;

    private static string NameOf(PlanRow row) => row.Activity.Name.Trim().ToUpperInvariant();

    private static async Task<IReadOnlyDictionary<T, string>> TellAsync<T>(Work work, IEnumerable<IEnumerable<PlanRow>> byName, Func<PlanRow, T> key, CancellationToken stop)
        where T : notnull
    {
        var same = byName.Select(g => g.ToList()).Where(g => g.Count > 1).ToList();
        if (same.Count == 0)
            return new Dictionary<T, string>();
        Dictionary<SiteId, string> sites = same.TrueForAll(g => TellApart(g.ConvertAll(Hours))) ? [] : (await work.Read<Site>().ToListAsync(stop)).ToDictionary(s => s.Id, s => s.Name);
        string? SiteOf(PlanRow row) => row.Activity.SiteId is { } site ? sites.GetValueOrDefault(site) : null;

        Dictionary<T, string> apart = [];
        foreach (var services in same)
        {
            Func<PlanRow, string?>[] ways = [Hours, SiteOf, row => row.TicketType.Label, row => string.Join(", ", new[] { Hours(row), SiteOf(row), row.TicketType.Label }.Where(t => !string.IsNullOrWhiteSpace(t)))];
            var way = ways.FirstOrDefault(w => TellApart(services.ConvertAll(r => w(r))), ways[^1]);
            foreach (var row in services)
                apart[key(row)] = way(row)!;
        }
        return apart;
    }

    private static string? Hours(PlanRow row) => row.Activity.Hours;

    private static bool TellApart(List<string?> said) =>
        said.TrueForAll(t => !string.IsNullOrWhiteSpace(t)) && said.Distinct(StringComparer.OrdinalIgnoreCase).Count() == said.Count;
}
