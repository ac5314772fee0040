namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Part de TVA » — what of a price is tax, at one rate in hundredths of a percent (550 is 5,5 %), in cents; negative where money goes back. No share at all for a public service
/// outside VAT, which is every service by default: meals of pupils are (CE 28 May 2021, n° 441739; CGI art. 261, 4, 4° a), meals of adults may not be.
/// </summary>
internal sealed record VatShare(int Rate, long NetCents, long TaxCents)
{
    private const long Whole = 10_000;

    /// <summary>The shares of prices that hold their tax, rate by rate, the lowest first: rounded once for each rate, half a cent away from zero.</summary>
    public static IReadOnlyList<VatShare> Of(IEnumerable<(int Rate, long Cents)> lines) =>
        [.. lines.Where(l => l.Rate > 0).GroupBy(l => l.Rate).OrderBy(g => g.Key).Select(g => Of(g.Key, g.Sum(l => l.Cents)))];

    private static VatShare Of(int rate, long cents)
    {
        var net = (long)Math.Round((decimal)cents * Whole / (Whole + rate), MidpointRounding.AwayFromZero);
        return new VatShare(rate, net, cents - net);
    }
}
