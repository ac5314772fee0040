using ETicket.Families.Documents;
using ETicket.Families.Dossier;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Persistence.Sealing;

namespace ETicket.Families.Photos;

/// <summary>« Adulte d'un foyer » — whose photo of which child.</summary>
public sealed record PhotoPlace(StructureId Structure, FamilyId Family, ChildId Child);

/// <summary>Whose page it is, when the photo it has was sent (null while there is none), and whether the file is sent, so that nothing of it changes.</summary>
public sealed record PhotoSheet(string FirstName, DateTimeOffset? SentAt, bool ReadOnly);

/// <summary>« Photos des enfants » — kept without the place and the hour they were taken, the right way up.</summary>
public sealed class ChildPhotos(Database database, Vault vault)
{
    public const int MostMegaBytes = 5;

    /// <summary>« Y a-t-il une photo ? » — null for a child of another home, or who left this one.</summary>
    public async Task<PhotoSheet?> OfAsync(PhotoPlace place, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(place);
        await using var work = await database.BeginAsync(place.Structure, stop);
        await using var command = work.Command(
            """
            select c.first_name, p.sent_at, y.file_state from family_child f
            join family y on y.structure_id = f.structure_id and y.id = f.family_id
            join child c on c.structure_id = f.structure_id and c.id = f.child_id
            left join child_photo p on p.structure_id = f.structure_id and p.family_id = f.family_id and p.child_id = f.child_id
            where f.structure_id = $1 and f.family_id = $2 and f.child_id = $3 and f.left_at is null
            """,
            place.Structure.Value, place.Family.Value, place.Child.Value);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new(row.GetString(0), await row.IsDBNullAsync(1, stop) ? null : row.GetFieldValue<DateTimeOffset>(1), row.GetString(2) == nameof(FileState.Sent)) : null;
    }

    /// <summary>
    /// « Envoyer la photo » — it takes the place of the one before. False for a child of another home, or who left this one. Refuses what <see cref="IncomingFile"/> refuses, a PDF with
    /// <see cref="PhotoOfOtherKind"/>, more than a photo weighs with <see cref="PhotoTooBig"/>, and with <see cref="FileIsBeingRead"/> while the file is sent.
    /// </summary>
    public async Task<bool> SendAsync(PhotoPlace place, string userName, IncomingFile file, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(file);
        if (file.Content.Length > MostMegaBytes * IncomingFile.MegaByte)
            throw new PhotoTooBig(MostMegaBytes);
        var accepted = file.Accepted();
        if (!accepted.MediaType.StartsWith("image/", StringComparison.Ordinal))
            throw new PhotoOfOtherKind();
        await using var work = await database.BeginAsync(place.Structure, stop);
        await HoldAsync(work, place.Family, stop);
        await using var command = work.Command(
            """
            insert into child_photo (structure_id, family_id, child_id, media_type, sealed, sent_at, sent_by)
            select f.structure_id, f.family_id, f.child_id, $4, $5, eticket_now(), $6 from family_child f
            where f.structure_id = $1 and f.family_id = $2 and f.child_id = $3 and f.left_at is null
            on conflict (structure_id, family_id, child_id) do update set media_type = excluded.media_type, sealed = excluded.sealed, sent_at = excluded.sent_at, sent_by = excluded.sent_by
            """,
            place.Structure.Value, place.Family.Value, place.Child.Value, accepted.MediaType, vault.Seal(SealedAt(place), accepted.Content), userName);
        var sent = await command.ExecuteNonQueryAsync(stop) == 1;
        await work.CommitAsync(stop);
        return sent;
    }

    /// <summary>« Retirer la photo » — gone at once; asked again, it stays gone. Refuses with <see cref="FileIsBeingRead"/> while the file is sent.</summary>
    public async Task RemoveAsync(PhotoPlace place, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(place);
        await using var work = await database.BeginAsync(place.Structure, stop);
        await HoldAsync(work, place.Family, stop);
        await using var command = work.Command(
            "delete from child_photo where structure_id = $1 and family_id = $2 and child_id = $3", place.Structure.Value, place.Family.Value, place.Child.Value);
        await command.ExecuteNonQueryAsync(stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Voir la photo » — null where there is none, or for a child of another home, or who left this one.</summary>
    public async Task<OpenedDocument?> OpenAsync(PhotoPlace place, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(place);
        await using var work = await database.BeginAsync(place.Structure, stop);
        await using var command = work.Command(
            """
            select p.media_type, p.sealed from child_photo p
            join family_child f on f.structure_id = p.structure_id and f.family_id = p.family_id and f.child_id = p.child_id and f.left_at is null
            where p.structure_id = $1 and p.family_id = $2 and p.child_id = $3
            """,
            place.Structure.Value, place.Family.Value, place.Child.Value);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? new("", row.GetString(0), vault.Open(SealedAt(place), (byte[])row[1])) : null;
    }

    /// <summary>A file that is sent is read as it was sent, its photos too.</summary>
    private static async Task HoldAsync(Work work, FamilyId family, CancellationToken stop)
    {
        if (await FileCards.HoldAsync(work, family, stop) is FileState.Sent)
            throw new FileIsBeingRead();
    }

    private static string SealedAt(PhotoPlace place) => $"photo/{place.Structure}/{place.Family}/{place.Child}";
}
