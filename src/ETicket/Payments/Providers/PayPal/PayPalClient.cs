using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Client de PayPal » — the questions we ask of its REST service, on hosts that are not read from anywhere. One question is one HTTP request, repeated only when PayPal
/// refuses a token before its end. Nothing is thrown for what the other side does; only the caller's own cancellation is.
/// </summary>
internal sealed class PayPalClient(HttpClient http, PayPalTokens tokens, PayPalOptions options)
{
    public const int MaxBytes = 1024 * 1024;

    // Which of two amounts would be the right one? No guess: a name that comes twice is unreadable.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    };

    public Task<PayPalReply<PayPalOrder>> CreateOrderAsync(PayPalAccount account, PayPalNewOrder order, string requestId, CancellationToken stop) =>
        AskAsync<PayPalOrder>(account, HttpMethod.Post, "/v2/checkout/orders", JsonSerializer.SerializeToUtf8Bytes(order, Json), requestId, stop);

    public Task<PayPalReply<PayPalOrder>> OrderAsync(PayPalAccount account, string order, CancellationToken stop) =>
        AskAsync<PayPalOrder>(account, HttpMethod.Get, $"/v2/checkout/orders/{order}", null, null, stop);

    /// <summary>Takes the money of an approved order: an order is captured once, whatever is asked.</summary>
    public Task<PayPalReply<PayPalOrder>> CaptureOrderAsync(PayPalAccount account, string order, string requestId, CancellationToken stop) =>
        AskAsync<PayPalOrder>(account, HttpMethod.Post, $"/v2/checkout/orders/{order}/capture", "{}"u8.ToArray(), requestId, stop);

    public Task<PayPalReply<PayPalCapture>> CaptureAsync(PayPalAccount account, string capture, CancellationToken stop) =>
        AskAsync<PayPalCapture>(account, HttpMethod.Get, $"/v2/payments/captures/{capture}", null, null, stop);

    public Task<PayPalReply<PayPalRefund>> RefundAsync(PayPalAccount account, string capture, PayPalNewRefund refund, string requestId, CancellationToken stop) =>
        AskAsync<PayPalRefund>(account, HttpMethod.Post, $"/v2/payments/captures/{capture}/refund", JsonSerializer.SerializeToUtf8Bytes(refund, Json), requestId, stop);

    /// <summary>In short: a dispute's money is only in its detail.</summary>
    public Task<PayPalReply<PayPalDisputeList>> DisputesAsync(PayPalAccount account, string capture, CancellationToken stop) =>
        AskAsync<PayPalDisputeList>(account, HttpMethod.Get, $"/v1/customer/disputes?disputed_transaction_id={capture}", null, null, stop);

    public Task<PayPalReply<PayPalDispute>> DisputeAsync(PayPalAccount account, string dispute, CancellationToken stop) =>
        AskAsync<PayPalDispute>(account, HttpMethod.Get, $"/v1/customer/disputes/{dispute}", null, null, stop);

    public Task<PayPalReply<PayPalVerification>> VerifyAsync(PayPalAccount account, byte[] envelope, CancellationToken stop) =>
        AskAsync<PayPalVerification>(account, HttpMethod.Post, "/v1/notifications/verify-webhook-signature", envelope, null, stop);

    /// <summary>One page of the account's statement, 31 days at most.</summary>
    public Task<PayPalReply<PayPalStatement>> StatementAsync(PayPalAccount account, DateTimeOffset from, DateTimeOffset until, int pageSize, int page, CancellationToken stop) =>
        AskAsync<PayPalStatement>(
            account, HttpMethod.Get,
            string.Create(CultureInfo.InvariantCulture, $"/v1/reporting/transactions?start_date={from.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&end_date={until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&fields=transaction_info&page_size={pageSize}&page={page}"),
            null, null, stop);

    private async Task<PayPalReply<T>> AskAsync<T>(
        PayPalAccount account, HttpMethod method, string path, byte[]? body, string? requestId, CancellationToken stop)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.TimeOut);
        try
        {
            for (var renewed = false; ; renewed = true)
            {
                var held = await tokens.OfAsync(account, stop => TokenAsync(account, stop), limit.Token);
                if (held is not PayPalReply<string>.Answer { Value: var token })
                    return held.As<T>();
                using var request = new HttpRequestMessage(method, new Uri(options.ServiceOf(account), path));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                request.Headers.Add("Prefer", "return=representation");
                if (requestId is not null)
                    request.Headers.Add("PayPal-Request-Id", requestId);
                if (body is not null)
                    request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                var reply = await SendAsync<T>(request, limit.Token);
                if (renewed || reply is not PayPalReply<T>.Fault { Status: 401 })
                    return reply;
                tokens.Forget(account, token);
            }
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            return new PayPalReply<T>.Nothing($"no answer within {options.TimeOut}", late);
        }
    }

    private async Task<PayPalReply<PayPalToken>> TokenAsync(PayPalAccount account, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.ServiceOf(account), "/v1/oauth2/token"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.ClientId}:{account.Secret}")));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        return await SendAsync<PayPalToken>(request, stop);
    }

    private async Task<PayPalReply<T>> SendAsync<T>(HttpRequestMessage request, CancellationToken stop)
        where T : class
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(request, stop);
            return Read<T>((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(stop));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new PayPalReply<T>.Nothing($"unreachable: {broken.Message}", broken);
        }
    }

    private static PayPalReply<T> Read<T>(int status, byte[] body)
        where T : class
    {
        try
        {
            if (status is >= 200 and <= 299)
            {
                return JsonSerializer.Deserialize<T>(body, Json) is { } value
                    ? new PayPalReply<T>.Answer(value)
                    : new PayPalReply<T>.Nothing($"HTTP {status}: empty answer");
            }
            var error = JsonSerializer.Deserialize<PayPalError>(body, Json);
            var issue = error?.Details?.FirstOrDefault()?.Issue ?? error?.Name ?? error?.Error;
            return issue is null ? new PayPalReply<T>.Nothing($"HTTP {status}: no error of the contract") : new PayPalReply<T>.Fault(status, issue, error?.DebugId ?? "");
        }
        catch (JsonException unreadable)
        {
            // The message stays out: it may quote what was sent.
            return new PayPalReply<T>.Nothing($"HTTP {status}: not the JSON of the contract", unreadable);
        }
    }
}
