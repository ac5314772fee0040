using System.Text.Json;
using ETicket.Kernel;

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
    public static ProviderView Of(JsonElement session, string asked, StripeAccount account, bool weekPassed)
    {
        JsonElement? s = session;
        if (s.Text("object") != "checkout.session" || s.Text("id") != asked)
            return new ProviderView.Unknown("the answer speaks of another session");
        var final = weekPassed || s.At("payment_intent").Text("status") is "canceled";
        return (s.Text("payment_status"), s.Text("status")) switch
        {
            ("paid" or "no_payment_required", _) => Credited(session, account),
            (_, "expired") => new ProviderView.Expired(Proof(session)) { Final = final },
            (_, "open") => new ProviderView.Pending(),
            ("unpaid", "complete") => s.At("payment_intent").Text("status") is "canceled" or "requires_payment_method"
                ? new ProviderView.Refused(Proof(session)) { Final = final }
                : new ProviderView.Pending(),
            var (payment, status) => new ProviderView.Unknown($"unknown status {status} {payment}".TrimEnd()),
        };
    }

    /// <summary>The charge that paid a session, where it was asked for; null when there is none.</summary>
    public static JsonElement? Charge(JsonElement session) => session.At("payment_intent").At("latest_charge") is { ValueKind: JsonValueKind.Object } charge ? charge : null;

    /// <summary>« Remboursements » — those that were made; one that failed or was given up after it was made is told as money that came back, one that waits took nothing yet.</summary>
    public static IEnumerable<(DateTimeOffset? At, TakenBack What)> Refunds(JsonElement list)
    {
        foreach (var refund in list.Items())
        {
            if (refund.Text("status") is "succeeded" or "failed" or "canceled" && refund.Text("id") is { } id && refund.Number("amount") is { } cents and > 0)
                yield return (refund.Instant("created"), new TakenBack(id, new Money(cents), ByTheBank: false, WonBack: refund.Text("status") != "succeeded") { Asked = refund.At("metadata").Text("key") });
        }
    }

    /// <summary>« Contestations » — money the bank took, and perhaps gave again. A mere question (« warning_… ») takes nothing.</summary>
    public static IEnumerable<(DateTimeOffset? At, TakenBack What)> Disputes(JsonElement list)
    {
        foreach (var dispute in list.Items())
        {
            if (dispute.Text("status") is "needs_response" or "under_review" or "lost" or "won" && dispute.Text("id") is { } id && dispute.Number("amount") is { } cents and > 0)
                yield return (dispute.Instant("created"), new TakenBack(id, new Money(cents), ByTheBank: true, WonBack: dispute.Text("status") == "won"));
        }
    }

    private static ProviderView Credited(JsonElement session, StripeAccount account)
    {
        JsonElement? s = session;
        var charge = Charge(session);
        if (s.Number("amount_total") is not { } total)
            return new ProviderView.Unknown("unreadable amount_total");
        if ((charge.Instant("created") ?? s.Instant("created")) is not { } paidAt)
            return new ProviderView.Unknown("unreadable created");
        List<Difference> differences = [new("live", Word(account.Live), s.Flag("livemode") is { } live ? Word(live) : "?")];
        if (s.At("payment_intent").Number("amount_received") is { } received)
            differences.Add(new("amount received", total.Plain(), received.Plain()));
        return new ProviderView.Credited(
            new Money(total), PaymentMeans.StripeCard, Promised: false, s.Text("client_reference_id") ?? "", ClientNumber: null, Mode: null, paidAt, charge.Text("id"), Proof(session))
        {
            Currency = (s.Text("currency") ?? "").ToUpperInvariant(),
            Differences = [.. differences.Where(d => d.Expected != d.Found)],
        };
    }

    private static string Word(bool live) => live ? "yes" : "no";

    /// <summary>What the proof keeps; nobody's name, address or card is in it.</summary>
    private static string Proof(JsonElement session)
    {
        JsonElement? s = session;
        var (intent, charge) = (s.At("payment_intent"), Charge(session));
        var balance = charge.At("balance_transaction");
        return JsonSerializer.Serialize(new
        {
            session = s.Text("id"),
            status = s.Text("status"),
            payment_status = s.Text("payment_status"),
            amount_total = s.Number("amount_total"),
            currency = s.Text("currency"),
            livemode = s.Flag("livemode"),
            client_reference_id = s.Text("client_reference_id"),
            payment_intent = s.Id("payment_intent"),
            charge = charge.Text("id") ?? intent.Id("latest_charge"),
            balance_transaction = charge.Id("balance_transaction"),
            fee = balance.Number("fee"),
            net = balance.Number("net"),
        });
    }
}
