using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Lists;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Papers;

/// <summary>« Listes bus en PDF » — the children expected on a line on a day. Neither stops nor numbers to call are known yet: one list, the column of numbers left to be filled.</summary>
internal sealed class BusLists(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>As ticks stand now. Null when the structure has no such activity, or it is no bus.</summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, ActivityId activity, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await work.Read<Activity>().SingleOrDefaultAsync(a => a.Id == activity && a.Kind == ActivityKind.SchoolBus, stop) is not { } bus)
            return null;
        var expected = await ExpectedChildren.OfAsync(work, activity, day, stop);
        var paper = new BusList
        {
            PortalAddress = portal.Written,
            Day = day,
            MadeAt = await work.NowAsync(stop),
            Line = await work.Read<Site>().Where(s => s.Id == bus.SiteId).Select(s => s.Name).SingleOrDefaultAsync(stop) ?? bus.Name,
            Hours = bus.Hours,
            Stops = expected.Count == 0 ? [] : [new BusStop(null, null, [.. expected.Select(c => new BusChild(c.LastName, c.FirstName, c.School, null))])],
        };
        var printed = await desk.IssueAsync(work, paper, null, stop);
        await work.CommitAsync(stop);
        return printed;
    }
}
