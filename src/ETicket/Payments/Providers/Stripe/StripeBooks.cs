using System.Globalization;
using System.Runtime.CompilerServices;
using ETicket.Kernel;
using Stripe;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Comptes chez Stripe » — balance transactions and payouts, read page by page. A list in which a line comes twice, or whose lines do not make its payout, is no list.</summary>
internal sealed class StripeBooks(StripeClient client) : IProviderBooks
{
    private const int PerPage = 100;

    public PaymentProvider Name => PaymentProvider.Stripe;
    public bool ListsByBeginning => false;

    public IAsyncEnumerable<ProviderMovement> MovementsAsync(string account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop) =>
        LinesAsync(account, new BalanceTransactionListOptions { Created = Between(from, until), Expand = ["data.source"] }, stop);

    public async IAsyncEnumerable<ProviderMovement> MovementsOfAsync(string account, ProviderPayout payout, [EnumeratorCancellation] CancellationToken stop)
    {
        // Stripe lists the payout among what it is made of.
        var made = (await LinesAsync(account, new BalanceTransactionListOptions { Payout = payout.Key }, stop).ToListAsync(stop)).Where(m => m.Source != payout.Key).ToList();
        if (made.Sum(m => m.Net) is var sum && sum != payout.Amount)
            throw new ProviderUnreachable(string.Create(CultureInfo.InvariantCulture, $"the lines of {payout.Key} make {sum.Cents} cents instead of {payout.Amount.Cents}"));
        foreach (var movement in made)
            yield return movement;
    }

    public IAsyncEnumerable<ProviderPayout> PayoutsAsync(string account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop) => ListAsync(
        account, new PayoutListOptions { Created = Between(from, until) }, (stripe, options, how) => stripe.Payouts.ListAsync(options, how, stop), Read, stop);

    private static DateRangeOptions Between(DateTimeOffset from, DateTimeOffset until) => new() { GreaterThanOrEqual = from.UtcDateTime, LessThan = until.UtcDateTime };

    private IAsyncEnumerable<ProviderMovement> LinesAsync(string account, BalanceTransactionListOptions which, CancellationToken stop) => ListAsync(
        account, which, (stripe, options, how) => stripe.BalanceTransactions.ListAsync(options, how, stop), Read, stop);

    private async IAsyncEnumerable<TOurs> ListAsync<TOptions, TTheirs, TOurs>(
        string account, TOptions options, Func<V1Services, TOptions, RequestOptions, Task<StripeList<TTheirs>>> list, Func<TTheirs, TOurs?> read, [EnumeratorCancellation] CancellationToken stop)
        where TOptions : ListOptions
        where TTheirs : IHasId
        where TOurs : class
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        options.Limit = PerPage;
        do
        {
            var page = (await client.AskAsync(account, (stripe, how) => list(stripe, options, how), stop)).Answered();
            options.StartingAfter = null;
            foreach (var line in page.Data ?? throw new ProviderUnreachable("a list without lines"))
            {
                var id = line?.Id ?? throw new ProviderUnreachable("a list without ids");
                if (!told.Add(id))
                    throw new ProviderUnreachable($"{id} comes twice");
                yield return read(line) ?? throw new ProviderUnreachable($"{id} is unreadable");
                options.StartingAfter = page.HasMore ? id : null;
            }
        }
        while (options.StartingAfter is not null);
    }

    /// <summary>What the library read as nothing was not there: a line whose net is not what the fee leaves lacks one of them.</summary>
    private static ProviderMovement? Read(BalanceTransaction line) =>
        StripeOutcome.Instant(line.Created) is { } at && line is { Type: { } kind, Currency: { } currency } && line.Net == line.Amount - line.Fee
            ? new(line.Id, kind, at, StripeOutcome.Instant(line.AvailableOn) ?? at, new Money(line.Amount), new Money(line.Fee), new Money(line.Net), currency.ToUpperInvariant(), line.SourceId) { About = AboutOf(line.Source) }
            : null;

    /// <summary>A charge bears our reference before its payment is settled; a refund and a dispute name their charge.</summary>
    private static IReadOnlyList<string> AboutOf(IBalanceTransactionSource? source)
    {
        var (charge, known) = source switch
        {
            Charge told => (null, told.Metadata),
            Refund told => (told.ChargeId, told.Metadata),
            Dispute told => (told.ChargeId, told.Metadata),
            _ => (null, null),
        };
        var reference = known?.GetValueOrDefault("reference");
        return [.. new[] { charge, StripeOrder.IsReference(reference) ? reference : null }.OfType<string>()];
    }

    private static ProviderPayout? Read(Payout line) =>
        StripeOutcome.Instant(line.Created) is { } at && StripeOutcome.Instant(line.ArrivalDate) is { } arrives && line is { Currency: { } currency, Status: { } state, Amount: not 0 }
            // Stripe gives a day as its midnight in UTC, which is the same day in Paris.
            ? new(line.Id, at, ParisTime.DayOf(arrives), new Money(line.Amount), currency.ToUpperInvariant(), state)
            : null;
}
