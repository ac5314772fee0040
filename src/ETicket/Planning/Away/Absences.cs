using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Away;

/// <summary>Who tells, for which family file, under which key (made with the page).</summary>
public sealed record AbsenceCommand(StructureId Structure, FamilyId Family, Guid Key, string Actor);

/// <summary>« Absences » — told and withdrawn by a family. Nothing is ever blocked, and no ticket is taken here: a day still open is unticked by a click, the others are judged by their rule.</summary>
public sealed class Absences(Database database, Bookings bookings, AbsenceSettling settling)
{
    /// <summary>
    /// « Signaler une absence », once per key. Days that can still be unticked are, as by a click, and are no absence; each other booked day is judged by the rule of its activity and reason,
    /// and an accepted one that was counted already gives its ticket back at once. Answers the number of the absence: the one that told these days before, where nothing is left to
    /// tell; null where every day was only unticked. Refuses what <see cref="AbsencePlan.OfAsync"/> refuses, days without a tick with <see cref="NoBookedDay"/>, days the other home told already with <see cref="ToldByOtherHome"/>, another
    /// command under the same key with <see cref="KeyReused"/>.
    /// </summary>
    public async Task<long?> ReportAsync(AbsenceCommand command, AbsenceWish wish, CancellationToken stop)
    {
        var unticked = await UntickAsync(command, wish, stop);
        return await Conflicts.ReplayAsync(() => WriteAsync(command, wish, unticked, stop), stop);
    }

