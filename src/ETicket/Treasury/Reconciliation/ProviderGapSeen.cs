using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Persistence;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Treasury.Reconciliation;

/// <summary>A difference with what it is about: our document, or the provider's line.</summary>
public sealed record ProviderGapSeen(ProviderGap Gap, Receipt? Document, ProviderLine? Line)
{
    /// <summary>A sum as a provider tells it: « 25,00 € », « 25,00 USD ».</summary>
    public static string Written(long cents, string currency) => French.Euros(new Money(cents)).Replace("€", currency == Matching.Euro ? "€" : currency, StringComparison.Ordinal);

    internal static async Task<IReadOnlyList<ProviderGapSeen>> OfAsync(Work work, IQueryable<ProviderGap> page, CancellationToken stop)
    {
        var gaps = await page.ToListAsync(stop);
        var ids = gaps.Select(DocumentOf).OfType<ReceiptId>().ToList();
        var documents = await work.Read<Receipt>().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, stop);
        var keys = gaps.Where(g => DocumentOf(g) is null).Select(g => g.Subject.Split('/')[0]).ToList();
        var lines = (await work.Read<ProviderLine>().Where(l => keys.Contains(l.Key)).ToListAsync(stop)).ToDictionary(l => (l.Provider, l.Account, l.Subject));
        return [.. gaps.Select(g => new ProviderGapSeen(
            g, DocumentOf(g) is { } id ? documents.GetValueOrDefault(id) : null, lines.GetValueOrDefault((g.Provider, g.Account, g.Subject))))];
    }

    private static ReceiptId? DocumentOf(ProviderGap gap) => gap.Kind is ProviderGapKind.HereOnly ? new ReceiptId(Guid.Parse(gap.Subject.Split('/')[0])) : null;
}
