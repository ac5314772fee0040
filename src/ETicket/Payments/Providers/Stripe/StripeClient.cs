using System.Globalization;
using Stripe;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Client de Stripe » — the vendor's own library, one HTTP call each and no retry: the callers know when to ask again. Nothing is thrown for what the other side does;
/// only the caller's own cancellation is. The account's key is sent and never said.
/// </summary>
internal sealed class StripeClient(HttpClient http, StripeOptions options)
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>Stripe's own most.</summary>
    private const int PerPage = 100;

    /// <summary>Of refunds or disputes of one payment: far more than any payment has.</summary>
    private const int MostPages = 10;

    /// <summary>It bears no key: each call brings its account's.</summary>
    private readonly V1Services _stripe = new global::Stripe.StripeClient(new StripeClientOptions
    {
        ApiBase = options.Address.AbsoluteUri.TrimEnd('/'),
        HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
    }).V1;

    /// <summary>What only reads, or ends what cannot be ended twice.</summary>
    public Task<StripeReply<T>> AskAsync<T>(string? account, Func<V1Services, RequestOptions, Task<T>> ask, CancellationToken stop) => CallAsync(account, null, ask, stop);

    /// <summary>The whole of a list, page by page; nothing where it does not end within <see cref="MostPages"/>, for half a list is no list.</summary>
    public async Task<StripeReply<IReadOnlyList<T>>> ListAsync<T, TOptions>(
        string? account, TOptions which, Func<V1Services, TOptions, RequestOptions, Task<StripeList<T>>> list, CancellationToken stop)
        where T : IHasId
        where TOptions : ListOptions
    {
        var all = new List<T>();
        which.Limit = PerPage;
        for (var page = 0; page < MostPages; page++)
        {
            var reply = await AskAsync(account, (stripe, how) => list(stripe, which, how), stop);
            if (reply is StripeReply<StripeList<T>>.Fault no)
                return new StripeReply<IReadOnlyList<T>>.Fault(no.Status, no.Code);
            if (reply is not StripeReply<StripeList<T>>.Answer { Body: { Data: { } lines } told })
                return new StripeReply<IReadOnlyList<T>>.Nothing(reply is StripeReply<StripeList<T>>.Answer ? "a list without lines" : reply.Unanswered);
            all.AddRange(lines);
            if (!told.HasMore)
                return new StripeReply<IReadOnlyList<T>>.Answer(all);
            if (lines is not [.., { Id: { } last }] || last == which.StartingAfter)
                return new StripeReply<IReadOnlyList<T>>.Nothing("a list that does not go on");
            which.StartingAfter = last;
        }
        return new StripeReply<IReadOnlyList<T>>.Nothing(string.Create(CultureInfo.InvariantCulture, $"a list over {MostPages * PerPage} lines"));
    }

    /// <summary>The same <paramref name="key"/> with the same form is the same act, for a day at least.</summary>
    public Task<StripeReply<T>> ActAsync<T>(string? account, string key, Func<V1Services, RequestOptions, Task<T>> act, CancellationToken stop) => CallAsync(account, key, act, stop);

    private async Task<StripeReply<T>> CallAsync<T>(string? account, string? key, Func<V1Services, RequestOptions, Task<T>> call, CancellationToken stop)
    {
        if (account is null || !options.Accounts.TryGetValue(account, out var known))
            return new StripeReply<T>.Fault(0, "no_account");
        try
        {
            return new StripeReply<T>.Answer(await call(_stripe, new RequestOptions { ApiKey = known.SecretKey, IdempotencyKey = key }));
        }
        catch (StripeException no)
        {
            return Read<T>((int)no.HttpStatusCode, no.StripeError?.Code ?? no.StripeError?.Type);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            return new StripeReply<T>.Nothing($"no answer within {options.TimeOut}", late);
        }
        catch (HttpRequestException tooLong) when (tooLong.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return new StripeReply<T>.Nothing(string.Create(CultureInfo.InvariantCulture, $"answer over {MostBytes} bytes"), tooLong);
        }
        catch (HttpRequestException broken)
        {
            return new StripeReply<T>.Nothing($"unreachable: {broken.Message}", broken);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // An answer no version of Stripe gives, and the library stumbles over it in ways of its own. The message stays out: it may quote what was sent.
            return new StripeReply<T>.Nothing($"unreadable: {unreadable.GetType().Name}");
        }
    }

    /// <summary>
    /// 4xx refuses, but for what says nothing of this request: too many at once (429), the same key still being served (409) or once used for another form. Anything else
    /// that is no answer is nothing.
    /// </summary>
    private static StripeReply<T> Read<T>(int status, string? code) =>
        status is >= 400 and < 500 and not (409 or 429) && code is not (null or "idempotency_error" or "idempotency_key_in_use")
            ? new StripeReply<T>.Fault(status, code)
            : new StripeReply<T>.Nothing($"HTTP {status} {code ?? "not an answer of Stripe's"}");
}
