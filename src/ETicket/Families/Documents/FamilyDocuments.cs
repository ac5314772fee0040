using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Persistence.Sealing;

namespace ETicket.Families.Documents;

/// <summary>« Qui agit » — somebody signed in; of a family file, or, without one, of the structure's staff.</summary>
public sealed record DocumentActor(StructureId Structure, FamilyId? Family, Guid Login, string UserName);

/// <summary>« Mes documents » — kept sealed, under a number that is drawn; read by the family and by its structure, each reading noted, and by no other home of a child.</summary>
public sealed class FamilyDocuments(Database database, Vault vault, PortalAddress portal)
{
    /// <summary>What one family may have there at once.</summary>
    public const int MostMegaBytes = 60;
    public const int MostDocuments = 200;

    private const string InsertSql =
        """
        insert into family_document (structure_id, id, family_id, key, sender, kind_id, child_id, title, file_name, media_type, size, good_until, sent_at, sent_by, sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, eticket_now(), $13, $14)
        """;

    private const string OpenSql =
        """
        with noted as (
          insert into document_read (structure_id, document_id, login_id, read_by, at)
          select d.structure_id, d.id, $4, $5, eticket_now() from family_document d
          where d.structure_id = $1 and d.id = $2 and ($3::uuid is null or d.family_id = $3) and d.withdrawn_at is null
          returning structure_id, document_id)
        select d.family_id, d.file_name, d.media_type, d.sealed from noted n join family_document d on d.structure_id = n.structure_id and d.id = n.document_id
        """;

    /// <summary>
    /// « Envoyer un document » — checked by its content, cleaned, sealed. The same form sent twice is one document; another under its key is refused with <see cref="DocumentKeyUsed"/>.
    /// Refuses what <see cref="IncomingFile"/> and <see cref="DocumentWish"/> refuse, and with <see cref="DocumentsFull"/> what the family has no room for.
    /// </summary>
    public async Task<DocumentId> SendAsync(DocumentActor who, DocumentWish wish, IncomingFile file, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(file);
        var family = who.Family ?? throw new ArgumentException("A family sends.", nameof(who));
        return await KeepAsync(who, family, DocumentSender.Family, wish, file, stop);
    }

    /// <summary>« Adresser un document à une famille » — the structure puts it among the family's own, and writes to its adults; the same promises and refusals, no room taken from
    /// the family.</summary>
    public async Task<DocumentId> GiveAsync(DocumentActor who, FamilyId family, DocumentWish wish, IncomingFile file, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(file);
        return await KeepAsync(who, family, DocumentSender.Structure, wish, file, stop);
    }

    /// <summary>« Télécharger » — null for what is not there, not theirs, or withdrawn. The reading is noted in the same transaction.</summary>
    public async Task<OpenedDocument?> OpenAsync(DocumentActor who, DocumentId document, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        await using var work = await database.BeginAsync(who.Structure, stop);
        OpenedDocument opened;
        await using (var command = work.Command(OpenSql, who.Structure.Value, document.Value, who.Family?.Value, who.Login, who.UserName))
        await using (var row = await command.ExecuteReaderAsync(stop))
        {
            if (!await row.ReadAsync(stop))
                return null;
            opened = new(row.GetString(1), row.GetString(2), vault.Open(PlaceOf(who.Structure, new(row.GetGuid(0)), document), (byte[])row[3]));
        }
        await work.CommitAsync(stop);
        return opened;
    }

