using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Persistence.Sealing;

namespace ETicket.Families.Health;

/// <summary>
/// « Fiches sanitaires » — apart from the file, sealed, opened one child at a time by an adult of one of its homes. The card is the child's: both homes read it and write it,
/// since a child eats and runs the same on both sides; neither is told who the other is.
/// </summary>
public sealed class HealthRecords(Database database, Vault vault)
{
    /// <summary>Noted and read by one statement: without the note there is nothing to read.</summary>
    private const string OpenSql =
        """
        with noted as (
          insert into health_read (structure_id, child_id, family_id, login_id, read_by, at, purpose)
          select c.structure_id, c.child_id, c.family_id, $4, $5, eticket_now(), $6 from family_child c where c.structure_id = $1 and c.family_id = $2 and c.child_id = $3 and c.left_at is null
          returning structure_id, child_id, family_id)
        select c.first_name, f.file_state, h.sealed, h.xmin::text, h.written_at
        from noted n
        join child c on c.structure_id = n.structure_id and c.id = n.child_id
        join family f on f.structure_id = n.structure_id and f.id = n.family_id
        left join health_record h on h.structure_id = n.structure_id and h.child_id = n.child_id
        """;

    /// <summary>« Lire la fiche » — null for a child of no home of this reader, or who left it. The reading is noted in the same transaction.</summary>
    public async Task<HealthSheet?> ReadAsync(HealthReader who, ChildId child, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        await using var work = await database.BeginAsync(who.Structure, stop);
        var sheet = await OpenAsync(work, who, child, HealthPurpose.Family, stop);
        await work.CommitAsync(stop);
        return sheet;
    }

    /// <summary>
    /// « Je valide mes modifications » — false for a child of no home of this reader; the same card sent again changes nothing. It counts at once, whatever the mairie made of the
    /// file: an allergy does not wait. Refuses with <see cref="HealthTextTooLong"/>, <see cref="HealthTextUnreadable"/>, with <see cref="HealthFileIsRead"/> while the file is sent,
    /// and with <see cref="HealthChangedMeanwhile"/> when another writing came since <paramref name="version"/>.
    /// </summary>
    public async Task<bool> SaveAsync(HealthReader who, ChildId child, string version, HealthCard card, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(card);
        var kept = card.Judged();
        await using var work = await database.BeginAsync(who.Structure, stop);
        await LockAsync(work, who.Family, child, stop);
        while (await OpenAsync(work, who, child, HealthPurpose.Change, stop) is { } found)
        {
            if (found.ReadOnly)
                throw new HealthFileIsRead();
            if (found.WrittenAt is not null && found.Card == kept)
                return true;
            if (!string.Equals(found.Version, version, StringComparison.Ordinal))
                throw new HealthChangedMeanwhile();
            if (await WriteAsync(work, who, child, kept, isNew: found.WrittenAt is null, stop))
            {
                await work.CommitAsync(stop);
                return true;
            }
        }
        return false;
    }

    private static string PlaceOf(StructureId structure, ChildId child) => $"health/{structure}/{child}";

    /// <summary>The file does not leave for the mairie meanwhile, and the card has one writer at a time.</summary>
    private static async Task LockAsync(Work work, FamilyId family, ChildId child, CancellationToken stop)
    {
        await using (var state = work.Command("select 1 from family where structure_id = $1 and id = $2 for share", work.Structure.Value, family.Value))
            await state.ExecuteNonQueryAsync(stop);
        await using var row = work.Command("select 1 from health_record where structure_id = $1 and child_id = $2 for update", work.Structure.Value, child.Value);
        await row.ExecuteNonQueryAsync(stop);
    }

    private async Task<HealthSheet?> OpenAsync(Work work, HealthReader who, ChildId child, HealthPurpose purpose, CancellationToken stop)
    {
        await using var command = work.Command(OpenSql, who.Structure.Value, who.Family.Value, child.Value, who.Login, who.UserName, purpose.ToString());
        await using var row = await command.ExecuteReaderAsync(stop);
        if (!await row.ReadAsync(stop))
            return null;
        var state = Enum.Parse<FileState>(row.GetString(1));
        if (await row.IsDBNullAsync(2, stop))
            return new HealthSheet(child, row.GetString(0), state, HealthCard.Blank, "", null);
        var card = HealthCard.Read(vault.Open(PlaceOf(who.Structure, child), (byte[])row[2]));
        return new HealthSheet(child, row.GetString(0), state, card, row.GetString(3), row.GetFieldValue<DateTimeOffset>(4));
    }

    /// <summary>False when the other home wrote the first card of this child at the same instant.</summary>
    private async Task<bool> WriteAsync(Work work, HealthReader who, ChildId child, HealthCard card, bool isNew, CancellationToken stop)
    {
        await using var command = work.Command(
            isNew
                ? "insert into health_record (structure_id, child_id, sealed, written_at, written_by) values ($1, $2, $3, eticket_now(), $4) on conflict do nothing"
                : "update health_record set sealed = $3, written_at = eticket_now(), written_by = $4 where structure_id = $1 and child_id = $2",
            who.Structure.Value, child.Value, vault.Seal(PlaceOf(who.Structure, child), card.Write()), who.UserName);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }
}
