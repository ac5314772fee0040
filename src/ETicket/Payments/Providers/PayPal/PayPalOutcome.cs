using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Issue d'une commande » — an order in our words. Only captures are money: an approved order is a wish, a completed one may hold a capture still under review. What was
/// captured is handed over as PayPal wrote it; the caller compares.
/// </summary>
internal static class PayPalOutcome
{
    /// <summary>Faults of a capture that mean « this payer, by these means, no »; the order may still be paid another way, and then it credits.</summary>
    private static readonly HashSet<string> Declined = new(StringComparer.Ordinal)
    {
        "COMPLIANCE_VIOLATION", "DOMESTIC_TRANSACTION_REQUIRED", "INSTRUMENT_DECLINED", "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", "PAYEE_BLOCKED_TRANSACTION",
        "PAYER_ACCOUNT_LOCKED_OR_CLOSED", "PAYER_ACCOUNT_RESTRICTED", "PAYER_CANNOT_PAY", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING", "TRANSACTION_BLOCKED_BY_PAYEE",
        "TRANSACTION_LIMIT_EXCEEDED", "TRANSACTION_RECEIVING_LIMIT_EXCEEDED", "TRANSACTION_REFUSED",
    };

    /// <summary>Faults of a capture that mean « not yet ».</summary>
    private static readonly HashSet<string> Early = new(StringComparer.Ordinal) { "ORDER_NOT_APPROVED", "ORDER_COMPLETION_IN_PROGRESS", "PAYER_ACTION_REQUIRED" };

    /// <param name="order">As it came.</param>
    /// <param name="number">The order asked about.</param>
    /// <param name="age">How long ago it was opened, as <see cref="PayPalAge"/> reads it: a no is PayPal's last word a week later, when no payer can approve any more.</param>
    /// <param name="disputes">Of its captures.</param>
    public static ProviderView Of(PayPalOrder order, string number, PayPalAge age, IReadOnlyList<PayPalDispute> disputes)
    {
        if (order.Id != number)
            return new ProviderView.Unknown("the answer speaks of another order");
        if (order.Intent is not (null or "CAPTURE") || order.Unit is not { } unit)
            return new ProviderView.Unknown("not an order of ours: another intent, or not one unit");
        if (order.Captures.Count > 0)
            return OfCaptures(order, unit, age, disputes);
        return order.Status switch
        {
            "CREATED" or "SAVED" or "PAYER_ACTION_REQUIRED" when age.Old => new ProviderView.Expired(Proof(order, unit)) { Final = age.Over },
            "CREATED" or "SAVED" or "PAYER_ACTION_REQUIRED" => new ProviderView.Pending(Idle: true),
            "APPROVED" => new ProviderView.Pending(),
            "VOIDED" => new ProviderView.Expired(Proof(order, unit)) { Final = true },
            _ => new ProviderView.Unknown($"order {order.Status} without a capture"),
        };
    }

    /// <summary>Approved, and left there: its part, or an invoice of it, is paid already; nobody captures it any more, even where that is given back, until the payer agrees again.</summary>
    public static ProviderView NotTaken(PayPalOrder order, PayPalUnit unit) => new ProviderView.Expired(Proof(order, unit), Withheld: true);

    /// <summary>Approved, and declined when we captured it: what was told to the payer stands until he agrees again.</summary>
    public static ProviderView StillDeclined(PayPalOrder order, PayPalUnit unit, PayPalAge age) => new ProviderView.Refused(Proof(order, unit), Standing: true) { Final = age.Over };

    /// <summary>A fault of the look-up: PayPal forgets an order nobody approved in time.</summary>
    public static ProviderView Of(PayPalReply<PayPalOrder> silence, PayPalAge age) => silence switch
    {
        PayPalReply<PayPalOrder>.Fault { Status: 404 } gone when age.Old => new ProviderView.Expired(JsonSerializer.Serialize(new { gone.Issue })) { Final = age.Over },
        _ => new ProviderView.Unknown(silence.Unanswered),
    };

    /// <summary>A fault of the capture.</summary>
    public static ProviderView OfCapture(PayPalReply<PayPalOrder> silence) => silence switch
    {
        PayPalReply<PayPalOrder>.Fault { Definite: true } no when Declined.Contains(no.Issue) => new ProviderView.Refused(JsonSerializer.Serialize(new { no.Issue, no.DebugId })),
        PayPalReply<PayPalOrder>.Fault { Definite: true } early when Early.Contains(early.Issue) => new ProviderView.Pending(),
        _ => new ProviderView.Unknown(silence.Unanswered),
    };

