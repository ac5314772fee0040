using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers;
using ETicket.Persistence;
using ETicket.Planning.CutOffs;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Papers;

/// <summary>« Guide d'utilisation » of a structure, read from what it decided: nothing of it is written twice, so it is never out of date.</summary>
internal sealed class UserGuides(Database database, IDocumentRenderer renderer, PortalAddress portal)
{
    /// <summary>Prices and limits are those of the Paris day it is asked on.</summary>
    public async Task<UserGuide> ReadAsync(StructureId structure, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var own = await work.Read<Structure>().SingleAsync(stop);
        var sites = await work.Read<Site>().ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        var types = await work.Read<TicketType>().OrderBy(t => t.Code).ToListAsync(stop);
        var prices = (await work.Read<Tariff>().Where(t => t.StartsOn <= today).ToListAsync(stop)).GroupBy(t => t.TicketTypeId).ToDictionary(g => g.Key, g => g.MaxBy(t => t.StartsOn)!.UnitPrice);
        var limits = (await work.Read<CutOff>().Where(c => c.StartsOn <= today).ToListAsync(stop)).GroupBy(c => c.ActivityId).ToDictionary(g => g.Key, g => g.MaxBy(c => c.StartsOn)!);
        var activities = await work.Read<Activity>().OrderBy(a => a.Position).ThenBy(a => a.Name).ToListAsync(stop);
        return new UserGuide
        {
            StructureName = own.Name,
            StructurePlace = FormerNames.None.Place(own),
            PortalAddress = portal.Written,
            ContactPhone = own.ContactPhone,
            ContactEmail = own.ContactEmail,
            MadeOn = today,
            Activities = activities.ConvertAll(a => new GuideActivity(
                a.Name,
                a.SiteId is { } site ? sites.GetValueOrDefault(site) : null,
                string.IsNullOrWhiteSpace(a.Hours) ? null : a.Hours,
                limits.TryGetValue(a.Id, out var limit) ? CutOffRule.Read(limit.Adding).Describe() : null,
                limit is null ? null : CutOffRule.Read(limit.Cancelling).Describe(),
                [.. types.Where(t => t.ActivityId == a.Id && prices.ContainsKey(t.Id)).Select(t => new GuidePrice(t.Label, prices[t.Id].Cents))])),
        };
    }

    /// <summary>The same, to keep or to hand over. Refuses a broken template with <see cref="Mail.TemplateBroken"/>.</summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, CancellationToken stop) => renderer.Render(await ReadAsync(structure, stop));
}
