using System.Text.Json;
using Microsoft.Extensions.Logging;
using Stripe;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Avis de Stripe » — whose it is (signature, account, live or test), and which payment it speaks of. What it says of it is never read: the look-up is asked. It comes in
/// the version of its endpoint, not in ours, and the library reads an event whole or not at all: the few fields needed are read apart, whatever else has moved.
/// </summary>
internal sealed class StripeNotices(StripeClient client, StripeOptions options, TimeProvider clock, ILogger<StripeNotices> log)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Stripe's name for an event: lower-case words, dots and underscores.</summary>
    private const int LongestName = 80;

    public async Task<NoticeReading> ReadAsync(ProviderRequest request, CancellationToken stop)
    {
        if (!request.Method.Equals("POST", StringComparison.OrdinalIgnoreCase))
            return new NoticeReading.Forged("not a POST");
        if (SignedFor(request) is not ({ } name, { } account))
            return new NoticeReading.Forged("no signature of ours over these bytes and this time");
        var notice = Parse(request.Bytes);
        if (notice.Text("object") != "event" || notice.Text("type") is not { Length: <= LongestName } type)
            return new NoticeReading.NotOurs { Kept = "unreadable" };

        var about = notice.At("data").At("object");
        var kept = JsonSerializer.Serialize(new { id = notice.Text("id"), type, about = about.Text("id"), account = name, livemode = notice.Flag("livemode") });
        if (notice.Flag("livemode") != account.Live || notice.Text("account") is not null)
            return new NoticeReading.NotOurs { Kept = kept };
        if (notice.Text("api_version") is { } version && version != StripeOptions.Version)
            log.LogError("Stripe notices of account {Account} bear version {Version}, not {Ours}: their payments are looked up all the same", name, version, StripeOptions.Version);
        return await AboutAsync(name, type, about, stop) is { } reading ? reading with { Kept = kept } : new NoticeReading.NotOurs { Kept = kept };
    }

    /// <summary>The account whose secret signed these bytes at this time; every account is tried, so that how long it takes tells nothing.</summary>
    private (string Name, StripeAccount Account)? SignedFor(ProviderRequest request)
    {
        (string, StripeAccount)? signed = null;
        var header = request.Headers.GetValueOrDefault(StripeSignature.Header);
        foreach (var (name, account) in options.Accounts)
        {
            if (StripeSignature.IsAuthentic(header, request.Bytes.Span, account.WebhookSecrets, clock.GetUtcNow(), options.Tolerance))
                signed = (name, account);
        }
        return signed;
    }

    private async Task<NoticeReading?> AboutAsync(string account, string type, JsonElement? about, CancellationToken stop) => type switch
    {
        "checkout.session.completed" or "checkout.session.expired" or "checkout.session.async_payment_succeeded" or "checkout.session.async_payment_failed" =>
            about.Text("id") is { } session && StripeOrder.IsSession(session) ? new NoticeReading.About(session) : null,
        "charge.refunded" or "charge.refund.updated" or "refund.updated" or "refund.failed" or "charge.dispute.created" or "charge.dispute.closed" or "charge.dispute.funds_withdrawn" or "charge.dispute.funds_reinstated" =>
            await ReferenceAsync(account, about, stop) is { } reference ? new NoticeReading.About(reference) { EvenCredited = true } : null,
        _ => null,
    };

    /// <summary>Our reference, from the charge or from the payment it belongs to: a dispute bears none.</summary>
    private async Task<string?> ReferenceAsync(string account, JsonElement? about, CancellationToken stop)
    {
        if (Ours(about.At("metadata").Text("reference")) is { } known)
            return known;
        if (about.Id("payment_intent") is not { } intent)
            return null;
        return await client.AskAsync(account, (stripe, how) => stripe.PaymentIntents.GetAsync(intent, null, how, stop), stop) switch
        {
            StripeReply<PaymentIntent>.Fault { Status: 404 } => null,
            var reply => Ours(reply.Answered().Metadata?.GetValueOrDefault("reference")),
        };
    }

    private static string? Ours(string? reference) => StripeOrder.IsReference(reference) ? reference : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
