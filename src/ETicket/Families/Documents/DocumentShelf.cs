using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Documents;

/// <summary>missing: nothing was sent; good; ends soon: to be renewed within a month; over: to be renewed.</summary>
public enum DocumentStanding { Missing, Good, EndsSoon, Over }

/// <summary>A document as lists show it, without its bytes.</summary>
public sealed record ShelvedDocument(DocumentId Id, DocumentSender Sender, DocumentKindId? Kind, ChildId? Child, string Title, string FileName, int Size, DateOnly? GoodUntil, DateTimeOffset SentAt);

/// <summary>A kind that is asked for, for one child where it is each one's, and the best that was sent.</summary>
public sealed record AskedDocument(DocumentKind Kind, Child? Child, ShelvedDocument? Best, DocumentStanding Standing);

/// <summary>« Mes documents » — what is asked of a family, what it sent, and what its structure sent it.</summary>
public sealed record DocumentShelf(IReadOnlyList<AskedDocument> Asked, IReadOnlyList<ShelvedDocument> Sent, IReadOnlyList<ShelvedDocument> Received, IReadOnlyList<Child> Children, FileState FileState)
{
    /// <summary>« À renouveler bientôt ».</summary>
    public const int SoonDays = 30;

    public long BytesUsed => Sent.Sum(d => (long)d.Size);

    /// <summary>« Ranger » — the last sent first; withdrawn ones are no longer shown.</summary>
    public static async Task<DocumentShelf> OfAsync(Work work, FamilyId family, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        var state = await work.Read<Family>().Where(f => f.Id == family).Select(f => f.FileState).SingleAsync(stop);
        var kinds = await work.Read<DocumentKind>().Where(k => k.EndedOn == null || k.EndedOn >= today).OrderBy(k => k.Position).ThenBy(k => k.Label).ToListAsync(stop);
        var children = await (from f in work.Read<FamilyChild>() join c in work.Read<Child>() on f.ChildId equals c.Id where f.FamilyId == family && f.LeftAt == null orderby c.FirstName, c.Id select c).ToListAsync(stop);
        var documents = await work.Read<FamilyDocument>().Where(d => d.FamilyId == family && d.WithdrawnAt == null).OrderByDescending(d => d.SentAt).ThenBy(d => d.Id)
            .Select(d => new ShelvedDocument(d.Id, d.Sender, d.KindId, d.ChildId, d.Title, d.FileName, d.Size, d.GoodUntil, d.SentAt)).ToListAsync(stop);
        var sent = documents.Where(d => d.Sender is DocumentSender.Family).ToList();
        return new(
            [.. kinds.SelectMany(k => Places(k, children).Select(child => Judged(k, child, sent, today)))], sent, [.. documents.Where(d => d.Sender is DocumentSender.Structure)], children, state);

        static IEnumerable<Child?> Places(DocumentKind kind, List<Child> children) => kind.PerChild ? children.Cast<Child?>() : [null];
    }

    /// <summary>Of a document that bears a last day, where it stands today.</summary>
    public static DocumentStanding StandingOf(DateOnly? goodUntil, DateOnly today) => goodUntil switch
    {
        { } day when day < today => DocumentStanding.Over,
        { } day when day <= today.AddDays(SoonDays) => DocumentStanding.EndsSoon,
        _ => DocumentStanding.Good,
    };

    private static AskedDocument Judged(DocumentKind kind, Child? child, List<ShelvedDocument> sent, DateOnly today)
    {
        // The one that is good for longest; of two alike, the last sent.
        var best = sent.Where(d => d.Kind == kind.Id && d.Child == child?.Id).MaxBy(d => (d.GoodUntil ?? DateOnly.MaxValue, d.SentAt));
        return new(kind, child, best, best is null ? DocumentStanding.Missing : StandingOf(best.GoodUntil, today));
    }
}
