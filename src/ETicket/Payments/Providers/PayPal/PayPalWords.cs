using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>An amount of the contract: « 12.50 » and « EUR ».</summary>
internal sealed record PayPalMoney(string? CurrencyCode, string? Value);

/// <summary>What POST /v2/checkout/orders sends.</summary>
internal sealed record PayPalNewOrder(string Intent, PayPalNewUnit[] PurchaseUnits, PayPalSource PaymentSource);

internal sealed record PayPalNewUnit(string ReferenceId, string CustomId, string InvoiceId, string? Description, PayPalMoney Amount);

internal sealed record PayPalSource(PayPalWallet Paypal);

internal sealed record PayPalWallet(PayPalExperience ExperienceContext);

internal sealed record PayPalExperience(
    string Locale, string ShippingPreference, string UserAction, string PaymentMethodPreference, string ReturnUrl, string CancelUrl);

/// <summary>« Commande PayPal » — an order as it came: nothing of the payer is read.</summary>
internal sealed record PayPalOrder(string? Id, string? Status, string? Intent, string? CreateTime, PayPalUnit[]? PurchaseUnits, PayPalLink[]? Links)
{
    /// <summary>The one unit of our orders; null when there is not exactly one.</summary>
    public PayPalUnit? Unit => PurchaseUnits is [var only] ? only : null;

    public IReadOnlyList<PayPalCapture> Captures => Unit?.Payments?.Captures ?? [];
}

internal sealed record PayPalUnit(string? ReferenceId, string? CustomId, string? InvoiceId, PayPalMoney? Amount, PayPalPayments? Payments);

internal sealed record PayPalPayments(PayPalCapture[]? Captures, PayPalRefund[]? Refunds);

/// <summary>« Encaissement PayPal » — the money itself; an order is only the wish.</summary>
internal sealed record PayPalCapture(
    string? Id, string? Status, PayPalReason? StatusDetails, PayPalMoney? Amount, string? CustomId, string? CreateTime,
    PayPalBreakdown? SellerReceivableBreakdown, PayPalRelated? SupplementaryData)
{
    public string? OrderId => SupplementaryData?.RelatedIds?.OrderId;
}

internal sealed record PayPalReason(string? Reason);

/// <summary>What PayPal kept for itself of a capture.</summary>
internal sealed record PayPalBreakdown(PayPalMoney? PaypalFee, PayPalMoney? NetAmount);

internal sealed record PayPalRelated(PayPalRelatedIds? RelatedIds);

internal sealed record PayPalRelatedIds(string? OrderId, string? CaptureId);

/// <summary>What POST /v2/payments/captures/{id}/refund sends.</summary>
internal sealed record PayPalNewRefund(PayPalMoney Amount, string CustomId, string InvoiceId);

/// <summary>« Remboursement PayPal », ours or one made on PayPal's own pages.</summary>
internal sealed record PayPalRefund(string? Id, string? Status, PayPalReason? StatusDetails, PayPalMoney? Amount, string? CustomId, string? CreateTime, string? InvoiceId = null);

internal sealed record PayPalLink(string? Href, string? Rel);

/// <summary>What POST /v1/notifications/verify-webhook-signature answers: SUCCESS or FAILURE.</summary>
internal sealed record PayPalVerification(string? VerificationStatus);

/// <summary>What POST /v1/oauth2/token answers; the life is in seconds.</summary>
internal sealed record PayPalToken(string? AccessToken, long? ExpiresIn);

/// <summary>An error of the contract; those of the token's own service have another shape (« error »).</summary>
internal sealed record PayPalError(string? Name, PayPalIssue[]? Details, string? DebugId, string? Error);

internal sealed record PayPalIssue(string? Issue);

/// <summary>« Relevé PayPal » — one page of what GET /v1/reporting/transactions answers; nothing of the payer is read.</summary>
internal sealed record PayPalStatement(PayPalStatementLine[]? TransactionDetails, int? Page, int? TotalPages, int? TotalItems, string? LastRefreshedDatetime);

internal sealed record PayPalStatementLine(PayPalTransaction? TransactionInfo);

/// <summary>One movement: gross in <see cref="TransactionAmount"/>, the fee negative, its kind a « T-code ».</summary>
internal sealed record PayPalTransaction(
    string? TransactionId, string? PaypalReferenceId, string? TransactionEventCode, string? TransactionInitiationDate, string? TransactionUpdatedDate,
    PayPalMoney? TransactionAmount, PayPalMoney? FeeAmount, string? TransactionStatus, string? CustomField = null, string? InvoiceId = null);

/// <summary>
/// « Montant PayPal » — « 12.50 » and a currency's name, to and from whole cents. No decimal number is ever made of it: dividing and joining digits cannot round.
/// </summary>
internal static class PayPalAmount
{
    public const string Euro = "EUR";

    /// <summary>« 12.50 »: a point, two decimals, no thousands, whatever the culture.</summary>
    public static PayPalMoney Write(Money money)
    {
        var (euros, cents) = Math.DivRem(money.Cents, 100);
        var sign = money.Cents < 0 ? "-" : "";
        return new PayPalMoney(Euro, string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(euros)}.{Math.Abs(cents):00}"));
    }

    /// <summary>
    /// The cents of a value of the contract (digits, perhaps a sign, perhaps decimals); null when it is anything else, holds a fraction of a cent or overflows. A sum in
    /// another currency is read like one in euros: the currency is compared apart.
    /// </summary>
    public static Money? Read(PayPalMoney? amount)
    {
        if (amount?.Value is not { Length: > 0 and <= 32 } text)
            return null;
        var negative = text[0] == '-';
        var parts = text[(negative ? 1 : 0)..].Split('.');
        if (parts.Length > 2 || parts.Any(part => !part.All(char.IsAsciiDigit)) || parts[^1].Length == 0)
            return null;
        var decimals = parts.Length == 2 ? parts[1].TrimEnd('0') : "";
        if (decimals.Length > 2 || !long.TryParse($"0{parts[0]}{decimals.PadRight(2, '0')}", NumberStyles.None, CultureInfo.InvariantCulture, out var cents))
            return null;
        return new Money(negative ? -cents : cents);
    }

    /// <summary>« EUR » in capitals or not.</summary>
    public static bool IsEuro(PayPalMoney? amount) => string.Equals(amount?.CurrencyCode, Euro, StringComparison.OrdinalIgnoreCase);
}