    /// <summary>
    /// « Retirer une absence » — the child came after all: the days not decided by a person or a missing proof, and whose ticket did not come back, are as if nothing had been told. What was
    /// unticked stays so. Withdrawn already, nothing changes. Refuses one of another file with <see cref="UnknownAbsence"/>, and one where nothing is left with <see cref="NothingToWithdraw"/>.
    /// </summary>
    public Task<int> WithdrawAsync(StructureId structure, FamilyId family, long id, string actor, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        await AbsenceSettling.LockAsync(work, id, stop);
        var absence = await work.Db.Set<Absence>().SingleOrDefaultAsync(a => a.Id == id && a.FamilyId == family, stop) ?? throw new UnknownAbsence();
        if (absence.WithdrawnAt is not null)
            return 0;
        var now = await work.NowAsync(stop);
        var days = await work.Db.Set<AbsenceDay>()
            .Where(d => d.AbsenceId == id && d.State != AbsenceState.GivenBack && d.Why != AbsenceWhy.NoProof && d.Why != AbsenceWhy.Desk).ToListAsync(stop);
        if (days.Count == 0)
            throw new NothingToWithdraw();
        absence.WithdrawnAt = now;
        foreach (var day in days)
            (day.State, day.DecidedAt, day.DecidedBy) = (AbsenceState.Withdrawn, now, actor);
        await work.CommitAsync(stop);
        return days.Count;
    }, stop);

    private async Task<bool> UntickAsync(AbsenceCommand command, AbsenceWish wish, CancellationToken stop)
    {
        // One click, under a key of its own: told again after a stop in the middle, nothing is unticked again.
        var click = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"absence|{command.Key:N}")).AsSpan(0, 16));
        AbsencePlan plan;
        await using (var work = await database.BeginAsync(command.Structure, stop))
        {
            plan = await AbsencePlan.OfAsync(work, command.Family, wish, stop);
            if (await work.Read<CommandKey>().AnyAsync(k => k.Key == click || k.Key == command.Key, stop))
                return true;
        }
        if (plan.Days.Count == 0)
            throw new NoBookedDay(wish.First, wish.Last);
        var open = plan.Days.Where(d => d.Fate is AbsentDayFate.Unticks).Select(d => new DayWish(wish.Child, d.Activity.Id, d.Day, false)).ToList();
        if (open.Count == 0)
            return false;
        var answers = await bookings.SetAsync(new PlanningCommand(command.Structure, command.Family, click, command.Actor, ChangeOrigin.Parent, open), stop);
        // Those that became too late meanwhile are judged by their rule.
        if (answers.FirstOrDefault(a => !a.Accepted && a.Verdict is not Verdict.TooLate)?.Refusal is { } refusal)
            throw refusal;
        return true;
    }

    private async Task<long?> WriteAsync(AbsenceCommand command, AbsenceWish wish, bool unticked, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(command.Structure, stop);
        // Two guardians, or one who taps twice, come one after the other.
        await using var turn = work.Command("select pg_advisory_xact_lock(hashtextextended($1, 0))", $"absence/{command.Structure}/{command.Family}");
        await turn.ExecuteNonQueryAsync(stop);
        if (await FindAsync(work, command, wish, stop) is { } known)
            return known.Id;
        var plan = await AbsencePlan.OfAsync(work, command.Family, wish, stop);
        var judged = plan.Days.Where(d => d.Fate is AbsentDayFate.Judged).ToList();
        var told = plan.Days.Where(d => d.ToldIn is not null).Select(d => d.ToldIn!.Value).ToList();
        if (!unticked && judged.Count + told.Count == 0 && plan.Days.Count > 0)
            throw new ToldByOtherHome(wish.First, wish.Last);
        var id = judged.Count > 0 ? await AddAsync(work, command, wish, plan.Now, judged, stop)
            : await work.Read<Absence>().Where(a => a.FamilyId == command.Family && told.Contains(a.Id)).MinAsync(a => (long?)a.Id, stop);
        work.Db.Add(new CommandKey
        {
            StructureId = command.Structure,
            Key = command.Key,
            Fingerprint = Fingerprint(command, wish),
            Answer = (id ?? 0).ToString(CultureInfo.InvariantCulture),
            At = plan.Now,
        });
        await work.CommitAsync(stop);
        return id;
    }

    private async Task<long> AddAsync(Work work, AbsenceCommand command, AbsenceWish wish, DateTimeOffset now, List<AbsentDay> days, CancellationToken stop)
    {
        var absence = new Absence
        {
            StructureId = command.Structure,
            FamilyId = command.Family,
            ChildId = wish.Child,
            Reason = wish.Reason,
            FirstDay = wish.First,
            LastDay = wish.Last,
            ToldAt = now,
            ToldBy = command.Actor,
        };
        work.Db.Add(absence);
        await work.Db.SaveChangesAsync(stop);
        work.Db.AddRange(days.Select(d => new AbsenceDay
        {
            StructureId = command.Structure,
            AbsenceId = absence.Id,
            ActivityId = d.Activity.Id,
            Day = d.Day,
            ChildId = wish.Child,
            BookingId = d.Booking,
            RuleStartsOn = d.Rule?.StartsOn,
            State = d.Ruling!.State,
            Why = d.Ruling.Why,
            ProofUntil = d.Ruling.ProofUntil,
        }));
        await work.Db.SaveChangesAsync(stop);
        await settling.GiveBackAsync(work, absence.Id, now, command.Actor, ChangeOrigin.Parent, stop);
        return absence.Id;
    }

    private static async Task<Known?> FindAsync(Work work, AbsenceCommand command, AbsenceWish wish, CancellationToken stop)
    {
        if (await work.Read<CommandKey>().SingleOrDefaultAsync(k => k.Key == command.Key, stop) is not { } known)
            return null;
        if (known.Fingerprint != Fingerprint(command, wish))
            throw new KeyReused();
        return new Known(long.Parse(known.Answer, CultureInfo.InvariantCulture) is > 0 and var id ? id : null);
    }

    private static string Fingerprint(AbsenceCommand command, AbsenceWish wish) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"absence|{command.Family}|{wish.Child}|{wish.Reason}|{wish.First:O}|{wish.Last:O}"))));

    /// <summary>What this key did before.</summary>
    private sealed record Known(long? Id);
}
