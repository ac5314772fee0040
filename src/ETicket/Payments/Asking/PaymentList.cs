using System.Globalization;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Payments.Asking;

/// <summary>A payment and whose it is; which régie took it, where the structure has several: each has its own receipts of the same numbers.</summary>
public sealed record PaymentSeen(Payment Payment, string FamilyNumber, string FamilyName, string? Regie);

/// <summary>
/// What a person may look at: nothing is known of the first, the second brought no money so far and may still, the third was credited on a debit order the bank may
/// still reject, whatever became of it since, the fourth was credited more than a day after its provider took the money, and stands there for two months; the fifth holds what only a person can settle
/// (<see cref="Discrepancy"/>), until somebody says what was done.
/// </summary>
public enum PaymentShelf { Open, Over, Promised, Late, ToSettle }

/// <summary>« Règlements suivis » — the payments of a structure somebody may have to look at.</summary>
public static class PaymentList
{
    public const int PageSize = 50;

    /// <summary>Known this long after the provider took the money, a payment is « late ».</summary>
    private const int DaysOfPatience = 1;
    private const int LateShownDays = 60;

    /// <summary>
    /// A debtor has a debit it had authorised refunded within eight weeks, without a reason (art. L133-25 III and L133-25-1 CMF, SEPA Core rulebook), and its bank takes some days: after
    /// that it stands, and a search finds it.
    /// </summary>
    private const int DaysToReject = 70;

    /// <summary>How many stand on a shelf.</summary>
    public static async Task<int> CountAsync(Work work, PaymentShelf shelf, CancellationToken stop) => await On(work, shelf, await work.NowAsync(stop)).CountAsync(stop);

    /// <summary>One page of a shelf, the oldest first; pages count from 1.</summary>
    public static async Task<IReadOnlyList<PaymentSeen>> PageAsync(Work work, PaymentShelf shelf, int page, CancellationToken stop) =>
        await WithFamiliesAsync(work, On(work, shelf, await work.NowAsync(stop)).OrderBy(p => p.CreatedAt).ThenBy(p => p.Id).Skip((Math.Max(page, 1) - 1) * PageSize).Take(PageSize), stop);

    /// <summary>How many payments a search finds.</summary>
    public static async Task<int> CountFoundAsync(Work work, string? text, CancellationToken stop) => await FoundAsync(work, text, stop) is { } found ? await found.CountAsync(stop) : 0;

    /// <summary>
    /// « Recherche » — by a receipt's number (« Q2026-000123 »), our reference, a cheque's number, the provider's reference or authorisation number, a family's number, or the name
    /// of a family or of one of its adults, without its accents and capitals: one page, the latest first. A blank finds nothing.
    /// </summary>
    public static async Task<IReadOnlyList<PaymentSeen>> FindAsync(Work work, string? text, int page, CancellationToken stop) => await FoundAsync(work, text, stop) is { } found
        ? await WithFamiliesAsync(work, found.OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Skip((Math.Max(page, 1) - 1) * PageSize).Take(PageSize), stop)
        : [];

    /// <summary>Whether the family waited for tickets it had paid: <paramref name="sale"/> is the payment's receipt.</summary>
    public static bool IsLate(Payment payment, Receipt sale) => payment.ProviderAt is { } paid && sale.IssuedAt > paid.AddDays(DaysOfPatience);

    private static async Task<IQueryable<Payment>?> FoundAsync(Work work, string? text, CancellationToken stop)
    {
        var wanted = (text ?? "").Trim();
        if (wanted.Length == 0)
            return null;
        var upper = wanted.ToUpperInvariant();
        var (series, year, number) = ReceiptNumber(upper);
        var named = await NamedAsync(work, wanted, stop);
        return work.Read<Payment>().Where(p =>
            p.Reference == wanted || p.Reference == upper || p.ProviderReference == wanted || p.Authorisation == wanted || named.Contains(p.FamilyId)
            || work.Db.Set<Family>().Any(f => f.Id == p.FamilyId && (f.Number == wanted || f.Number == upper))
            || work.Db.Set<Receipt>().Any(r => r.PaymentId == p.Id && r.Series == series && r.Year == year && r.Number == number));
    }

    /// <summary>The families who bear a name, or one of whose adults does; one letter alone names nobody.</summary>
    private static async Task<IReadOnlyList<FamilyId>> NamedAsync(Work work, string name, CancellationToken stop)
    {
        List<FamilyId> named = [];
        if (name.Length < 2)
            return named;
        await using var command = work.Command(
            """
            with folded as (
              select f.id, regexp_replace(normalize(lower(said), NFD), '[\u0300-\u036f]', '', 'g') as said
              from family f cross join lateral (
                select f.name union all
                select concat_ws(' ', g.last_name, g.first_name, g.last_name) from guardian g where g.structure_id = f.structure_id and g.family_id = f.id) x(said))
            select distinct id from folded where strpos(said, regexp_replace(normalize(lower($1), NFD), '[\u0300-\u036f]', '', 'g')) > 0
            """, name);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            named.Add(new(reader.GetGuid(0)));
        return named;
    }

    private static IQueryable<Payment> On(Work work, PaymentShelf shelf, DateTimeOffset now) => shelf switch
    {
        PaymentShelf.Open => work.Read<Payment>().Where(p => p.State == PaymentState.Pending || p.State == PaymentState.Unknown),
        PaymentShelf.Over => work.Read<Payment>().Where(p => p.NextAskAt != null && (p.State == PaymentState.Refused || p.State == PaymentState.Cancelled || p.State == PaymentState.Expired)),
        PaymentShelf.Promised => work.Read<Payment>().Where(p =>
            p.Means == PaymentMeans.PayFipDebit && (p.State == PaymentState.Promised || p.State == PaymentState.Paid) && (p.ProviderAt ?? p.CreatedAt) > now.AddDays(-DaysToReject)),
        PaymentShelf.ToSettle => work.Read<Payment>().Where(p => work.Db.Set<Discrepancy>().Any(d => d.PaymentId == p.Id && d.ResolvedAt == null)),
        _ => work.Read<Payment>().Where(p => p.ProviderAt != null && work.Db.Set<Receipt>().Any(r =>
            r.PaymentId == p.Id && r.Kind == ReceiptKind.Sale && r.IssuedAt > now.AddDays(-LateShownDays) && r.IssuedAt > p.ProviderAt.Value.AddDays(DaysOfPatience))),
    };

    private static async Task<IReadOnlyList<PaymentSeen>> WithFamiliesAsync(Work work, IQueryable<Payment> page, CancellationToken stop)
    {
        var payments = await page.ToListAsync(stop);
        var ids = payments.Select(p => p.FamilyId).Distinct().ToList();
        var families = await work.Read<Family>().Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, stop);
        var regies = await work.Read<Regie>().ToDictionaryAsync(r => r.Id, r => r.Name, stop);
        return [.. payments.Select(p => new PaymentSeen(p, families[p.FamilyId].Number, families[p.FamilyId].Name, regies.Count > 1 ? regies[p.RegieId] : null))];
    }

    /// <summary>« Q2026-000123 », also without its zeros; a series nobody has when it is no number.</summary>
    private static (string Series, int Year, int Number) ReceiptNumber(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash == 5 && int.TryParse(text.AsSpan(1, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (text[..1], year, number)
            : ("", 0, 0);
    }
}
