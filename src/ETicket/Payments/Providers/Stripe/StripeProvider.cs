using System.Text.Json;
using ETicket.Kernel;
using Microsoft.Extensions.Logging;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Stripe » by a Checkout Session: the payer is sent to Stripe's page and no card ever touches us. The session opened for a payment is one, whoever asks again: its
/// idempotency key is the payment. Source: Stripe's API reference, see README.md.
/// </summary>
internal sealed class StripeProvider(StripeClient client, StripeNotices notices, StripeOptions options, TimeProvider clock, ILogger<StripeProvider> log) : IPaymentProvider, IRefunds
{
    private const string Sessions = "v1/checkout/sessions";
    private const string Expanded = "expand%5B%5D=payment_intent.latest_charge.balance_transaction&expand%5B%5D=payment_intent.latest_charge.refunds";

    public PaymentProvider Name => PaymentProvider.Stripe;

    /// <summary>Stripe's own limit of an event.</summary>
    public int LongestNotice => 256 * 1024;
    public bool SignsNotices => true;

    public bool StartsOnce => true;

    /// <summary>Stripe's own least amount in euros.</summary>
    public Money Minimum => new(50);

    public async Task<Started> StartAsync(PaymentOrder order, CancellationToken stop)
    {
        var reply = await client.PostAsync(order.Account, Sessions, StripeOrder.Write(order, options, clock.GetUtcNow()), order.Id.ToString(), stop);
        switch (reply)
        {
            case StripeReply.Answer { Body: var session } when session.At("id") is { ValueKind: JsonValueKind.String } id && StripeOrder.IsSession(id.GetString()) && Page(session) is { } page:
                return new Started(id.GetString()!, page);
            case StripeReply.Answer:
                log.LogError("Stripe answers payment {Payment} by no session this version ({Version}) knows", order.Id, StripeOptions.Version);
                throw new ProviderUnreachable($"no session in the answer to version {StripeOptions.Version}");
            case StripeReply.Fault no:
                log.LogError("Stripe refuses to open payment {Payment} on account {Account}: HTTP {Status} {Code}", order.Id, order.Account, no.Status, no.Code);
                throw new ProviderRefused(no.Code, StripeLabels.Of(no.Code));
            case StripeReply.Nothing nothing:
                throw new ProviderUnreachable(nothing.Why, nothing.Cause);
            default:
                throw new InvalidOperationException("The three cases are all there is.");
        }
    }

    public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => notices.ReadAsync(request, stop);

    /// <summary>« session_id » of a payer who paid, « reference » of one who turned back.</summary>
    public string? ReadReturn(ProviderRequest request) =>
        request.Query.GetValueOrDefault("session_id") is { } session && StripeOrder.IsSession(session) ? session
        : request.Query.GetValueOrDefault("reference") is { } reference && StripeOrder.IsReference(reference) ? reference
        : null;

    /// <summary>One call, and one more for refunds or disputes where the charge says there are some.</summary>
    public async Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop)
    {
        if (!StripeOrder.IsSession(providerReference) || order.Account is null || !options.Accounts.TryGetValue(order.Account, out var account))
            return new ProviderView.Unknown("not a session, or of no account that is configured");
        var reply = await client.GetAsync(order.Account, $"{Sessions}/{providerReference}?{Expanded}", stop);
        if (reply is not StripeReply.Answer { Body: var session })
            return Silence(reply);
        var view = StripeOutcome.Of(session, providerReference, account, weekPassed: clock.GetUtcNow() - order.CreatedAt > TimeSpan.FromDays(7));
        if (view is not ProviderView.Credited credited)
            return view;

        var (charge, intent) = (StripeOutcome.Charge(session), session.At("payment_intent").Text("id"));
        var back = new List<(DateTimeOffset? At, TakenBack What)>();
        // A refund that failed is no longer part of what was refunded; the charge still lists it.
        if (charge.Number("amount_refunded") is > 0 || (charge.At("refunds") is { } listed && listed.Items().Any()))
        {
            reply = await client.GetAsync(order.Account, $"v1/refunds?payment_intent={intent}&limit=100", stop);
            if (reply is not StripeReply.Answer { Body: var refunds })
                return Silence(reply);
            back.AddRange(StripeOutcome.Refunds(refunds));
        }
        if (charge.Flag("disputed") is true)
        {
            reply = await client.GetAsync(order.Account, $"v1/disputes?payment_intent={intent}&limit=100", stop);
            if (reply is not StripeReply.Answer { Body: var disputes })
                return Silence(reply);
            back.AddRange(StripeOutcome.Disputes(disputes));
        }
        return credited with { Back = TakenBack.InOrder(back) };
    }

    public async Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop)
    {
        // Until the refund itself is asked for, no answer says that none was made: a key rolled since or an account taken away hides the one whose answer was lost.
        var found = await client.GetAsync(order.Account, $"{Sessions}/{Uri.EscapeDataString(providerReference)}", stop);
        if (found is not StripeReply.Answer { Body: var session })
            return new RefundView.Unknown(Silence(found).Why);
        if (((JsonElement?)session).Id("payment_intent") is not { } intent)
            return new RefundView.Refused("not_paid", StripeLabels.Of("not_paid"));
        // Stripe forgets a key after a day; the refund it made bears it for ever.
        var before = await client.GetAsync(order.Account, $"v1/refunds?payment_intent={intent}&limit=100", stop);
        if (before is not StripeReply.Answer { Body: var list })
            return new RefundView.Unknown(Silence(before).Why);
        if (list.Items().FirstOrDefault(r => r.At("metadata").Text("key") == key) is { } made)
            return Told(made);
        var reply = await client.PostAsync(
            order.Account, "v1/refunds",
            [new("payment_intent", intent), new("amount", amount.Cents.Plain()), new("metadata[reference]", order.Reference), new("metadata[key]", key)], key, stop);
        return reply switch
        {
            StripeReply.Answer { Body: var refund } => Told(refund),
            StripeReply.Fault no => new RefundView.Refused(no.Code, StripeLabels.Of(no.Code)),
            StripeReply.Nothing nothing => new RefundView.Unknown(nothing.Why),
            _ => throw new InvalidOperationException("The three cases are all there is."),
        };
    }

    private static RefundView Told(JsonElement? refund) => (refund.Text("id"), refund.Number("amount"), refund.Text("status")) switch
    {
        ({ } id, { } cents, "succeeded" or "pending") => new RefundView.Made(id, new Money(cents)),
        (_, _, "failed" or "canceled") => new RefundView.Refused("failed", StripeLabels.Of("failed")),
        _ => new RefundView.Unknown("no refund in the answer"),
    };

    private static ProviderView.Unknown Silence(StripeReply reply) => reply switch
    {
        StripeReply.Fault fault => new($"HTTP {fault.Status} {fault.Code}"),
        StripeReply.Nothing nothing => new(nothing.Why),
        _ => new("no answer"),
    };

    /// <summary>Where the payer is sent: Stripe's site, or this machine's where Stripe itself stands on this machine.</summary>
    private Uri? Page(JsonElement? session) =>
        Uri.TryCreate(session.Text("url"), UriKind.Absolute, out var page) && (page.Scheme == Uri.UriSchemeHttps || (page.IsLoopback && options.Address.IsLoopback)) ? page : null;
}
