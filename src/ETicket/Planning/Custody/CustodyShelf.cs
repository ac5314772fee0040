using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Custody;

/// <summary>
/// « Garde d'un enfant », as the mairie reads it: the child's homes, the rules in force (those with an end first), the home of each day of the weeks to come, and the days that hold a ticket of a
/// home they are not of.
/// </summary>
public sealed record CustodyShelf(
    Child Child, IReadOnlyList<Family> Homes, int Version, IReadOnlyList<CustodyRule> Rules, IReadOnlyList<(DateOnly Day, FamilyId? Home)> Ahead,
    IReadOnlyList<CustodyMove> Left, IReadOnlyDictionary<ActivityId, string> Activities)
{
    /// <summary>« Lire la garde » — null for no child of this structure. Reads, writes nothing.</summary>
    public static async Task<CustodyShelf?> OfAsync(Work work, ChildId child, CancellationToken stop)
    {
        if (await work.Read<Child>().SingleOrDefaultAsync(c => c.Id == child, stop) is not { } whose)
            return null;
        var homes = await (from f in work.Read<FamilyChild>() join h in work.Read<Family>() on f.FamilyId equals h.Id where f.ChildId == child && f.LeftAt == null orderby h.Name, h.Number select h).ToListAsync(stop);
        var version = await work.Read<CustodyBook>().Where(b => b.ChildId == child).Select(b => b.Version).SingleOrDefaultAsync(stop);
        var rules = await work.Read<CustodyRule>().Where(r => r.ChildId == child && r.WithdrawnAt == null).OrderBy(r => r.LastDay == null).ThenBy(r => r.FirstDay).ToListAsync(stop);
        var activities = await (from e in work.Read<Enrolment>() join a in work.Read<Activity>() on e.ActivityId equals a.Id where e.ChildId == child select new { a.Id, a.Name }).Distinct().ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        var left = new List<CustodyMove>();
        await using (var command = work.Command("select d.day, d.activity_id, d.holder, d.home from planning_custody_due($1, $2) d order by d.day", work.Structure.Value, child.Value))
        await using (var reader = await command.ExecuteReaderAsync(stop))
        {
            while (await reader.ReadAsync(stop))
                left.Add(new(reader.GetFieldValue<DateOnly>(0), new(reader.GetGuid(1)), new(reader.GetGuid(2)), new(reader.GetGuid(3)), Verdict.NoTicket));
        }
        return new(whose, homes, version, rules, await AheadAsync(work, child, CustodyRules.WeeksAhead, stop), left, activities);
    }

    /// <summary>« Enfants de deux foyers » — with the names of their files. Reads, writes nothing.</summary>
    public static async Task<IReadOnlyList<(Child Child, string Homes)>> SharedAsync(Work work, CancellationToken stop)
    {
        var rows = await (from f in work.Read<FamilyChild>()
                          join h in work.Read<Family>() on f.FamilyId equals h.Id
                          join c in work.Read<Child>() on f.ChildId equals c.Id
                          where f.LeftAt == null && work.Read<FamilyChild>().Any(o => o.ChildId == f.ChildId && o.FamilyId != f.FamilyId && o.LeftAt == null)
                          orderby c.LastName, c.FirstName, c.Id, h.Name
                          select new { Child = c, h.Name, h.Number }).ToListAsync(stop);
        return [.. rows.GroupBy(r => r.Child.Id).Select(g => (g.First().Child, string.Join(", ", g.Select(r => $"{r.Name} ({r.Number})"))))];
    }

    /// <summary>The home of each day, from this week's Monday on.</summary>
    internal static async Task<IReadOnlyList<(DateOnly Day, FamilyId? Home)>> AheadAsync(Work work, ChildId child, int weeks, CancellationToken stop)
    {
        var monday = WeekPlan.MondayOf(ParisTime.DayOf(await work.NowAsync(stop)));
        await using var command = work.Command(
            "select $3 + n, (select c.family_id from planning_custody($1, $2, $3 + n) c) from generate_series(0, $4) n order by 1", work.Structure.Value, child.Value, monday, (7 * weeks) - 1);
        var ahead = new List<(DateOnly, FamilyId?)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            ahead.Add((reader.GetFieldValue<DateOnly>(0), reader.IsDBNull(1) ? null : new FamilyId(reader.GetGuid(1))));
        return ahead;
    }
}
