using System.Globalization;
using System.Text.Json;
using ETicket.Kernel;
using Stripe;
using Stripe.Checkout;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>
/// « Issue d'une session » — Stripe's words turned into ours. It compares with nothing but the account's own settings: amount, currency and reference are handed over as
/// Stripe wrote them, and the caller decides.
/// </summary>
internal static class StripeOutcome
{
    /// <summary>
    /// Money received wins over everything else: a session that expired may turn out paid. Complete and unpaid is not final, unless its payment was given up. Then the end of
    /// its time, then an open page. A no is the last word once Stripe cancelled the payment itself, or after <paramref name="weekPassed"/>, when no bank answers any more.
    /// </summary>
    public static ProviderView Of(Session session, string asked, StripeAccount account, bool weekPassed)
    {
        if (session.Object != "checkout.session" || session.Id != asked)
            return new ProviderView.Unknown("the answer speaks of another session");
        var final = weekPassed || session.PaymentIntent?.Status is "canceled";
        return (session.PaymentStatus, session.Status) switch
        {
            ("paid" or "no_payment_required", _) => Credited(session, account),
            (_, "expired") => new ProviderView.Expired(Proof(session)) { Final = final },
            (_, "open") => new ProviderView.Pending(),
            ("unpaid", "complete") => session.PaymentIntent?.Status is "canceled" or "requires_payment_method"
                ? new ProviderView.Refused(Proof(session)) { Final = final }
                : new ProviderView.Pending(),
            var (payment, status) => new ProviderView.Unknown($"unknown status {status} {payment}".TrimEnd()),
        };
    }

    /// <summary>The charge that paid a session, where it was asked for; null when there is none.</summary>
    public static Charge? Charge(Session session) => session.PaymentIntent?.LatestCharge;

    /// <summary>The library writes what was not told as the beginning of 1970.</summary>
    public static DateTimeOffset? Instant(DateTime told) => told > DateTime.UnixEpoch ? new DateTimeOffset(told, TimeSpan.Zero) : null;

    /// <summary>« Remboursements » — those that were made; one that failed or was given up after it was made is told as money that came back, one that waits took nothing yet.</summary>
    public static IEnumerable<(DateTimeOffset? At, TakenBack What)> Refunds(IEnumerable<Refund> list) =>
        from refund in list
        where refund is { Status: "succeeded" or "failed" or "canceled", Id: not null, Amount: > 0 }
        select (Instant(refund.Created), new TakenBack(refund.Id, new Money(refund.Amount), ByTheBank: false, WonBack: refund.Status != "succeeded") { Asked = refund.Metadata?.GetValueOrDefault("key") });

    private static ProviderView Credited(Session session, StripeAccount account)
    {
        var charge = Charge(session);
        if (session.AmountTotal is not { } total)
            return new ProviderView.Unknown("unreadable amount_total");
        if ((Instant(charge?.Created ?? session.Created) ?? Instant(session.Created)) is not { } paidAt)
            return new ProviderView.Unknown("unreadable created");
        List<Difference> differences = [new("live", Word(account.Live), Word(session.Livemode))];
        if (session.PaymentIntent is { } intent)
            differences.Add(new("amount received", Plain(total), Plain(intent.AmountReceived)));
        return new ProviderView.Credited(
            new Money(total), PaymentMeans.StripeCard, Promised: false, session.ClientReferenceId ?? "", ClientNumber: null, Mode: null, paidAt, charge?.Id, Proof(session))
        {
            Currency = (session.Currency ?? "").ToUpperInvariant(),
            Differences = [.. differences.Where(d => d.Expected != d.Found)],
        };
    }

    private static string Word(bool live) => live ? "yes" : "no";

    private static string Plain(long cents) => cents.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the proof keeps; nobody's name, address or card is in it.</summary>
    private static string Proof(Session session)
    {
        var charge = Charge(session);
        return JsonSerializer.Serialize(new
        {
            session = session.Id,
            status = session.Status,
            payment_status = session.PaymentStatus,
            amount_total = session.AmountTotal,
            currency = session.Currency,
            livemode = session.Livemode,
            client_reference_id = session.ClientReferenceId,
            payment_intent = session.PaymentIntentId,
            charge = session.PaymentIntent?.LatestChargeId,
            balance_transaction = charge?.BalanceTransactionId,
            fee = charge?.BalanceTransaction?.Fee,
            net = charge?.BalanceTransaction?.Net,
        });
    }
}
