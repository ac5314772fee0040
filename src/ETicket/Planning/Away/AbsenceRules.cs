using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Away;

/// <summary>A rule and the name of its activity.</summary>
public sealed record NamedAbsenceRule(AbsenceRule Rule, string Activity);

/// <summary>« Règles d'absence » of a structure: added, never changed.</summary>
public sealed class AbsenceRules(Database database)
{
    /// <summary>« Référence de la décision », in letters.</summary>
    public const int LongestDecision = 120;

    /// <summary>
    /// « Fixer une règle » from its first day on. Refuses figures without sense with <see cref="AbsenceRuleOutOfRange"/>, an unknown activity with <see cref="NoSuchActivity"/>, and a
    /// second rule of the same first day with <see cref="RuleBeginsAlready"/>; the very same one again changes nothing.
    /// </summary>
    public async Task SetAsync(StructureId structure, NewAbsenceRule rule, string actor, CancellationToken stop)
    {
        var decision = rule.Decision?.Trim() is { Length: > 0 } said ? said : null;
        if (!Enum.IsDefined(rule.Reason) || rule.ToldDaysBefore is < -7 or > 7 || rule.ToldAtMinute is < 0 or > 1440 || rule.FirstDaysKept is < 0 or > 7
            || rule.ProofWithinHours is < 1 or > 720 || decision?.Length > LongestDecision)
            throw new AbsenceRuleOutOfRange();
        await using var work = await database.BeginAsync(structure, stop);
        await using var turn = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", $"absence-rules/{structure}");
        await turn.ExecuteNonQueryAsync(stop);
        if (!await work.Read<Activity>().AnyAsync(a => a.Id == rule.Activity, stop))
            throw new NoSuchActivity();
        if (await work.Read<AbsenceRule>().SingleOrDefaultAsync(r => r.ActivityId == rule.Activity && r.Reason == rule.Reason && r.StartsOn == rule.StartsOn, stop) is { } known)
        {
            if ((known.ToldDaysBefore, known.ToldAtMinute, known.FirstDaysKept, known.ProofWithinHours, known.GivesBack, known.Decision)
                == (rule.ToldDaysBefore, rule.ToldAtMinute, rule.FirstDaysKept, rule.ProofWithinHours, rule.GivesBack, decision))
                return;
            throw new RuleBeginsAlready(rule.StartsOn);
        }
        work.Db.Add(new AbsenceRule
        {
            StructureId = structure,
            ActivityId = rule.Activity,
            Reason = rule.Reason,
            StartsOn = rule.StartsOn,
            ToldDaysBefore = rule.ToldDaysBefore,
            ToldAtMinute = rule.ToldAtMinute,
            FirstDaysKept = rule.FirstDaysKept,
            ProofWithinHours = rule.ProofWithinHours,
            GivesBack = rule.GivesBack,
            Decision = decision,
            SetAt = await work.NowAsync(stop),
            SetBy = actor,
        });
        await work.CommitAsync(stop);
    }

    /// <summary>« Lire les règles », by activity and reason, the newest first.</summary>
    public static async Task<IReadOnlyList<NamedAbsenceRule>> AllAsync(Work work, CancellationToken stop) =>
        await (from r in work.Read<AbsenceRule>()
               join a in work.Read<Activity>() on r.ActivityId equals a.Id
               orderby a.Position, a.Name, a.Id, r.Reason, r.StartsOn descending
               select new NamedAbsenceRule(r, a.Name)).ToListAsync(stop);
}

/// <summary>A rule as the mairie sets it; see <see cref="AbsenceRule"/>.</summary>
public sealed record NewAbsenceRule(
    ActivityId Activity, AbsenceReason Reason, DateOnly StartsOn, int ToldDaysBefore, int ToldAtMinute, int FirstDaysKept, int? ProofWithinHours, bool GivesBack, string? Decision);
