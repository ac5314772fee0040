using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Lists;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Papers;

/// <summary>« Feuilles d'appel en PDF » — the children expected at an activity on a day, class by class, to be ticked.</summary>
internal sealed class AttendanceSheets(Database database, DocumentDesk desk, PortalAddress portal)
{
    /// <summary>As ticks stand now. Null when the structure has no such activity.</summary>
    public async Task<RenderedDocument?> PrintAsync(StructureId structure, ActivityId activity, DateOnly day, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await work.Read<Activity>().SingleOrDefaultAsync(a => a.Id == activity, stop) is not { } served)
            return null;
        var expected = await ExpectedChildren.OfAsync(work, activity, day, stop);
        var paper = new AttendanceSheet
        {
            PortalAddress = portal.Written,
            Day = day,
            MadeAt = await work.NowAsync(stop),
            Service = served.Name,
            Place = await work.Read<Site>().Where(s => s.Id == served.SiteId).Select(s => s.Name).SingleOrDefaultAsync(stop),
            Hours = served.Hours,
            Groups =
            [
                .. expected.Select((child, i) => (Child: child, Number: i + 1)).GroupBy(c => (c.Child.School, c.Child.Grade))
                    .Select(g => new ExpectedGroup(g.Key.School, g.Key.Grade, [.. g.Select(c => new ExpectedChild(c.Number, c.Child.LastName, c.Child.FirstName))])),
            ],
        };
        var printed = await desk.IssueAsync(work, paper, null, stop);
        await work.CommitAsync(stop);
        return printed;
    }
}
