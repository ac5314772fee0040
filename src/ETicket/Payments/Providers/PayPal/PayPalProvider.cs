using ETicket.Kernel;
using Microsoft.Extensions.Logging;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « PayPal », Orders v2 by redirect: an order is opened, the payer approves it on PayPal's page, and we capture it when the payer is back or whenever we next look. Nothing is
/// money before its capture is completed. Source: PayPal's REST API descriptions, see README.md.
/// </summary>
internal sealed class PayPalProvider(
    PayPalClient client, PayPalNotices notices, PayPalDisputes disputes, PayPalOptions options, TimeProvider clock, ILogger<PayPalProvider> log) : IPaymentProvider
{
    public PaymentProvider Name => PaymentProvider.PayPal;

    /// <summary>PayPal's events carry the whole order.</summary>
    public int LongestNotice => 128 * 1024;
    public bool SignsNotices => true;

    /// <summary>The payment's own number is the key of its order: the same question again is the same order.</summary>
    public bool StartsOnce => true;

    public Money Minimum => new(options.MinCents);

    /// <summary>What could not be paid or compared is refused before the call.</summary>
    public async Task<Started> StartAsync(PaymentOrder order, CancellationToken stop)
    {
        var account = options.AccountOf(order);
        if (account is null || (!account.Live && !options.AcceptsTestPayments))
            throw PayPalOrders.Refused("ACCOUNT");
        return await client.CreateOrderAsync(account, PayPalOrders.Write(order, options), order.Id.ToString(), stop) switch
        {
            PayPalReply<PayPalOrder>.Answer { Value: var opened } when PayPalOrders.IsNumber(opened.Id) && PayPalOrders.PayerPage(opened, options.PagesOf(account)) is { } page =>
                new Started(opened.Id!, page),
            PayPalReply<PayPalOrder>.Answer => throw new ProviderUnreachable("the answer holds no order and page of PayPal"),
            PayPalReply<PayPalOrder>.Fault { Definite: true } no => throw Logged(order, no),
            var silence => throw new ProviderUnreachable(silence.Unanswered, (silence as PayPalReply<PayPalOrder>.Nothing)?.Cause),
        };
    }

    public Task<NoticeReading> ReadNoticeAsync(ProviderRequest request, CancellationToken stop) => notices.ReadAsync(request, stop);

    /// <summary>PayPal adds « token », the order's number, to the address of the return and of the cancellation alike.</summary>
    public string? ReadReturn(ProviderRequest request) =>
        request.Query.GetValueOrDefault("token") is { } number && PayPalOrders.IsNumber(number) ? number : null;

    /// <summary>
    /// Captures what is approved and not yet captured, and tells what it found, all within one time-out; a capture nobody answered is looked for in the order. An order approved
    /// for anything else than what we asked is not captured: nothing is taken, a person looks. Nor is one whose part or invoice was paid otherwise: it lapses; nor one declined before, until its payer agrees again: he was told
    /// that nothing was taken, and may have paid otherwise since.
    /// </summary>
    public async Task<ProviderView> LookUpAsync(PaymentOrder order, string providerReference, CancellationToken stop)
    {
        if (!PayPalOrders.IsNumber(providerReference) || options.AccountOf(order) is not { } account)
            return new ProviderView.Unknown("not an order of an account of ours");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.TimeOut);
        var capture = new Asked();
        ProviderView view;
        try
        {
            view = Judged(order, account, await LookAsync(order, account, providerReference, capture, limit.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            view = new ProviderView.Unknown($"no answer within {options.TimeOut}");
        }
        return view is ProviderView.Unknown silent ? silent with { MayHaveTaken = capture.Open } : view;
    }

    private async Task<ProviderView> LookAsync(PaymentOrder order, PayPalAccount account, string number, Asked capture, CancellationToken stop)
    {
        var reply = await client.OrderAsync(account, number, stop);
        if (reply is not PayPalReply<PayPalOrder>.Answer { Value: var seen })
            return PayPalOutcome.Of(reply, AgeOf(order.CreatedAt));
        // A basket may wait for hours before it is opened: the payer's time runs from the opening.
        var age = AgeOf(PayPalOutcome.Instant(seen.CreateTime) ?? order.CreatedAt);
        if (seen is { Status: "APPROVED", Captures.Count: 0, Unit: { } unit } && seen.Id == number)
        {
            if (PayPalOutcome.ApprovedForAnother(order, unit, seen) is { } another)
                return another;
            // A no stands until the payer agrees again, whatever has been paid otherwise, or given back, since.
            if (order.Declined)
                return PayPalOutcome.StillDeclined(seen, unit, age);
            if (!order.MayTake)
                return PayPalOutcome.NotTaken(seen, unit);
            capture.Open = true;
            var captured = await client.CaptureOrderAsync(account, number, $"{order.Id}-capture", stop);
            if (captured is PayPalReply<PayPalOrder>.Answer { Value: { Captures.Count: > 0 } fresh })
                return PayPalOutcome.Of(fresh, number, age, []);
            if (captured is PayPalReply<PayPalOrder>.Fault { Definite: true, Issue: not "ORDER_ALREADY_CAPTURED" })
            {
                capture.Open = false;
                return PayPalOutcome.OfCapture(captured);
            }
            // Captured, by us or by our twin, or nobody told: what came of it is in the order.
            reply = await client.OrderAsync(account, number, stop);
            if (reply is not PayPalReply<PayPalOrder>.Answer { Value: var again })
                return PayPalOutcome.Of(reply, default);
            if (again.Captures.Count == 0)
                return new ProviderView.Unknown($"no capture in the order, and the capture {captured.Unanswered}");
            seen = again;
        }
        if (seen.Captures.FirstOrDefault(c => c.Status is "PENDING") is { } held)
            log.LogInformation("Payment {Payment} is held by PayPal: {Reason}", order.Id, held.StatusDetails?.Reason);
        return await disputes.OfAsync(account, seen, stop) is { } found
            ? PayPalOutcome.Of(seen, number, age, found)
            : new ProviderView.Unknown("the disputes of this order could not be read");
    }

    private PayPalAge AgeOf(DateTimeOffset opened)
    {
        var age = clock.GetUtcNow() - opened;
        return new(age >= options.OpenFor, age >= TimeSpan.FromDays(7));
    }

    /// <summary>Money of the sandbox where tickets are sold: the operator hears of it at once, the discrepancy waits for a person.</summary>
    private ProviderView Judged(PaymentOrder order, PayPalAccount account, ProviderView view)
    {
        if (view is not ProviderView.Credited credited || account.Live || options.AcceptsTestPayments)
            return view;
        log.LogError("Payment {Payment} was made in PayPal's sandbox: it credits nothing here", order.Id);
        return credited with { Differences = [.. credited.Differences, new Difference("account", "live", "sandbox")] };
    }

    private ProviderRefused Logged(PaymentOrder order, PayPalReply<PayPalOrder>.Fault no)
    {
        log.LogError("PayPal does not open payment {Payment}: {Fault}", order.Id, no);
        return PayPalOrders.Refused("REFUSED", no.Issue);
    }

    /// <summary>Whether a capture was asked for whose answer is not known.</summary>
    private sealed class Asked
    {
        public bool Open { get; set; }
    }
}
