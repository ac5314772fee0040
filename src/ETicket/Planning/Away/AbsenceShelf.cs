using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Away;

/// <summary>A day of an absence, the name of its activity, the rule that judged it.</summary>
public sealed record JudgedDay(AbsenceDay Day, string Activity, AbsenceRule? Rule);

/// <summary>« Une absence » as it is read: whose, its days, and how many papers the family put among its documents for it.</summary>
public sealed record ToldAbsence(Absence Absence, string Child, string Family, string Number, IReadOnlyList<JudgedDay> Days, int Papers)
{
    public bool Waits => Days.Any(d => d.Day.State is AbsenceState.WaitsForProof or AbsenceState.ProofSent);

    public bool MayBeWithdrawn => Absence.WithdrawnAt is null && Days.Any(d => d.Day.State is not AbsenceState.GivenBack && d.Day.Why is not (AbsenceWhy.NoProof or AbsenceWhy.Desk));
}

/// <summary>« Absences signalées » — those of a family, or what the mairie has to look at. Reads, writes nothing.</summary>
public static class AbsenceShelf
{
    private const int Shown = 30;

    /// <summary>Those a family told, the newest first; those of the child's other home are not ours.</summary>
    public static Task<IReadOnlyList<ToldAbsence>> OfAsync(Work work, FamilyId family, CancellationToken stop) =>
        ReadAsync(work, work.Read<Absence>().Where(a => a.FamilyId == family).OrderByDescending(a => a.Id).Take(Shown), stop);

    /// <summary>« À regarder » by the mairie: those that wait for it, the oldest first.</summary>
    public static Task<IReadOnlyList<ToldAbsence>> WaitingAsync(Work work, CancellationToken stop) => ReadAsync(work, Waiting(work).OrderBy(a => a.Id).Take(100), stop);

    /// <summary>How many wait for the mairie.</summary>
    public static Task<int> CountAsync(Work work, CancellationToken stop) => Waiting(work).CountAsync(stop);

    /// <summary>The last ones told, whatever became of them.</summary>
    public static Task<IReadOnlyList<ToldAbsence>> LatestAsync(Work work, CancellationToken stop) => ReadAsync(work, work.Read<Absence>().OrderByDescending(a => a.Id).Take(Shown), stop);

    private static IQueryable<Absence> Waiting(Work work) => work.Read<Absence>()
        .Where(a => work.Read<AbsenceDay>().Any(d => d.AbsenceId == a.Id && (d.State == AbsenceState.WaitsForProof || d.State == AbsenceState.ProofSent)));

    private static async Task<IReadOnlyList<ToldAbsence>> ReadAsync(Work work, IQueryable<Absence> which, CancellationToken stop)
    {
        var absences = await which.ToListAsync(stop);
        var (ids, families, children) = (absences.ConvertAll(a => a.Id), absences.Select(a => a.FamilyId).Distinct().ToList(), absences.Select(a => a.ChildId).Distinct().ToList());
        var days = (await (from d in work.Read<AbsenceDay>()
                           join a in work.Read<Activity>() on d.ActivityId equals a.Id
                           where ids.Contains(d.AbsenceId)
                           orderby d.Day, a.Position, a.Name
                           select new { Day = d, a.Name }).ToListAsync(stop)).ToLookup(d => d.Day.AbsenceId);
        var rules = (await work.Read<AbsenceRule>().ToListAsync(stop)).ToDictionary(r => (r.ActivityId, r.Reason, (DateOnly?)r.StartsOn));
        var names = await work.Read<Family>().Where(f => families.Contains(f.Id)).ToDictionaryAsync(f => f.Id, stop);
        var kids = await work.Read<Child>().Where(c => children.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.FirstName, stop);
        var papers = (await work.Read<FamilyDocument>().Where(d => families.Contains(d.FamilyId) && d.Sender == DocumentSender.Family && d.WithdrawnAt == null)
            .Select(d => new { d.FamilyId, d.SentAt }).ToListAsync(stop)).ToLookup(d => d.FamilyId, d => d.SentAt);
        return
        [
            .. absences.Select(a => new ToldAbsence(
                a, kids[a.ChildId], names[a.FamilyId].Name, names[a.FamilyId].Number,
                [.. days[a.Id].Select(d => new JudgedDay(d.Day, d.Name, rules.GetValueOrDefault((d.Day.ActivityId, a.Reason, d.Day.RuleStartsOn))))], papers[a.FamilyId].Count(at => at >= a.PapersSince()))),
        ];
    }
}
