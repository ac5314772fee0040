using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>A page of differences that are closed, the latest first.</summary>
/// <param name="Seen">Those of this page.</param>
/// <param name="Page">From 1; one beyond the last is the last.</param>
/// <param name="Pages">At least 1.</param>
/// <param name="All">How many there are on all pages.</param>
public sealed record ProviderGapPage(IReadOnlyList<ProviderGapSeen> Seen, int Page, int Pages, int All)
{
    /// <summary>How many a page shows.</summary>
    public const int Size = 20;

    public static ProviderGapPage Empty { get; } = new([], 1, 1, 0);

    internal static async Task<ProviderGapPage> OfAsync(Work work, IQueryable<ProviderGap> gaps, int page, CancellationToken stop)
    {
        var all = await gaps.CountAsync(stop);
        var pages = Math.Max(1, (all + Size - 1) / Size);
        var shown = Math.Clamp(page, 1, pages);
        var seen = await ProviderGapSeen.OfAsync(work, gaps.OrderByDescending(g => g.ResolvedAt).ThenByDescending(g => g.Id).Skip((shown - 1) * Size).Take(Size), stop);
        return new(seen, shown, pages, all);
    }
}
