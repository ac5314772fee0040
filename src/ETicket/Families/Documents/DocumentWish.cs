using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Families.Documents;

/// <summary>
/// « Ce qui est envoyé » — for a kind the structure asks for, of the child named where it is asked for each, or free under a title of its own. <paramref name="GoodUntil"/> is the last
/// day the paper says it is good for, where it says one.
/// </summary>
/// <param name="Key">Made with the form.</param>
/// <param name="Kind">Null for a free document.</param>
/// <param name="Child">Null for one of the whole family.</param>
/// <param name="Title">Of a free document.</param>
/// <param name="GoodUntil">Null where the paper says none.</param>
public sealed record DocumentWish(Guid Key, DocumentKindId? Kind, ChildId? Child, string Title, DateOnly? GoodUntil)
{
    public const int TitleMost = 100;

    /// <summary>A paper good for longer was misread.</summary>
    public const int MostYears = 10;

    /// <summary>
    /// Refuses with <see cref="UnknownDocumentPlace"/> a kind or a child that is not theirs, with <see cref="TitleMissing"/>, <see cref="TitleUnreadable"/>, <see cref="DayMissing"/>,
    /// <see cref="DayOver"/> and <see cref="DayTooFar"/>.
    /// </summary>
    internal async Task<DocumentPlace> JudgedAsync(Work work, FamilyId family, CancellationToken stop)
    {
        var today = ParisTime.DayOf(await work.NowAsync(stop));
        if (Child is { } child && !await work.Read<FamilyChild>().AnyAsync(c => c.FamilyId == family && c.ChildId == child && c.LeftAt == null, stop))
            throw new UnknownDocumentPlace();
        if (Kind is not { } asked)
            return new(null, Child, JudgedTitle(), Judged(today, DocumentLife.Always));
        if (await work.Read<DocumentKind>().SingleOrDefaultAsync(k => k.Id == asked && (k.EndedOn == null || k.EndedOn >= today), stop) is not { } kind || kind.PerChild != Child is not null)
            throw new UnknownDocumentPlace();
        return new(kind.Id, Child, kind.Label, Judged(today, kind.Life));
    }

    /// <summary>« Jusqu'à la fin de l'année scolaire » — from June on it is the next one that is prepared.</summary>
    internal static DateOnly EndOfSchoolYear(DateOnly day) => new(day.Month >= 6 ? day.Year + 1 : day.Year, 8, 31);

    private DateOnly? Judged(DateOnly today, DocumentLife life)
    {
        if (GoodUntil is { } day)
        {
            if (day < today)
                throw new DayOver(day);
            return day <= today.AddYears(MostYears) ? day : throw new DayTooFar(MostYears);
        }
        return life switch
        {
            DocumentLife.Dated => throw new DayMissing(),
            DocumentLife.SchoolYear => EndOfSchoolYear(today),
            _ => null,
        };
    }

    private string JudgedTitle() => WrittenText.Judge(Title, TitleMost, lines: false, out var title) switch
    {
        TextFault.None when title.Length > 0 => title,
        TextFault.None => throw new TitleMissing(),
        _ => throw new TitleUnreadable(TitleMost),
    };
}

/// <summary>Where a document goes, once judged.</summary>
internal sealed record DocumentPlace(DocumentKindId? Kind, ChildId? Child, string Title, DateOnly? GoodUntil);
