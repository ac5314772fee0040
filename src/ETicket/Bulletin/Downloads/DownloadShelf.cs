using ETicket.Families;
using ETicket.Families.Documents;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Bulletin.Downloads;

/// <summary>« Document à mettre à disposition » — as it was typed.</summary>
/// <param name="Key">Made with the form.</param>
public sealed record DownloadWish(Guid Key, string Title, string Category);

/// <summary>A document as lists show it, without its bytes.</summary>
public sealed record ShelvedDownload(Guid Id, string Title, string Category, string FileName, int Size, DateTimeOffset SentAt);

/// <summary>« Téléchargements » — what the structure puts at the disposal of all its families, and of nobody else.</summary>
public sealed class DownloadShelf(Database database)
{
    public const int MostDocuments = 100;
    public const int MostMegaBytes = 200;

    /// <summary>« Ranger » — by category, then by title.</summary>
    public static async Task<IReadOnlyList<ShelvedDownload>> OfAsync(Work work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        var all = await work.Read<Download>().Where(d => d.WithdrawnAt == null).Select(d => new ShelvedDownload(d.Id, d.Title, d.Category, d.FileName, d.Size, d.SentAt)).ToListAsync(stop);
        return [.. all.OrderBy(d => d.Category, StringComparer.Create(French.Culture, ignoreCase: true)).ThenBy(d => d.Title, StringComparer.Create(French.Culture, ignoreCase: true)).ThenBy(d => d.Id)];
    }

    /// <summary>
    /// « Mettre à disposition » — checked by its content, cleaned; every family reads it at once. The same form sent twice is one document; another under its key is refused with
    /// <see cref="DownloadKeyUsed"/>. Refuses what <see cref="IncomingFile"/> refuses, <see cref="DownloadTitleRefused"/>, <see cref="CategoryRefused"/> and <see cref="DownloadsFull"/>.
    /// </summary>
    public async Task<Guid> PutAsync(StructureId structure, string userName, DownloadWish wish, IncomingFile file, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(file);
        var (title, category) = (TitleOf(wish), CategoryOf(wish));
        var accepted = file.Accepted();
        await using var work = await database.BeginAsync(structure, stop);
        await using (var turn = work.Command("select pg_advisory_xact_lock(hashtextextended('download/' || $1::text, 0))", structure.Value))
            await turn.ExecuteNonQueryAsync(stop);
        var before = await work.Read<Download>().Where(d => d.Key == wish.Key).SingleOrDefaultAsync(stop);
        if (before is not null)
        {
            var same = before.Title == title && before.Category == category && before.FileName == accepted.Name && (before.Content is null || before.Content.AsSpan().SequenceEqual(accepted.Content));
            return same ? before.Id : throw new DownloadKeyUsed();
        }
        var kept = await work.Read<Download>().Where(d => d.WithdrawnAt == null).Select(d => (long)d.Size).ToListAsync(stop);
        if (kept.Count >= MostDocuments || kept.Sum() + accepted.Content.Length > (long)MostMegaBytes * IncomingFile.MegaByte)
            throw new DownloadsFull(MostDocuments, MostMegaBytes);
        var id = Guid.NewGuid();
        work.Db.Add(new Download
        {
            StructureId = structure,
            Id = id,
            Key = wish.Key,
            Title = title,
            Category = category,
            FileName = accepted.Name,
            MediaType = accepted.MediaType,
            Size = accepted.Content.Length,
            SentAt = await work.NowAsync(stop),
            SentBy = userName,
            Content = accepted.Content,
        });
        await work.CommitAsync(stop);
        return id;
    }

    /// <summary>« Télécharger » — null for what is not there, not of this structure, or withdrawn.</summary>
    public async Task<OpenedDocument?> OpenAsync(StructureId structure, Guid id, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        var found = await work.Read<Download>().Where(d => d.Id == id && d.Content != null).Select(d => new { d.FileName, d.MediaType, d.Content }).SingleOrDefaultAsync(stop);
        return found is null ? null : new(found.FileName, found.MediaType, found.Content!);
    }

    /// <summary>« Retirer » — its bytes are forgotten at once. False for what is not there; withdrawn already, it stays so.</summary>
    public async Task<bool> WithdrawAsync(StructureId structure, string userName, Guid id, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(structure, stop);
        await using var command = work.Command(
            "update download set withdrawn_at = coalesce(withdrawn_at, eticket_now()), withdrawn_by = coalesce(withdrawn_by, $3), content = null where structure_id = $1 and id = $2", structure.Value, id, userName);
        var found = await command.ExecuteNonQueryAsync(stop) == 1;
        await work.CommitAsync(stop);
        return found;
    }

    private static string TitleOf(DownloadWish wish) => WrittenText.Judge(wish.Title, Download.TitleMost, lines: false, out var title) switch
    {
        TextFault.None when title.Length > 0 => title,
        TextFault.None => throw new DownloadTitleMissing(),
        _ => throw new DownloadTitleUnreadable(Download.TitleMost),
    };

    private static string CategoryOf(DownloadWish wish) => WrittenText.Judge(wish.Category, Download.CategoryMost, lines: false, out var category) switch
    {
        TextFault.None when category.Length > 0 => category,
        TextFault.None => throw new CategoryMissing(),
        _ => throw new CategoryUnreadable(Download.CategoryMost),
    };
}
