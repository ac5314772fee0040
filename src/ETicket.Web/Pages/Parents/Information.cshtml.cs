using ETicket.Access.Registering;
using ETicket.Bulletin.News;
using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Informations » — what the structure says, whom to call, and what each activity is, where, when, at what price today.</summary>
internal sealed class InformationModel(Database database, Agreements agreements, TimeProvider clock) : MemberPage
{
    public IReadOnlyList<NewsItem> News { get; private set; } = [];
    public Structure Structure { get; private set; } = null!;

    /// <summary>Those every login accepts, as they are today.</summary>
    public IReadOnlyList<StructureText> Texts { get; private set; } = [];
    public IReadOnlyList<(Activity Activity, string? Site, IReadOnlyList<(string Label, Money Price)> Prices)> Activities { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        var today = clock.Today();
        Texts = await agreements.TodayAsync(Visitor.Structure, stop);
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        News = await NewsBoard.PublishedAsync(work, stop);
        Structure = await work.Read<Structure>().SingleAsync(stop);
        var sites = await work.Read<Site>().ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        var types = await work.Read<TicketType>().OrderBy(t => t.Code).ToListAsync(stop);
        var prices = (await work.Read<Tariff>().Where(t => t.StartsOn <= today).ToListAsync(stop)).GroupBy(t => t.TicketTypeId).ToDictionary(g => g.Key, g => g.MaxBy(t => t.StartsOn)!.UnitPrice);
        var activities = await work.Read<Activity>().OrderBy(a => a.Position).ThenBy(a => a.Name).ToListAsync(stop);
        Activities =
        [
            .. activities.Select(a => (
                a, a.SiteId is { } site ? sites.GetValueOrDefault(site) : null,
                (IReadOnlyList<(string, Money)>)[.. types.Where(t => t.ActivityId == a.Id && prices.ContainsKey(t.Id)).Select(t => (t.Label, prices[t.Id]))])),
        ];
    }
}
