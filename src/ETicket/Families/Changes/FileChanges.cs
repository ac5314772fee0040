using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Changes;

/// <summary>« Demandes de changement » of a family whose file is validated: one a field at most, the last thing asked; read by this family and by the mairie, never by the other home of a child.</summary>
public sealed class FileChanges(Database database)
{
    /// <summary>What was accepted is said for so long.</summary>
    public const int SaidDays = 30;

    /// <summary>« Où en sont les demandes » — of each field, the last one: pending or answered; one that was accepted, for thirty days.</summary>
    public static async Task<IReadOnlyList<FileChange>> OfAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var last = (await work.Read<FileChange>().Where(c => c.FamilyId == family).OrderByDescending(c => c.AskedAt).ThenByDescending(c => c.Id).ToListAsync(stop)).DistinctBy(c => (c.Subject, c.Field)).ToList();
        var since = last.Count == 0 ? default : (await work.NowAsync(stop)).AddDays(-SaidDays);
        return last.FindAll(c => c.State is not ChangeState.Accepted || c.DecidedAt >= since);
    }

    /// <summary>« Je retire cette demande » — the field stays as it is. Refuses with <see cref="UnknownChange"/>, or <see cref="ChangeOver"/> once it was answered; withdrawn twice, it is withdrawn.</summary>
    public async Task WithdrawAsync(StructureId structure, FamilyId family, Guid id, string by, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "update file_change set state = 'Withdrawn', decided_at = eticket_now(), decided_by = $4 where structure_id = $1 and family_id = $2 and id = $3 and state = 'Pending'",
            structure.Value, family.Value, id, by);
        if (await command.ExecuteNonQueryAsync(stop) == 0)
        {
            var found = await work.Read<FileChange>().SingleOrDefaultAsync(c => c.FamilyId == family && c.Id == id, stop) ?? throw new UnknownChange();
            if (found.State is not ChangeState.Withdrawn)
                throw new ChangeOver();
        }
        await work.CommitAsync(stop);
    }

    /// <summary>« Demander » — asked again before the answer, what is asked is the last.</summary>
    internal static async Task AskAsync(Work work, CardForm form, string field, string kept, string wanted, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            insert into file_change (structure_id, id, family_id, kind, subject, field, old_value, new_value, asked_at, asked_by, state)
            values ($1, $2, $3, $4, $5, $6, $7, $8, eticket_now(), $9, 'Pending')
            on conflict (structure_id, family_id, subject, field) where state = 'Pending'
            do update set old_value = excluded.old_value, new_value = excluded.new_value, asked_at = excluded.asked_at, asked_by = excluded.asked_by
            """,
            form.Structure.Value, Guid.CreateVersion7(), form.Family.Value, form.Kind.ToString(), form.Subject, field, kept, wanted, form.By);
        await command.ExecuteNonQueryAsync(stop);
    }
}
