using System.Runtime.CompilerServices;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Comptes chez PayPal » — the account's own statement (Transaction Search), read month by month and page by page. A movement may be three hours late there: an interval
/// PayPal has not told whole yet is no list.
/// </summary>
internal sealed class PayPalBooks(PayPalClient client, PayPalOptions options) : IProviderBooks
{
    private const int PerPage = 500;

    /// <summary>PayPal's limits: one question covers 31 days, and the statement three years.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromDays(31);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(3 * 365);

    public PaymentProvider Name => PaymentProvider.PayPal;

    /// <summary>Transaction Search: start_date and end_date are compared with transaction_initiation_date, whatever the status is since.</summary>
    public bool ListsByBeginning => true;

    public async IAsyncEnumerable<ProviderMovement> MovementsAsync(string account, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var line in LinesAsync(account, from, until, stop))
            yield return Movement(line);
    }

    /// <summary>« Virements vers la banque » — the group T04 of PayPal's event codes; the day of arrival is the bank's to tell.</summary>
    public async IAsyncEnumerable<ProviderPayout> PayoutsAsync(string account, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var line in LinesAsync(account, from, until, stop))
        {
            if (IsPayout(line))
                yield return new ProviderPayout(line.Key, line.At, null, -line.Gross, line.Currency, line.Status);
        }
    }

    public async IAsyncEnumerable<ProviderMovement> MovementsOfAsync(string account, ProviderPayout payout, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var line in LinesAsync(account, payout.At - Memory, payout.At.AddSeconds(1), stop))
        {
            if (line.Key == payout.Key || (line.At >= payout.At && IsPayout(line)))
                continue;
            if (IsPayout(line))
                yield break;
            yield return Movement(line);
        }
    }

    /// <summary>The lines of [from, until[, the latest first: a month is read whole before its first line is told.</summary>
    private async IAsyncEnumerable<Line> LinesAsync(string name, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!options.Accounts.TryGetValue(name, out var account))
            throw new ProviderUnreachable($"no account named {name}");
        for (var end = until; end > from; end -= Window)
        {
            var begin = end - Window > from ? end - Window : from;
            foreach (var line in (await MonthAsync(account, begin, end, stop)).OrderByDescending(l => l.At).ThenByDescending(l => l.Key, StringComparer.Ordinal))
                yield return line;
        }
    }

    private async Task<IReadOnlyList<Line>> MonthAsync(PayPalAccount account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        // PayPal gives a hold and its release one number: a number and an event code name a line.
        var lines = new Dictionary<(string, string), Line>();
        int? items = null;
        for (int page = 1, pages = 1; page <= pages; page++)
        {
            var reply = await client.StatementAsync(account, from, until, PerPage, page, stop);
            if (reply is not PayPalReply<PayPalStatement>.Answer { Value: var told })
                throw new ProviderUnreachable(reply.Unanswered);
            if (page == 1)
                (pages, items) = (told.TotalPages ?? 0, told.TotalItems);
            else if ((told.TotalPages, told.TotalItems) != (pages, items))
                throw new ProviderUnreachable("a statement that changes while it is read");
            if (told.TransactionDetails is { Length: > 0 } && told.Page != page)
                throw new ProviderUnreachable("a page that was not asked for");
            if (PayPalOutcome.Instant(told.LastRefreshedDatetime) is { } known && known < until)
                throw new ProviderUnreachable($"told until {known:u} only");
            foreach (var detail in told.TransactionDetails ?? [])
            {
                var line = Read(detail.TransactionInfo) ?? throw new ProviderUnreachable($"{detail.TransactionInfo?.TransactionId} is unreadable");
                if (!lines.TryAdd((line.Key, line.Code), line))
                    throw new ProviderUnreachable($"{line.Key} comes twice");
            }
        }
        if (items is { } announced && announced != lines.Count)
            throw new ProviderUnreachable($"{lines.Count} lines instead of {announced}");
        // PayPal counts both ends in, and movements it refused or still holds back: they moved nothing.
        return [.. lines.Values.Where(l => l.At >= from && l.At < until && l.Status is "S" or "V")];
    }

    private static Line? Read(PayPalTransaction? told) =>
        told is { TransactionId: { Length: > 0 } id, TransactionEventCode: { Length: 5 } code, TransactionStatus: { Length: 1 } status }
        && PayPalOutcome.Instant(told.TransactionInitiationDate) is { } at && PayPalAmount.Read(told.TransactionAmount) is { } gross
        && (told.FeeAmount is null ? Money.Zero : PayPalAmount.Read(told.FeeAmount)) is { } fee
        && (told.FeeAmount is null || told.FeeAmount.CurrencyCode == told.TransactionAmount!.CurrencyCode)
            ? new(id, code, status, at, PayPalOutcome.Instant(told.TransactionUpdatedDate) ?? at, gross, -fee, told.TransactionAmount!.CurrencyCode!.ToUpperInvariant(),
                told.PaypalReferenceId is { Length: > 0 } source ? source : id,
                [.. new[] { told.CustomField, told.InvoiceId }.Where(PayPalOrders.IsReference).OfType<string>().Distinct()])
            : null;

    private static ProviderMovement Movement(Line line) =>
        new(line.Key, line.Code, line.At, line.AvailableAt, line.Gross, line.Fee, line.Gross - line.Fee, line.Currency, line.Source) { About = line.About };

    private static bool IsPayout(Line line) => line.Code.StartsWith("T04", StringComparison.Ordinal) && line.Gross.Cents < 0;

    private sealed record Line(
        string Key, string Code, string Status, DateTimeOffset At, DateTimeOffset AvailableAt, Money Gross, Money Fee, string Currency, string Source,
        IReadOnlyList<string> About);
}
