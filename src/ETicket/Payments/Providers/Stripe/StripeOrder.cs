using System.Globalization;
using System.Text.RegularExpressions;
using Stripe.Checkout;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Demande de paiement » — our order as the options of a Checkout Session. Made again, it is the same request, until its end comes too near.</summary>
internal static partial class StripeOrder
{
    private const int LongestSubject = 250;

    /// <summary>What Stripe wants left to the payer, 30 minutes, and what clocks and the way there may take of it.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(32);

    public static SessionCreateOptions Write(PaymentOrder order, StripeOptions options, DateTimeOffset now)
    {
        var session = WithoutMeans(order, options, now);
        // Cards alone: what else an account opens one day is another means, for the régie's act to allow. The library only knows the field's name of later versions.
        session.AddExtraParam("payment_method_types[0]", "card");
        return session;
    }

    private static SessionCreateOptions WithoutMeans(PaymentOrder order, StripeOptions options, DateTimeOffset now) => new()
    {
        Mode = "payment",
        Locale = "fr",
        ClientReferenceId = order.Reference,
        CustomerEmail = Email().IsMatch(order.PayerEmail) ? order.PayerEmail : null,
        ExpiresAt = EndOf(order.CreatedAt, options.OpenFor, now).UtcDateTime,
        // Stripe puts the session's id in the place of these braces.
        SuccessUrl = $"{order.ReturnTo.AbsoluteUri}?session_id={{CHECKOUT_SESSION_ID}}",
        CancelUrl = $"{order.ReturnTo.AbsoluteUri}?reference={order.Reference}&{PayerReturn.Cancelled}",
        LineItems = [new() { Quantity = 1, PriceData = PriceOf(order) }],
        Metadata = Ours(order),
        // What Stripe copies to the charge: a refund made on its pages speaks of the charge only.
        PaymentIntentData = new() { Metadata = Ours(order), Description = $"eTicket {order.Reference}" },
    };

    private static SessionLineItemPriceDataOptions PriceOf(PaymentOrder order) => new()
    {
        Currency = "eur",
        UnitAmount = order.Amount.Cents,
        ProductData = new() { Name = order.Subject.Length > LongestSubject ? order.Subject[..LongestSubject] : order.Subject },
    };

    private static Dictionary<string, string> Ours(PaymentOrder order) => new(StringComparer.Ordinal) { ["reference"] = order.Reference, ["payment"] = order.Id.ToString() };

    /// <summary>
    /// A basket may be opened at any hour of the day it was prepared on. Each time less than Stripe wants is left, the end is put off by one step: as far as it may be, for an
    /// opening that nobody answered is asked again under the same key, and must be the same.
    /// </summary>
    private static DateTimeOffset EndOf(DateTimeOffset prepared, TimeSpan openFor, DateTimeOffset now)
    {
        return prepared + openFor + (StepsOf(prepared, openFor, now) * (openFor - Least));
    }

    private static long StepsOf(DateTimeOffset prepared, TimeSpan openFor, DateTimeOffset now) => now > prepared ? (now - prepared).Ticks / (openFor - Least).Ticks : 0;

    /// <summary>
    /// The payment; once its end was put off, with the step, for another form under the same key is refused for ever. A session of a former step whose answer was lost was shown to nobody,
    /// and ends unpaid.
    /// </summary>
    public static string KeyOf(PaymentOrder order, StripeOptions options, DateTimeOffset now) =>
        StepsOf(order.CreatedAt, options.OpenFor, now) is > 0 and var steps ? string.Create(CultureInfo.InvariantCulture, $"{order.Id}-{steps}") : order.Id.ToString();

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
