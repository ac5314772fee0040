using System.Runtime.CompilerServices;
using System.Text.Json;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Comptes chez Stripe » — balance transactions and payouts, read page by page. A list in which a line comes twice, or whose lines do not make its payout, is no list.</summary>
internal sealed class StripeBooks(StripeClient client) : IProviderBooks
{
    private const int PerPage = 100;

    public PaymentProvider Name => PaymentProvider.Stripe;

    public IAsyncEnumerable<ProviderMovement> MovementsAsync(string account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop) =>
        ListAsync(account, "v1/balance_transactions", Between(from, until), Movement, stop);

    public async IAsyncEnumerable<ProviderMovement> MovementsOfAsync(string account, ProviderPayout payout, [EnumeratorCancellation] CancellationToken stop)
    {
        // Stripe lists the payout among what it is made of.
        var made = (await ListAsync(account, "v1/balance_transactions", $"payout={Uri.EscapeDataString(payout.Key)}", Movement, stop).ToListAsync(stop)).Where(m => m.Source != payout.Key).ToList();
        if (made.Sum(m => m.Net) is var sum && sum != payout.Amount)
            throw new ProviderUnreachable($"the lines of {payout.Key} make {sum.Cents.Plain()} cents instead of {payout.Amount.Cents.Plain()}");
        foreach (var movement in made)
            yield return movement;
    }

    public IAsyncEnumerable<ProviderPayout> PayoutsAsync(string account, DateTimeOffset from, DateTimeOffset until, CancellationToken stop) =>
        ListAsync(account, "v1/payouts", Between(from, until), Payout, stop);

    private static string Between(DateTimeOffset from, DateTimeOffset until) =>
        $"created%5Bgte%5D={from.ToUnixTimeSeconds().Plain()}&created%5Blt%5D={until.ToUnixTimeSeconds().Plain()}";

    private async IAsyncEnumerable<T> ListAsync<T>(string account, string path, string filter, Func<JsonElement?, T?> read, [EnumeratorCancellation] CancellationToken stop)
        where T : class
    {
        string? after = null;
        var told = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var page = await client.GetAsync(account, $"{path}?limit={PerPage}&{filter}{(after is null ? "" : $"&starting_after={after}")}", stop) switch
            {
                StripeReply.Answer answer => answer.Body,
                StripeReply.Fault fault => throw new ProviderUnreachable($"HTTP {fault.Status} {fault.Code}"),
                StripeReply.Nothing nothing => throw new ProviderUnreachable(nothing.Why, nothing.Cause),
                _ => throw new InvalidOperationException("The three cases are all there is."),
            };
            string? last = null;
            foreach (var item in page.Items())
            {
                var id = item.Text("id") ?? throw new ProviderUnreachable("a list without ids");
                if (!told.Add(id))
                    throw new ProviderUnreachable($"{id} comes twice");
                last = Uri.EscapeDataString(id);
                yield return read(item) ?? throw new ProviderUnreachable($"{id} is unreadable");
            }
            after = ((JsonElement?)page).Flag("has_more") is true ? last : null;
        }
        while (after is not null);
    }

    private static ProviderMovement? Movement(JsonElement? line) =>
        line.Text("id") is { } id && line.Text("type") is { } kind && line.Instant("created") is { } at && line.Number("amount") is { } gross
        && line.Number("fee") is { } fee && line.Number("net") is { } net && line.Text("currency") is { } currency
            ? new(id, kind, at, line.Instant("available_on") ?? at, new Money(gross), new Money(fee), new Money(net), currency.ToUpperInvariant(), line.Id("source"))
            : null;

    private static ProviderPayout? Payout(JsonElement? line) =>
        line.Text("id") is { } id && line.Instant("created") is { } at && line.Instant("arrival_date") is { } arrives && line.Number("amount") is { } amount
        && line.Text("currency") is { } currency && line.Text("status") is { } state
            // Stripe gives a day as its midnight in UTC, which is the same day in Paris.
            ? new(id, at, ParisTime.DayOf(arrives), new Money(amount), currency.ToUpperInvariant(), state)
            : null;
}
