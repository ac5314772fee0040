using System.Text.RegularExpressions;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Demande de paiement » — our order as the form of a Checkout Session. Made again, it is the same request, until its end comes too near.</summary>
internal static partial class StripeOrder
{
    private const int LongestSubject = 250;

    /// <summary>What Stripe wants left to the payer, 30 minutes, and what clocks and the way there may take of it.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(32);

    public static IReadOnlyList<KeyValuePair<string, string>> Write(PaymentOrder order, StripeOptions options, DateTimeOffset now)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("mode", "payment"),
            new("locale", "fr"),
            // Cards alone: what else an account opens one day is another means, for the régie's act to allow.
            new("payment_method_types[0]", "card"),
            new("client_reference_id", order.Reference),
            new("expires_at", EndOf(order.CreatedAt, options.OpenFor, now).ToUnixTimeSeconds().Plain()),
            // Stripe puts the session's id in the place of these braces.
            new("success_url", $"{order.ReturnTo.AbsoluteUri}?session_id={{CHECKOUT_SESSION_ID}}"),
            new("cancel_url", $"{order.ReturnTo.AbsoluteUri}?reference={order.Reference}"),
            new("line_items[0][quantity]", "1"),
            new("line_items[0][price_data][currency]", "eur"),
            new("line_items[0][price_data][unit_amount]", order.Amount.Cents.Plain()),
            new("line_items[0][price_data][product_data][name]", order.Subject.Length > LongestSubject ? order.Subject[..LongestSubject] : order.Subject),
            new("metadata[reference]", order.Reference),
            new("metadata[payment]", order.Id.ToString()),
            // What Stripe copies to the charge: a refund made on its pages speaks of the charge only.
            new("payment_intent_data[metadata][reference]", order.Reference),
            new("payment_intent_data[metadata][payment]", order.Id.ToString()),
            new("payment_intent_data[description]", $"eTicket {order.Reference}"),
        ];
        if (Email().IsMatch(order.PayerEmail))
            form.Add(new("customer_email", order.PayerEmail));
        return form;
    }

    /// <summary>
    /// A basket may be opened at any hour of the day it was prepared on. Each time less than Stripe wants is left, the end is put off by one step: as far as it may be, for an
    /// opening that nobody answered is asked again under the same key, and must be the same.
    /// </summary>
    private static DateTimeOffset EndOf(DateTimeOffset prepared, TimeSpan openFor, DateTimeOffset now)
    {
        var step = openFor - Least;
        var steps = now > prepared ? (now - prepared).Ticks / step.Ticks : 0;
        return prepared + openFor + (steps * step);
    }

    /// <summary>« cs_live_… » — a session's id, and nothing that could be taken for a path.</summary>
    public static bool IsSession(string? text) => text is not null && Session().IsMatch(text);

    /// <summary>A reference of ours.</summary>
    public static bool IsReference(string? text) => text is not null && Reference().IsMatch(text);

    [GeneratedRegex(@"\Acs_\w{1,63}\z", RegexOptions.ECMAScript, 200)]
    private static partial Regex Session();

    [GeneratedRegex(@"\A[A-Za-z0-9]{6,30}\z", RegexOptions.ECMAScript, 200)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A[^@\s\p{C}]+@[^@\s\p{C}]+\.[^@\s\p{C}]+\z", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Email();
}