    /// <summary>
    /// « Retirer un document » — what the family sent itself: its bytes are forgotten at once. False for what is not there or not its own; withdrawn already, it stays so. Refuses
    /// with <see cref="DocumentsAreRead"/> while the mairie reads the file.
    /// </summary>
    public async Task<bool> WithdrawAsync(DocumentActor who, DocumentId document, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(who);
        var family = who.Family ?? throw new ArgumentException("A family withdraws.", nameof(who));
        await using var work = await database.BeginAsync(who.Structure, stop);
        await using (var lockRow = work.Command("select file_state from family where structure_id = $1 and id = $2 for share", who.Structure.Value, family.Value))
        {
            if (await lockRow.ExecuteScalarAsync(stop) is nameof(FileState.Sent))
                throw new DocumentsAreRead();
        }
        await using var command = work.Command(
            """
            update family_document set withdrawn_at = coalesce(withdrawn_at, eticket_now()), withdrawn_by = coalesce(withdrawn_by, $4), sealed = null
            where structure_id = $1 and family_id = $2 and id = $3 and sender = 'Family'
            """,
            who.Structure.Value, family.Value, document.Value, who.UserName);
        var found = await command.ExecuteNonQueryAsync(stop) == 1;
        await work.CommitAsync(stop);
        return found;
    }

    private static string PlaceOf(StructureId structure, FamilyId family, DocumentId document) => $"document/{structure}/{family}/{document}";

    private async Task<DocumentId> KeepAsync(DocumentActor who, FamilyId family, DocumentSender sender, DocumentWish wish, IncomingFile file, CancellationToken stop)
    {
        var accepted = file.Accepted();
        await using var work = await database.BeginAsync(who.Structure, stop);
        // One at a time of a family: the room is counted before it is taken.
        await using (var turn = work.Command("select 1 from family where structure_id = $1 and id = $2 for no key update", who.Structure.Value, family.Value))
            await turn.ExecuteNonQueryAsync(stop);
        if (await SentBeforeAsync(work, family, wish, accepted, stop) is { } before)
            return before;
        var place = await wish.JudgedAsync(work, family, stop);
        if (sender is DocumentSender.Family)
            await RefuseFullAsync(work, family, accepted.Content.Length, stop);
        var id = DocumentId.New();
        await using var command = work.Command(
            InsertSql, who.Structure.Value, id.Value, family.Value, wish.Key, sender.ToString(), place.Kind?.Value, place.Child?.Value, place.Title, accepted.Name, accepted.MediaType,
            accepted.Content.Length, place.GoodUntil, who.UserName, vault.Seal(PlaceOf(who.Structure, family, id), accepted.Content));
        await command.ExecuteNonQueryAsync(stop);
        if (sender is DocumentSender.Structure)
            await DocumentLetters.TellAsync(work, portal, family, id, stop);
        await work.CommitAsync(stop);
        return id;
    }

    /// <summary>What this form has sent already: the same bytes under the same name; withdrawn since, it is not sent again by a button pressed twice.</summary>
    private async Task<DocumentId?> SentBeforeAsync(Work work, FamilyId family, DocumentWish wish, AcceptedFile file, CancellationToken stop)
    {
        await using var command = work.Command(
            "select id, file_name, sealed from family_document where structure_id = $1 and family_id = $2 and key = $3", work.Structure.Value, family.Value, wish.Key);
        await using var row = await command.ExecuteReaderAsync(stop);
        if (!await row.ReadAsync(stop))
            return null;
        var id = new DocumentId(row.GetGuid(0));
        var same = row.GetString(1) == file.Name
            && (await row.IsDBNullAsync(2, stop) || vault.Open(PlaceOf(work.Structure, family, id), (byte[])row[2]).AsSpan().SequenceEqual(file.Content));
        return same ? id : throw new DocumentKeyUsed();
    }

    private static async Task RefuseFullAsync(Work work, FamilyId family, int size, CancellationToken stop)
    {
        await using var command = work.Command(
            "select count(*), coalesce(sum(size), 0) from family_document where structure_id = $1 and family_id = $2 and sender = 'Family' and withdrawn_at is null", work.Structure.Value, family.Value);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        if (row.GetInt64(0) >= MostDocuments || row.GetInt64(1) + size > (long)MostMegaBytes * IncomingFile.MegaByte)
            throw new DocumentsFull(MostMegaBytes, MostDocuments);
    }
}
