using ETicket.Kernel;
using Microsoft.Extensions.Logging;
using Stripe;
using Stripe.Checkout;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Stripe » by a Checkout Session: the payer is sent to Stripe's page and no card ever touches us. The session opened for a payment is one, whoever asks again: its
/// idempotency key is the payment, and the step its end stands on (<see cref="StripeOrder"/>). Source: Stripe's API reference, see README.md.
/// </summary>
internal sealed class StripeProvider(StripeClient client, StripeNotices notices, StripeOptions options, TimeProvider clock, ILogger<StripeProvider> log) : IPaymentProvider, IRefunds
{
    public PaymentProvider Name => PaymentProvider.Stripe;

    /// <summary>Stripe's own limit of an event.</summary>
    public int LongestNotice => 256 * 1024;
    public bool SignsNotices => true;

    public bool StartsOnce => true;

    /// <summary>Stripe's own least amount in euros.</summary>
    public Money Minimum => new(50);

    public async Task<Started> StartAsync(PaymentOrder order, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var form = StripeOrder.Write(order, options, now);
        var reply = await client.ActAsync(order.Account, StripeOrder.KeyOf(order, options, now), (stripe, how) => stripe.Checkout.Sessions.CreateAsync(form, how, stop), stop);
        if (reply is StripeReply<Session>.Fault no)
        {
            log.LogError("Stripe refuses to open payment {Payment} on account {Account}: HTTP {Status} {Code}", order.Id, order.Account, no.Status, no.Code);
            throw new ProviderRefused(no.Code, StripeLabels.Of(no.Code));
        }
        var session = reply.Answered();
        if (StripeOrder.IsSession(session.Id) && Page(session) is { } page)
            return new Started(session.Id, page);
        log.LogError("Stripe answers payment {Payment} by no session this version ({Version}) knows", order.Id, StripeOptions.Version);
        throw new ProviderUnreachable($"no session in the answer to version {StripeOptions.Version}");
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
        var whole = new SessionGetOptions { Expand = ["payment_intent.latest_charge.balance_transaction", "payment_intent.latest_charge.refunds"] };
        var reply = await client.AskAsync(order.Account, (stripe, how) => stripe.Checkout.Sessions.GetAsync(providerReference, whole, how, stop), stop);
        if (reply is not StripeReply<Session>.Answer { Body: var session })
            return new ProviderView.Unknown(reply.Unanswered);
        var view = StripeOutcome.Of(session, providerReference, account, weekPassed: clock.GetUtcNow() - order.CreatedAt > TimeSpan.FromDays(7));
        return view is ProviderView.Credited credited && StripeOutcome.Charge(session) is { } charge
            ? await SinceAsync(order.Account, session.PaymentIntentId, charge, credited, stop)
            : view;
    }

    /// <summary>A session that is over, paid or not, stays what it is: Stripe says no, and the look-up tells which.</summary>
    public async Task CloseAsync(PaymentOrder order, string providerReference, CancellationToken stop)
    {
        if (!StripeOrder.IsSession(providerReference))
            return;
        var reply = await client.AskAsync(order.Account, (stripe, how) => stripe.Checkout.Sessions.ExpireAsync(providerReference, null, how, stop), stop);
        if (reply is StripeReply<Session>.Nothing)
            throw new ProviderUnreachable(reply.Unanswered);
    }

    private async Task<ProviderView> SinceAsync(string account, string intent, Charge charge, ProviderView.Credited credited, CancellationToken stop)
    {
        var back = new List<(DateTimeOffset? At, TakenBack What)>();
        // A refund that failed is no longer part of what was refunded; the charge still lists it.
        if (charge.AmountRefunded > 0 || charge.Refunds?.Data is { Count: > 0 })
        {
            var refunds = await RefundsAsync(account, intent, stop);
            if (refunds is not StripeReply<IReadOnlyList<Refund>>.Answer { Body: var made })
                return new ProviderView.Unknown(refunds.Unanswered);
            back.AddRange(StripeOutcome.Refunds(made));
        }
        if (charge.Disputed)
        {
            var disputes = await client.ListAsync(
                account, new DisputeListOptions { PaymentIntent = intent }, (stripe, which, how) => stripe.Disputes.ListAsync(which, how, stop), stop);
            if (disputes is not StripeReply<IReadOnlyList<Dispute>>.Answer { Body: var raised })
                return new ProviderView.Unknown(disputes.Unanswered);
            back.AddRange(raised.SelectMany(StripeDisputes.Of));
        }
        return credited with { Back = TakenBack.InOrder(back) };
    }

    private Task<StripeReply<IReadOnlyList<Refund>>> RefundsAsync(string? account, string intent, CancellationToken stop) =>
        client.ListAsync(account, new RefundListOptions { PaymentIntent = intent }, (stripe, which, how) => stripe.Refunds.ListAsync(which, how, stop), stop);

    public async Task<RefundView> RefundAsync(PaymentOrder order, string providerReference, Money amount, string key, CancellationToken stop)
    {
        // Until the refund itself is asked for, no answer says that none was made: a key rolled since or an account taken away hides the one whose answer was lost.
        var found = await client.AskAsync(order.Account, (stripe, how) => stripe.Checkout.Sessions.GetAsync(providerReference, null, how, stop), stop);
        if (found is not StripeReply<Session>.Answer { Body: var session })
            return new RefundView.Unknown(found.Unanswered);
        if (session.PaymentIntentId is not { } intent)
            return new RefundView.Refused("not_paid", StripeLabels.Of("not_paid"));
        // Stripe forgets a key after a day; the refund it made bears it for ever.
        var before = await RefundsAsync(order.Account, intent, stop);
        if (before is not StripeReply<IReadOnlyList<Refund>>.Answer { Body: var list })
            return new RefundView.Unknown(before.Unanswered);
        if (list.FirstOrDefault(r => r.Metadata?.GetValueOrDefault("key") == key) is { } made)
            return Told(made);
        var form = new RefundCreateOptions { PaymentIntent = intent, Amount = amount.Cents, Metadata = new() { ["reference"] = order.Reference, ["key"] = key } };
        var reply = await client.ActAsync(order.Account, key, (stripe, how) => stripe.Refunds.CreateAsync(form, how, stop), stop);
        return reply switch
        {
            StripeReply<Refund>.Answer { Body: var refund } => Told(refund),
            StripeReply<Refund>.Fault no => new RefundView.Refused(no.Code, StripeLabels.Of(no.Code)),
            _ => new RefundView.Unknown(reply.Unanswered),
        };
    }

    private static RefundView Told(Refund refund) => refund switch
    {
        { Id: not null, Status: "succeeded" or "pending" } => new RefundView.Made(refund.Id, new Money(refund.Amount)),
        { Status: "failed" or "canceled" } => new RefundView.Refused("failed", StripeLabels.Of("failed")),
        _ => new RefundView.Unknown("no refund in the answer"),
    };

    /// <summary>Where the payer is sent: Stripe's site, or this machine's where Stripe itself stands on this machine.</summary>
    private Uri? Page(Session session) =>
        Uri.TryCreate(session.Url, UriKind.Absolute, out var page) && (page.Scheme == Uri.UriSchemeHttps || (page.IsLoopback && options.Address.IsLoopback)) ? page : null;
}
