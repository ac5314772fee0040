using System.Text.Json;
using System.Text.RegularExpressions;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Avis de PayPal » — whether a webhook is our application's. PayPal itself is asked, on its own host, with the very bytes that came: what the notice names as its
/// certificate is never fetched. Whatever costs nothing is checked before that question.
/// </summary>
internal sealed class PayPalNotices(PayPalClient client, PayPalOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Throws <see cref="ProviderUnreachable"/> when PayPal could not say: it sends the same notice again for three days.</summary>
    public async Task<NoticeReading> ReadAsync(ProviderRequest request, CancellationToken stop)
    {
        if (!request.Method.Equals("POST", StringComparison.OrdinalIgnoreCase))
            return new NoticeReading.Forged("not a POST");
        if (AccountOf(request) is not { } account)
            return new NoticeReading.Forged("no such account");
        if (PayPalSeal.Of(request) is not { } seal)
            return new NoticeReading.Forged("a header of the signature is missing or malformed");
        if (!seal.IsCertifiedBy(account.Live))
            return new NoticeReading.Forged("the certificate is not this account's");
        var age = clock.GetUtcNow() - seal.SentAt;
        if (age > options.NoticesFor || age < -Skew)
            return new NoticeReading.Forged("too old, or of the future");

        using var notice = Parse(request.Bytes);
        if (notice is null || PayPalEvent.Of(notice.RootElement) is not { } told)
            return new NoticeReading.Forged("not the JSON of an event");
        if (account.Live && told.FromSandbox)
            return new NoticeReading.Forged("an event of the sandbox");
        if (!await IsGenuineAsync(account, seal, request.Bytes, stop))
            return new NoticeReading.Forged("PayPal does not know it as this application's");
        return told.Handled && await OrderOfAsync(account, told, stop) is { } order
            ? new NoticeReading.About(order) { EvenCredited = told.MoneyMayHaveLeft, ApprovedAt = told.ApprovedAt, Kept = told.Kept }
            : new NoticeReading.NotOurs { Kept = told.Kept };
    }

    /// <summary>The account named by the address of the webhook (« ?compte= »); nothing need be named where there is only one.</summary>
    private PayPalAccount? AccountOf(ProviderRequest request) => request.Query.GetValueOrDefault("compte") is { Length: > 0 } name
        ? options.Accounts.GetValueOrDefault(name)
        : options.Accounts.Count == 1 ? options.Accounts.Values.Single() : null;

    /// <summary>A seal names no webhook: while one takes the place of another, both are asked about.</summary>
    private async Task<bool> IsGenuineAsync(PayPalAccount account, PayPalSeal seal, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        foreach (var webhook in account.WebhookIds)
        {
            if (await IsOfAsync(account, webhook, seal, body, stop))
                return true;
        }
        return false;
    }

    private async Task<bool> IsOfAsync(PayPalAccount account, string webhook, PayPalSeal seal, ReadOnlyMemory<byte> body, CancellationToken stop) =>
        await client.VerifyAsync(account, seal.Envelope(webhook, body), stop) switch
        {
            PayPalReply<PayPalVerification>.Answer { Value.VerificationStatus: "SUCCESS" } => true,
            PayPalReply<PayPalVerification>.Answer { Value.VerificationStatus: "FAILURE" } => false,
            // The seal itself was not to PayPal's taste.
            PayPalReply<PayPalVerification>.Fault { Status: 400 or 422 } => false,
            var silence => throw new ProviderUnreachable(silence.Unanswered),
        };

    /// <summary>The payment a genuine event speaks of; some name only its capture, which is then asked for.</summary>
    private async Task<string?> OrderOfAsync(PayPalAccount account, PayPalEvent told, CancellationToken stop)
    {
        if (PayPalOrders.IsNumber(told.Order))
            return told.Order;
        if (PayPalOrders.IsReference(told.Reference))
            return told.Reference;
        if (!PayPalOrders.IsNumber(told.Capture))
            return null;
        return await client.CaptureAsync(account, told.Capture!, stop) switch
        {
            PayPalReply<PayPalCapture>.Answer { Value.OrderId: var order } => PayPalOrders.IsNumber(order) ? order : null,
            PayPalReply<PayPalCapture>.Fault { Status: 403 or 404 } => null,
            var silence => throw new ProviderUnreachable(silence.Unanswered),
        };
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>« Événement » — what a webhook speaks of, under whichever number it names: the order's, ours, or only the capture's.</summary>
internal sealed partial record PayPalEvent(string Type, string? Order, string? Reference, string? Capture, DateTimeOffset? ApprovedAt, bool FromSandbox, string Kept)
{
    private static readonly string[] OfAnOrder = ["CHECKOUT.ORDER.APPROVED", "CHECKOUT.ORDER.COMPLETED"];
    private static readonly string[] OfACapture = ["PAYMENT.CAPTURE.COMPLETED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.CAPTURE.DENIED", "PAYMENT.CAPTURE.DECLINED"];
    private static readonly string[] OfARefund = ["PAYMENT.CAPTURE.REFUNDED", "PAYMENT.CAPTURE.REVERSED", "PAYMENT.REFUND.FAILED", "PAYMENT.REFUND.CANCELLED"];
    private static readonly string[] OfADispute = ["CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED", "CUSTOMER.DISPUTE.RESOLVED"];

    public bool Handled => OfAnOrder.Contains(Type) || OfACapture.Contains(Type) || MoneyMayHaveLeft;

    public bool MoneyMayHaveLeft => OfARefund.Contains(Type) || OfADispute.Contains(Type);

    /// <summary>Null when it is not an event at all.</summary>
    public static PayPalEvent? Of(JsonElement root)
    {
        if (Text(root, "event_type") is not { Length: > 0 and <= 100 } type || Find(root, "resource") is not { ValueKind: JsonValueKind.Object } resource)
            return null;
        var disputed = OfADispute.Contains(type) ? First(resource, "disputed_transactions") : null;
        var order = OfAnOrder.Contains(type) ? Text(resource, "id") : Text(resource, "supplementary_data", "related_ids", "order_id");
        var reference = Text(resource, "custom_id") ?? Text(First(resource, "purchase_units"), "custom_id") ?? Text(disputed, "custom") ?? Text(disputed, "invoice_number");
        var capture = OfACapture.Contains(type) ? Text(resource, "id") : Text(disputed, "seller_transaction_id") ?? UpOf(resource);
        var kept = JsonSerializer.Serialize(new { id = Text(root, "id"), type, at = Text(root, "create_time"), order, reference, capture });
        var approvedAt = type == OfAnOrder[0] ? PayPalOutcome.Instant(Text(root, "create_time")) : null;
        return new PayPalEvent(type, order, reference, capture, approvedAt, IsOfSandbox(root) || IsOfSandbox(resource), kept);
    }

    /// <summary>A refund tells its capture by a link; only its number is read, never its host.</summary>
    private static string? UpOf(JsonElement resource) => (from link in Items(resource, "links")
                                                          where Text(link, "rel") == "up"
                                                          select CapturePath().Match(Text(link, "href") ?? "")).FirstOrDefault(m => m.Success)?.Groups["number"].Value;

    private static bool IsOfSandbox(JsonElement holder) => Items(holder, "links").Any(link =>
        Uri.TryCreate(Text(link, "href"), UriKind.Absolute, out var address) && address.Host.Contains("sandbox", StringComparison.OrdinalIgnoreCase));

    private static JsonElement? First(JsonElement holder, string name) => Items(holder, name) is [var first, ..] ? first : null;

    private static JsonElement[] Items(JsonElement holder, string name) => Find(holder, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static string? Text(JsonElement? holder, params string[] path)
    {
        foreach (var name in path)
            holder = holder is { } inside ? Find(inside, name) : null;
        return holder is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 and <= 200 } value ? value : null;
    }

    private static JsonElement? Find(JsonElement holder, string name) =>
        holder.ValueKind is JsonValueKind.Object && holder.TryGetProperty(name, out var found) ? found : null;

    [GeneratedRegex(@"/v2/payments/captures/(?<number>[A-Z0-9]{1,36})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex CapturePath();
}
