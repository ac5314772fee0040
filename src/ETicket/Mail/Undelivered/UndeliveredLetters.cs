using ETicket.Kernel;
using ETicket.Mail.Letters;
using ETicket.Mail.Preview;
using ETicket.Persistence;

namespace ETicket.Mail.Undelivered;

/// <summary>« Courriers non remis » — what a person can do about a letter that did not leave.</summary>
internal sealed class UndeliveredLetters(Database database, LetterPreview templates)
{
    private const string Again = "state = 'queued', attempts = 0, last_error = null, queued_at = eticket_now(), next_attempt_at = eticket_now()";

    /// <summary>
    /// « Renvoyer » — the letter leaves again, with all its attempts before it, to the address of its reader's file and under the same Message-ID. Once per failure, however often it
    /// is asked: one that waits for nobody any more stays as it is. Refuses with <see cref="AddressUnchanged"/> where the file still holds the address nobody has, and
    /// with <see cref="LetterOver"/> what is over: it would be dropped before it leaves.
    /// </summary>
    public async Task SendAgainAsync(StructureId structure, long id, string by, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        if (await UndeliveredList.FindAsync(work, id, stop) is not { } waiting)
            return;
        if (waiting.Over)
            throw new LetterOver();
        if (!waiting.MayBeSentAgain)
            throw new AddressUnchanged(waiting.Address);
        if (!await ResolveAsync(work, id, by, outcome: null, stop))
            return;
        await using var command = work.Command(
            $"""
            update outbox_letter o set {Again}
            from undelivered_letter u where u.structure_id = $1 and u.id = $2 and o.structure_id = u.structure_id and o.id = u.letter_id
            """,
            structure.Value, id);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>By reason, what <see cref="SendAllAgainAsync"/> would send.</summary>
    public async Task<IReadOnlyList<UndeliveredTogether>> TogetherAsync(Work work, CancellationToken stop) => await UndeliveredList.ReasonsAsync(work, await BrokenAsync(work, stop), stop);

    /// <summary>
    /// « Tout renvoyer » — all the letters of one reason leave again as <see cref="SendAgainAsync"/> makes one; those whose reader still has no address, or one nobody has, stay, and so do
    /// those that may have arrived, are over, or have a template still broken. Answers how many leave.
    /// </summary>
    public async Task<int> SendAllAgainAsync(StructureId structure, UndeliveredReason reason, string by, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            $"""
            with resolved as (
              update undelivered_letter u set resolved_at = eticket_now(), resolved_by = $4
              where u.structure_id = $1 and u.resolved_at is null and u.id in (select s.id from ({UndeliveredList.Seen}) s where s.reason = $3 and {UndeliveredList.Together})
              returning u.letter_id)
            update outbox_letter o set {Again}
            from resolved r where o.structure_id = $1 and o.id = r.letter_id and o.state = 'failed'
            """,
            structure.Value, await BrokenAsync(work, stop), reason.ToString(), by);
        command.CommandTimeout = 300;
        var leaving = await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
        return leaving;
    }

    /// <summary>
    /// « Classer » — a person saw to it otherwise, and says how; the letter will not leave. The first outcome stays. Refuses a blank one with <see cref="SetAsideWithoutReason"/>.
    /// </summary>
    public async Task SetAsideAsync(StructureId structure, long id, string? outcome, string by, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(outcome))
            throw new SetAsideWithoutReason();
        await using var work = await database.BeginAsync(structure, stop);
        await ResolveAsync(work, id, by, outcome.Trim(), stop);
        await work.CommitAsync(stop);
    }

    /// <summary>Of the kinds that wait for their template, those whose template, or an example of it, still does not hold.</summary>
    private async Task<string[]> BrokenAsync(Work work, CancellationToken stop) =>
        [.. (await UndeliveredList.SpoiledAsync(work, stop)).Where(name => LetterBook.Find(name) is not { } kind || templates.ProblemOf(kind) is not null)];

    private static async Task<bool> ResolveAsync(Work work, long id, string by, string? outcome, CancellationToken stop)
    {
        await using var command = work.Command(
            "update undelivered_letter set resolved_at = eticket_now(), resolved_by = $3, outcome = $4 where structure_id = $1 and id = $2 and resolved_at is null",
            work.Structure.Value, id, by, outcome);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }
}
