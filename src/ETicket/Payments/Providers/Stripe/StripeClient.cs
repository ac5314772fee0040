using System.Net.Http.Headers;
using System.Text.Json;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Client de Stripe » — one HTTP call each and no retry: the callers know when to ask again. Nothing is thrown for what the other side does; only the caller's own
/// cancellation is. Bodies are forms, answers JSON; the account's key is sent and never said.
/// </summary>
internal sealed class StripeClient(HttpClient http, StripeOptions options)
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>By Stripe's description every request brings a form, also one that reads: an empty one.</summary>
    public Task<StripeReply> GetAsync(string? account, string path, CancellationToken stop) =>
        CallAsync(account, () => new HttpRequestMessage(HttpMethod.Get, new Uri(options.Address, path)) { Content = new FormUrlEncodedContent([]) }, stop);

    /// <summary>The same <paramref name="key"/> with the same form is the same act, for a day at least.</summary>
    public Task<StripeReply> PostAsync(string? account, string path, IEnumerable<KeyValuePair<string, string>> form, string key, CancellationToken stop) => CallAsync(
        account,
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Address, path)) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Add("Idempotency-Key", key);
            return request;
        },
        stop);

    private async Task<StripeReply> CallAsync(string? account, Func<HttpRequestMessage> make, CancellationToken stop)
    {
        if (account is null || !options.Accounts.TryGetValue(account, out var known))
            return new StripeReply.Fault(0, "no_account");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.TimeOut);
        try
        {
            using var request = make();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", known.SecretKey);
            request.Headers.Add("Stripe-Version", StripeOptions.Version);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var body = await TakeAsync(response.Content, limit.Token);
            return body is null ? new StripeReply.Nothing($"HTTP {(int)response.StatusCode}: answer over {MostBytes} bytes") : Read((int)response.StatusCode, body.Value);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            return new StripeReply.Nothing($"no answer within {options.TimeOut}", late);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new StripeReply.Nothing($"unreachable: {broken.Message}", broken);
        }
    }

    /// <summary>
    /// 2xx answers. 4xx refuses, but for what says nothing of this request: too many at once (429), the same key still being served (409) or once used for another form.
    /// </summary>
    private static StripeReply Read(int status, ReadOnlyMemory<byte> body)
    {
        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(body);
            json = document.RootElement.Clone();
        }
        catch (JsonException unreadable)
        {
            // The message stays out: it may quote what was sent.
            return new StripeReply.Nothing($"HTTP {status}: not JSON", unreadable);
        }
        if (json.ValueKind is not JsonValueKind.Object)
            return new StripeReply.Nothing($"HTTP {status}: not an object");
        if (status is >= 200 and < 300)
            return new StripeReply.Answer(json);
        var error = json.At("error");
        var code = error.Text("code") ?? error.Text("type");
        return status is >= 400 and < 500 and not (409 or 429) && code is not (null or "idempotency_error" or "idempotency_key_in_use")
            ? new StripeReply.Fault(status, code)
            : new StripeReply.Nothing($"HTTP {status} {code}".Trim());
    }

    /// <summary>The whole body, or null as soon as it passes the limit, whatever length was announced.</summary>
    private static async Task<ReadOnlyMemory<byte>?> TakeAsync(HttpContent content, CancellationToken stop)
    {
        await using var source = await content.ReadAsStreamAsync(stop);
        using var body = new MemoryStream();
        var block = new byte[16 * 1024];
        int read;
        while ((read = await source.ReadAsync(block, stop)) > 0)
        {
            if (body.Length + read > MostBytes)
                return null;
            body.Write(block, 0, read);
        }
        return body.ToArray();
    }
}
