using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Changes;

/// <summary>« Réponses de la mairie » to what families ask: yes writes the field or the card, no says why; each is given once, and its letter leaves with it.</summary>
public sealed class Decisions(Database database, PortalAddress portal)
{
    private const int Longest = 500;

    /// <summary>
    /// « Accepter » — the field becomes what was asked, if it still is what it was then; the card asked for is added. Refuses with <see cref="UnknownChange"/>, <see cref="ChangeOver"/>,
    /// <see cref="UnknownCard"/> where the card is gone, or <see cref="FieldChangedMeanwhile"/> with both values.
    /// </summary>
    public Task AcceptAsync(StructureId structure, Guid id, string by, CancellationToken stop) => Conflicts.ReplayAsync(async () =>
    {
        await using var work = await database.BeginAsync(structure, stop);
        var change = await DecideAsync(work, id, ChangeState.Accepted, by, null, stop);
        await FileCards.HoldAsync(work, change.FamilyId, stop);
        CardForm form = new(structure, change.FamilyId, change.Kind, change.Subject, "", change.Wanted.Values);
        if (change.IsCard)
            await FileCards.InsertAsync(work, form, form.Typed, stop);
        else
            await WriteAsync(work, form, change, stop);
        await ChangeLetters.TellAsync(work, portal, change, stop);
        await work.CommitAsync(stop);
        return 1;
    }, stop);

    /// <summary>« Refuser » — the field stays, and the family reads why. Refuses with <see cref="ReasonMissing"/>, <see cref="UnknownChange"/> or <see cref="ChangeOver"/>.</summary>
    public async Task RefuseAsync(StructureId structure, Guid id, string by, string reason, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > Longest)
            throw new ReasonMissing();
        await using var work = await database.BeginAsync(structure, stop);
        await ChangeLetters.TellAsync(work, portal, await DecideAsync(work, id, ChangeState.Refused, by, reason.Trim(), stop), stop);
        await work.CommitAsync(stop);
    }

    private static async Task WriteAsync(Work work, CardForm form, FileChange change, CancellationToken stop)
    {
        await FileCards.RunAsync(work, CardSql.Hold(form.Kind), form, [], stop);
        var card = await CardReader.FindAsync(work, change.FamilyId, change.Kind, change.Subject, stop) ?? throw new UnknownCard();
        var field = Fields.Of(change.Kind).Single(f => f.Name == change.Field);
        if (card[field.Name] != change.OldValue)
            throw new FieldChangedMeanwhile(change.OldValue, card[field.Name]);
        if (field.Name == Fields.Pays && change.NewValue == "true")
            await FileCards.OnePayerAsync(work, form, stop);
        foreach (var (sql, _) in CardSql.Write(change.Kind, [field]))
            await FileCards.RunAsync(work, sql, form, [change.NewValue], stop);
    }

    private static async Task<FileChange> DecideAsync(Work work, Guid id, ChangeState answer, string by, string? reason, CancellationToken stop)
    {
        await using (var command = work.Command(
            "update file_change set state = $3, decided_at = eticket_now(), decided_by = $4, reason = $5::text where structure_id = $1 and id = $2 and state = 'Pending'",
            work.Structure.Value, id, answer.ToString(), by, reason))
        {
            if (await command.ExecuteNonQueryAsync(stop) == 0)
                throw await work.Read<FileChange>().AnyAsync(c => c.Id == id, stop) ? new ChangeOver() : new UnknownChange();
        }
        return await work.Read<FileChange>().SingleAsync(c => c.Id == id, stop);
    }
}
