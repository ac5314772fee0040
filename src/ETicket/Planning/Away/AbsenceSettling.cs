using System.Runtime.ExceptionServices;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Away;

/// <summary>What a round did: tickets given back, days whose proof did not come.</summary>
public sealed record AbsenceRound(int Given, int Refused);

/// <summary>
/// « Donner suite aux absences » — accepted days give their ticket back once they are counted, by the mirror of their consumption, once; a proof that did not come in time refuses, one that did
/// is for the mairie to look at. Run again, or by two at once, nothing is done twice. The family is written to in the same transaction, a letter for each rule.
/// </summary>
public sealed class AbsenceSettling(Database database, Recredits recredits)
{
    private const string Actor = "absences";

    /// <summary>Every absence of every structure that something is due of. One that fails stops no other; once all were done, the problem of the first one is thrown.</summary>
    public async Task<AbsenceRound> RunAsync(CancellationToken stop)
    {
        var (given, refused, first) = (0, 0, default(Exception));
        foreach (var (structure, absence) in await DueAsync(stop))
        {
            try
            {
                var round = await Conflicts.ReplayAsync(() => SettleAsync(structure, absence, stop), stop);
                (given, refused) = (given + round.Given, refused + round.Refused);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                first ??= problem;
            }
        }
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
        return new AbsenceRound(given, refused);
    }

    private async Task<AbsenceRound> SettleAsync(StructureId structure, long absence, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await LockAsync(work, absence, stop);
        var now = await work.NowAsync(stop);
        var given = await GiveBackAsync(work, absence, now, Actor, ChangeOrigin.Night, stop);
        await work.Db.SaveChangesAsync(stop);
        var refused = await JudgeProofsAsync(work, absence, now, stop);
        await work.CommitAsync(stop);
        return new AbsenceRound(given, refused);
    }

    /// <summary>Whoever decides of an absence, or withdraws it, comes one after the other.</summary>
    internal static async Task LockAsync(Work work, long absence, CancellationToken stop)
    {
        await using var turn = work.Command("select from absence a where a.structure_id = $1 and a.id = $2 for update", work.Structure.Value, absence);
        await turn.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The accepted days of an absence that were counted. A day that was unticked or given back otherwise meanwhile is over: its ticket is there.</summary>
    internal async Task<int> GiveBackAsync(Work work, long absence, DateTimeOffset now, string actor, ChangeOrigin origin, CancellationToken stop)
    {
        var days = await (from d in work.Db.Set<AbsenceDay>()
                          join b in work.Db.Set<Booking>() on d.BookingId equals b.Id
                          where d.AbsenceId == absence && (d.State == AbsenceState.Accepted || d.State == AbsenceState.WaitsForProof || d.State == AbsenceState.ProofSent) && b.State != BookingState.Held
                          orderby d.Day, d.ActivityId
                          select new { Line = d, b.State }).ToListAsync(stop);
        foreach (var over in days.Where(d => d.State is not BookingState.Consumed))
            Ends(over.Line);
        var given = 0;
        foreach (var batch in days.Where(d => d.State is BookingState.Consumed && d.Line.State is AbsenceState.Accepted).Select(d => d.Line).GroupBy(d => (d.ActivityId, d.RuleStartsOn)).Select(b => b.ToList()))
        {
            // The event is the first day of those given back together: each day of an absence is given back once.
            var rule = await RuleOfAsync(work, batch[0], stop);
            given += await recredits.GiveBackAsync(
                work, FormattableString.Invariant($"absence/{absence}/{batch[0].Day:yyyy-MM-dd}/{batch[0].ActivityId}"), ParisTime.DayOf(now), Recredits.Absence,
                rule is null ? null : AbsenceWords.Of(rule), actor, origin, [.. batch.Select(d => d.BookingId)], stop);
            batch.ForEach(Ends);
        }
        return given;

        void Ends(AbsenceDay day)
        {
            day.State = AbsenceState.GivenBack;
            day.DecidedAt ??= now;
            day.DecidedBy ??= actor;
        }
    }

    /// <summary>What is too late for a proof. A paper the family put among its documents in time is looked at by the mairie, however late: it is no reason to refuse.</summary>
    private async Task<int> JudgeProofsAsync(Work work, long id, DateTimeOffset now, CancellationToken stop)
    {
        var late = await work.Db.Set<AbsenceDay>().Where(d => d.AbsenceId == id && d.State == AbsenceState.WaitsForProof && d.ProofUntil <= now).OrderBy(d => d.Day).ThenBy(d => d.ActivityId).ToListAsync(stop);
        if (late.Count == 0)
            return 0;
        var absence = await work.Read<Absence>().SingleAsync(a => a.Id == id, stop);
        var (since, refused) = (absence.PapersSince(), 0);
        foreach (var batch in late.GroupBy(d => (d.ActivityId, d.RuleStartsOn)).Select(b => b.ToList()))
        {
            var until = batch[0].ProofUntil!.Value;
            if (await work.Read<FamilyDocument>().AnyAsync(d => d.FamilyId == absence.FamilyId && d.Sender == DocumentSender.Family && d.WithdrawnAt == null && d.SentAt >= since && d.SentAt < until, stop))
            {
                batch.ForEach(d => d.State = AbsenceState.ProofSent);
                continue;
            }
            foreach (var day in batch)
                (day.State, day.Why, day.DecidedAt, day.DecidedBy) = (AbsenceState.Refused, AbsenceWhy.NoProof, now, Actor);
            await recredits.RefuseAsync(
                work, FormattableString.Invariant($"absence/{id}/late/{batch[0].Day:yyyy-MM-dd}/{batch[0].ActivityId}"), AbsenceWords.Late(until, await RuleOfAsync(work, batch[0], stop)),
                [.. batch.Select(d => d.BookingId)], stop);
            refused += batch.Count;
        }
        return refused;
    }

    private static Task<AbsenceRule?> RuleOfAsync(Work work, AbsenceDay day, CancellationToken stop) =>
        (from r in work.Read<AbsenceRule>()
         join a in work.Read<Absence>() on r.Reason equals a.Reason
         where a.Id == day.AbsenceId && r.ActivityId == day.ActivityId && r.StartsOn == day.RuleStartsOn
         select r).FirstOrDefaultAsync(stop);

    private async Task<IReadOnlyList<(StructureId Structure, long Absence)>> DueAsync(CancellationToken stop)
    {
        await using var command = database.Worker.CreateCommand(
            """
            select distinct d.structure_id, d.absence_id from absence_day d join booking b on b.structure_id = d.structure_id and b.id = d.booking_id
            where d.state = 'Accepted' and b.state <> 'Held' or d.state = 'WaitsForProof' and d.proof_until <= eticket_now()
              or d.state in ('WaitsForProof', 'ProofSent') and b.state in ('Released', 'Recredited')
            order by 1, 2
            """);
        var due = new List<(StructureId, long)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            due.Add((new(reader.GetGuid(0)), reader.GetInt64(1)));
        return due;
    }
}
