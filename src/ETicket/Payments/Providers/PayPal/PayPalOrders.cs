using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Commande » — our payment in PayPal's words. Our reference is everywhere PayPal keeps one: an account that refuses an invoice number twice then refuses a second payment
/// by itself. Nothing of the payer is sent: who pays says so on PayPal's own page.
/// </summary>
internal static partial class PayPalOrders
{
    private const int LongestSubject = 127;

    /// <summary>Refuses with <see cref="ProviderRefused"/>, before any call, what could not be paid or compared afterwards.</summary>
    public static PayPalNewOrder Write(PaymentOrder order, PayPalOptions options)
    {
        if (!IsReference(order.Reference))
            throw Refused("REFERENCE");
        if (order.Amount.Cents < options.MinCents || order.Amount.Cents > options.MaxCents)
            throw Refused("AMOUNT");
        var unit = new PayPalNewUnit(order.Reference, order.Reference, order.Reference, Subject(order.Subject), PayPalAmount.Write(order.Amount));
        var back = order.ReturnTo.AbsoluteUri;
        // Only means that pay at once: a ticket bought today may be eaten tomorrow.
        var experience = new PayPalExperience("fr-FR", "NO_SHIPPING", "PAY_NOW", "IMMEDIATE_PAYMENT_REQUIRED", back, $"{back}?{PayerReturn.Cancelled}");
        return new PayPalNewOrder("CAPTURE", [unit], new PayPalSource(new PayPalWallet(experience)));
    }

    /// <summary>The page where the payer approves: a link of the answer, on PayPal's own site and nowhere else.</summary>
    public static Uri? PayerPage(PayPalOrder order, Uri site) => (order.Links ?? [])
        .Where(link => link.Rel is "payer-action" or "approve")
        .Select(link => Uri.TryCreate(link.Href, UriKind.Absolute, out var page) ? page : null)
        .FirstOrDefault(page => page is not null && page.UserInfo.Length == 0 && page.GetLeftPart(UriPartial.Authority) == site.GetLeftPart(UriPartial.Authority));

    public static ProviderRefused Refused(string code, string? issue = null) => new(issue ?? code, PayPalLabels.Of(code));

    /// <summary>PayPal's numbers: orders, captures, refunds.</summary>
    public static bool IsNumber(string? text) => text is not null && Number().IsMatch(text);

    /// <summary>Ours.</summary>
    public static bool IsReference(string? text) => text is not null && Reference().IsMatch(text);

    private static string? Subject(string subject)
    {
        var plain = string.Concat(subject.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        return plain.Length == 0 ? null : plain[..Math.Min(plain.Length, LongestSubject)];
    }

    [GeneratedRegex(@"\A[A-Z0-9]{1,36}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[A-Za-z0-9]{6,30}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Reference();
}

/// <summary>The sentences a payer reads when PayPal's door stays shut; they live in Labels.resx.</summary>
internal static class PayPalLabels
{
    private static readonly ResourceManager Book = new(typeof(PayPalLabels).Namespace + ".Labels", typeof(PayPalLabels).Assembly);

    public static string Of(string code) =>
        Book.GetString(code, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"{code} has no sentence in Labels.resx.");
}