    /// <summary>
    /// An order approved for another amount, currency or reference than ours: not captured, so nothing was taken; handed over with what differs, which credits nothing. Null
    /// when it is ours.
    /// </summary>
    public static ProviderView? ApprovedForAnother(PaymentOrder order, PayPalUnit unit, PayPalOrder seen)
    {
        var amount = PayPalAmount.Read(unit.Amount);
        var currency = unit.Amount?.CurrencyCode?.ToUpperInvariant() ?? "";
        if (amount == order.Amount && currency == PayPalAmount.Euro && unit.CustomId == order.Reference)
            return null;
        var approved = string.Create(CultureInfo.InvariantCulture, $"{unit.Amount?.Value} {currency} {unit.CustomId}");
        return new ProviderView.Credited(amount ?? Money.Zero, PaymentMeans.PayPal, false, unit.CustomId ?? "", null, null, order.CreatedAt, null, Proof(seen, unit))
        {
            Currency = currency,
            Differences = [new Difference("captured", "yes", $"no: approved for {approved}")],
        };
    }

    private static ProviderView OfCaptures(PayPalOrder order, PayPalUnit unit, PayPalAge age, IReadOnlyList<PayPalDispute> disputes)
    {
        if (order.Captures.FirstOrDefault(c => c.Status is not ("COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED" or "PENDING" or "DECLINED" or "FAILED")) is { } strange)
            return new ProviderView.Unknown($"a capture is {strange.Status}");
        PayPalCapture[] taken = [.. order.Captures.Where(c => c.Status is "COMPLETED" or "PARTIALLY_REFUNDED" or "REFUNDED")];
        if (taken.Length > 0)
            return Credited(order, unit, taken, disputes);
        // Under review, or waiting for the payer's bank: not money yet.
        return order.Captures.Any(c => c.Status is "PENDING") ? new ProviderView.Pending() : new ProviderView.Refused(Proof(order, unit)) { Final = age.Over };
    }

    private static ProviderView Credited(PayPalOrder order, PayPalUnit unit, PayPalCapture[] taken, IReadOnlyList<PayPalDispute> disputes)
    {
        var currencies = taken.Select(c => c.Amount?.CurrencyCode?.ToUpperInvariant()).Distinct().ToArray();
        var amounts = taken.Select(c => PayPalAmount.Read(c.Amount)).ToArray();
        if (currencies is not [{ } currency] || amounts.Any(a => a is null))
            return new ProviderView.Unknown("a captured amount cannot be read");
        if (Instant(taken[0].CreateTime) is not { } paidAt)
            return new ProviderView.Unknown("the hour of the capture cannot be read");
        if (PayPalTakenBack.Of(unit, taken, disputes) is not { } back)
            return new ProviderView.Unknown("what was given back cannot be read");
        // The order's own number and each capture's must be ours: one that differs is handed over.
        var reference = taken.Select(c => c.CustomId).Append(unit.CustomId).FirstOrDefault(id => id is not null && id != unit.ReferenceId) ?? unit.ReferenceId ?? "";
        return new ProviderView.Credited(amounts.Sum(a => a!.Value), PaymentMeans.PayPal, false, reference, null, null, paidAt, taken[0].Id, Proof(order, unit))
        {
            Currency = currency,
            Back = back,
        };
    }

    public static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    /// <summary>Numbers, states and sums, fees included; nobody's name.</summary>
    private static string Proof(PayPalOrder order, PayPalUnit unit) => JsonSerializer.Serialize(new
    {
        order = order.Id,
        status = order.Status,
        reference = unit.ReferenceId,
        captures = order.Captures.Select(c => new
        {
            id = c.Id,
            status = c.Status,
            reason = c.StatusDetails?.Reason,
            amount = c.Amount?.Value,
            currency = c.Amount?.CurrencyCode,
            at = c.CreateTime,
            fee = c.SellerReceivableBreakdown?.PaypalFee?.Value,
            net = c.SellerReceivableBreakdown?.NetAmount?.Value,
        }),
        refunds = (unit.Payments?.Refunds ?? []).Select(r => new { id = r.Id, status = r.Status, amount = r.Amount?.Value, at = r.CreateTime }),
    });
}

/// <summary>« Âge d'une commande » — older than payers have to approve; and so old that nothing comes any more.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PayPalAge(bool Old, bool Over);
