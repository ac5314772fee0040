using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Web.Pages.Parents;

/// <summary>« Mon dossier » — the children and adults of the family file, and what the children are enrolled in.</summary>
internal sealed class FileModel(Database database, TimeProvider clock) : MemberPage
{
    internal sealed record FiledChild(Child Child, string? School, IReadOnlyList<string> Activities);

    public Family Family { get; private set; } = null!;
    public IReadOnlyList<FiledChild> Children { get; private set; } = [];
    public IReadOnlyList<Guardian> Guardians { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        var family = Visitor.Family;
        var today = clock.Today();
        await using var work = await database.BeginAsync(Visitor.Structure, stop);
        Family = await work.Read<Family>().SingleAsync(f => f.Id == family, stop);
        Guardians = await work.Read<Guardian>().Where(g => g.FamilyId == family).OrderBy(g => g.Id).ToListAsync(stop);
        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family orderby c.FirstName select c).ToListAsync(stop);
        var ids = children.Select(c => c.Id).ToList();
        var schools = await work.Read<Site>().ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        var enrolled = (await (from e in work.Read<Enrolment>()
                               join a in work.Read<Activity>() on e.ActivityId equals a.Id
                               where ids.Contains(e.ChildId) && (e.EndsOn == null || e.EndsOn >= today)
                               orderby a.Position, a.Name
                               select new { e.ChildId, a.Name }).ToListAsync(stop)).ToLookup(e => e.ChildId, e => e.Name);
        Children = [.. children.Select(c => new FiledChild(c, c.SchoolId is { } school ? schools.GetValueOrDefault(school) : null, [.. enrolled[c.Id].Distinct(StringComparer.Ordinal)]))];
    }
}
