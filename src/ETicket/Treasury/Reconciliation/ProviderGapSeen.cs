using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>A difference with what it is about: our document, or the provider's line; and what was said of the same fact before, the first first.</summary>
public sealed record ProviderGapSeen(ProviderGap Gap, Receipt? Document, ProviderLine? Line)
{
    public IReadOnlyList<ProviderGap> Before { get; init; } = [];

    /// <summary>Another difference follows it: a person had closed it, and its figures changed since.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>What our side says; of a line told otherwise, its first reading, in the currency it had.</summary>
    public string? Ours => OursOf(Gap);

    /// <summary>The same of what was said before.</summary>
    public string? OursOf(ProviderGap gap) =>
        gap.ExpectedCents is { } cents ? Written(cents, gap.Kind is ProviderGapKind.Changed && Line is { } line ? line.Currency : Matching.Euro) : null;

    /// <summary>What the provider says.</summary>
    public static string? TheirsOf(ProviderGap gap) => gap.FoundCents is { } cents ? Written(cents, gap.Currency) : null;

    /// <summary>A sum as a provider tells it: « 25,00 € », « 25,00 USD ».</summary>
    public static string Written(long cents, string currency) => French.Euros(new Money(cents)).Replace("€", currency == Matching.Euro ? "€" : currency, StringComparison.Ordinal);

    internal static async Task<IReadOnlyList<ProviderGapSeen>> OfAsync(Work work, IQueryable<ProviderGap> page, CancellationToken stop)
    {
        var gaps = await page.ToListAsync(stop);
        var ids = gaps.Select(DocumentOf).OfType<ReceiptId>().ToList();
        var documents = await work.Read<Receipt>().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, stop);
        var keys = gaps.Where(g => DocumentOf(g) is null).Select(g => g.Subject.Split('/')[0]).ToList();
        var lines = (await work.Read<ProviderLine>().Where(l => keys.Contains(l.Key)).ToListAsync(stop)).ToDictionary(l => (l.Provider, l.Account, l.Subject));
        var shown = gaps.Select(g => g.Id).ToList();
        var followed = (await work.Read<ProviderGap>().Where(g => g.FollowsId != null && shown.Contains(g.FollowsId.Value)).Select(g => g.FollowsId!.Value).ToListAsync(stop)).ToHashSet();
        var earlier = await EarlierAsync(work, gaps, stop);
        return [.. gaps.Select(g => new ProviderGapSeen(
            g, DocumentOf(g) is { } id ? documents.GetValueOrDefault(id) : null, lines.GetValueOrDefault((g.Provider, g.Account, g.Subject)))
        { Before = [.. BeforeOf(g, earlier).Reverse()], IsFollowed = followed.Contains(g.Id) })];
    }

    private static async Task<Dictionary<long, ProviderGap>> EarlierAsync(Work work, IReadOnlyList<ProviderGap> gaps, CancellationToken stop)
    {
        var earlier = new Dictionary<long, ProviderGap>();
        for (var next = gaps.Select(g => g.FollowsId).OfType<long>().ToList(); next.Count > 0;)
        {
            var found = await work.Read<ProviderGap>().Where(g => next.Contains(g.Id)).ToListAsync(stop);
            found.ForEach(g => earlier[g.Id] = g);
            next = [.. found.Select(g => g.FollowsId).OfType<long>().Where(id => !earlier.ContainsKey(id))];
        }
        return earlier;
    }

    private static IEnumerable<ProviderGap> BeforeOf(ProviderGap gap, Dictionary<long, ProviderGap> earlier)
    {
        for (var id = gap.FollowsId; id is { } before && earlier.TryGetValue(before, out var found); id = found.FollowsId)
            yield return found;
    }

    private static ReceiptId? DocumentOf(ProviderGap gap) => gap.Kind is ProviderGapKind.HereOnly ? new ReceiptId(Guid.Parse(gap.Subject.Split('/')[0])) : null;
}
