using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Away;

/// <summary>« Absences à la mairie » — the days that wait for a proof, or for a look at it, are accepted, or refused with a sentence.</summary>
public sealed class AbsenceDesk(Database database, Recredits recredits, AbsenceSettling settling)
{
    /// <summary>The longest answer to a family.</summary>
    public const int LongestAnswer = 500;

    /// <summary>
    /// « Accepter » — every day that waits, however late its proof. Those counted already give their ticket back at once; the others once they are. Refuses an absence of which no day waits
    /// with <see cref="NothingToDecide"/>.
    /// </summary>
    public Task<int> AcceptAsync(StructureId structure, long id, string actor, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        var (days, now) = await WaitingAsync(work, id, stop);
        foreach (var day in days)
            (day.State, day.DecidedAt, day.DecidedBy) = (AbsenceState.Accepted, now, actor);
        await work.Db.SaveChangesAsync(stop);
        var given = await settling.GiveBackAsync(work, id, now, actor, ChangeOrigin.Staff, stop);
        await work.CommitAsync(stop);
        return given;
    }, stop);

    /// <summary>
    /// « Refuser » — every day that waits, with a sentence the family reads in its letter: no word of a child's health belongs there. Refuses an empty or endless one with
    /// <see cref="NoAnswerGiven"/>, and what <see cref="AcceptAsync"/> refuses.
    /// </summary>
    public Task<int> RefuseAsync(StructureId structure, long id, string actor, string answer, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        var said = answer.Trim();
        if (said.Length is 0 or > LongestAnswer)
            throw new NoAnswerGiven();
        await using var work = await database.BeginAsync(structure, stop);
        var (days, now) = await WaitingAsync(work, id, stop);
        foreach (var day in days)
            (day.State, day.Why, day.DecidedAt, day.DecidedBy, day.Answer) = (AbsenceState.Refused, AbsenceWhy.Desk, now, actor, said);
        await recredits.RefuseAsync(work, FormattableString.Invariant($"absence/{id}/refused/{days[0].Day:yyyy-MM-dd}/{days[0].ActivityId}"), said, [.. days.Select(d => d.BookingId)], stop);
        await work.CommitAsync(stop);
        return days.Count;
    }, stop);

    private static async Task<(List<AbsenceDay> Days, DateTimeOffset Now)> WaitingAsync(Work work, long id, CancellationToken stop)
    {
        await AbsenceSettling.LockAsync(work, id, stop);
        var days = await work.Db.Set<AbsenceDay>().Where(d => d.AbsenceId == id && (d.State == AbsenceState.WaitsForProof || d.State == AbsenceState.ProofSent)).OrderBy(d => d.Day).ThenBy(d => d.ActivityId).ToListAsync(stop);
        return days.Count == 0 ? throw new NothingToDecide() : (days, await work.NowAsync(stop));
    }
}
