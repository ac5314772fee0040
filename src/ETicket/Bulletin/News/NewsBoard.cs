using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Bulletin.News;

/// <summary>« Information à enregistrer » — as it was typed, and which writing of it was read (0 for a new one).</summary>
public sealed record NewsDraft(Guid Id, int Version, string Title, string Body, DateOnly? PublishedOn);

/// <summary>« Informations » — written by the mairie, read by every family from their day on.</summary>
public sealed class NewsBoard(Database database)
{
    /// <summary>Of those published, as many as a page holds.</summary>
    public const int Most = 50;

    /// <summary>« Lire les informations » — published, the newest first; drafts and those of another day are not there.</summary>
    public static async Task<IReadOnlyList<NewsItem>> PublishedAsync(Work work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        return await work.Read<NewsItem>().Where(n => n.PublishedOn != null && n.PublishedOn <= today)
            .OrderByDescending(n => n.PublishedOn).ThenByDescending(n => n.WrittenAt).ThenBy(n => n.Id).Take(Most).ToListAsync(stop);
    }

    /// <summary>« Tout ce qui est écrit » — drafts first, then from the furthest day to the oldest.</summary>
    public static async Task<IReadOnlyList<NewsItem>> WrittenAsync(Work work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        return await work.Read<NewsItem>().OrderBy(n => n.PublishedOn != null).ThenByDescending(n => n.PublishedOn).ThenByDescending(n => n.WrittenAt).ThenBy(n => n.Id).Take(4 * Most).ToListAsync(stop);
    }

    /// <summary>
    /// « Enregistrer une information » — the same form sent twice is one writing. Refuses with <see cref="NewsTitleRefused"/>, <see cref="NewsBodyRefused"/> and
    /// <see cref="NewsDayRefused"/> what cannot be written, and with <see cref="NewsChangedMeanwhile"/> when another writing came since the one that was read.
    /// </summary>
    public async Task SaveAsync(StructureId structure, string userName, NewsDraft draft, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var kept = draft with
        {
            Title = WrittenText.Judge(draft.Title, NewsItem.TitleMost, lines: false, out var title) switch
            {
                TextFault.None when title.Length > 0 => title,
                TextFault.None => throw new NewsTitleMissing(),
                _ => throw new NewsTitleUnreadable(NewsItem.TitleMost),
            },
            Body = WrittenText.Judge(draft.Body, NewsItem.BodyMost, lines: true, out var body) switch
            {
                TextFault.None when body.Length > 0 => body,
                TextFault.None => throw new NewsBodyMissing(),
                _ => throw new NewsBodyUnreadable(NewsItem.BodyMost),
            },
        };
        await using var work = await database.BeginAsync(structure, stop);
        if (kept.PublishedOn > ParisTime.DayOf(await work.NowAsync(stop)).AddYears(1))
            throw new NewsDayTooFar();
        if (await WriteAsync(work, userName, kept, stop) || await IsThereAsync(work, kept, stop))
            await work.CommitAsync(stop);
        else
            throw new NewsChangedMeanwhile();
    }

    private static async Task<bool> WriteAsync(Work work, string userName, NewsDraft kept, CancellationToken stop)
    {
        await using var command = work.Command(
            kept.Version == 0
                ? """
                  insert into news_item (structure_id, id, title, body, published_on, version, written_at, written_by) values ($1, $2, $3, $4, $5::date, $6 + 1, eticket_now(), $7)
                  on conflict do nothing
                  """
                : """
                  update news_item set title = $3, body = $4, published_on = $5::date, version = $6 + 1, written_at = eticket_now(), written_by = $7
                  where structure_id = $1 and id = $2 and version = $6
                  """,
            work.Structure.Value, kept.Id, kept.Title, kept.Body, kept.PublishedOn, kept.Version, userName);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>What this form would write is written already.</summary>
    private static Task<bool> IsThereAsync(Work work, NewsDraft kept, CancellationToken stop) =>
        work.Read<NewsItem>().AnyAsync(n => n.Id == kept.Id && n.Title == kept.Title && n.Body == kept.Body && n.PublishedOn == kept.PublishedOn, stop);
}
