using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>« Demande de paiement » — our order in the words and within the rules of the service; what it would refuse is refused before the call.</summary>
internal static partial class PayFipOrder
{
    private const int LongestSubject = 99;
    private const int LongestAddress = 250;

    /// <summary>The request, or throws <see cref="ProviderRefused"/> with the code PayFiP gives to the same fault (« exer » has none that is known).</summary>
    public static PayFipRequest Write(PaymentOrder order, PayFipOptions options)
    {
        Require(IsClientNumber(order.ClientNumber), "T1");
        // X is opened: it is how a régie's number is switched on. T would send a family to pay with nothing.
        Require(order.Mode is 'X' or 'W' || (order.Mode is 'T' && options.AcceptsTestPayments), "S1");
        Require(order.PayerEmail.Length > 0, "A1");
        Require(order.PayerEmail.Length is >= 6 and <= 80 && Email().IsMatch(order.PayerEmail), "A2");
        Require(Reference().IsMatch(order.Reference), "R3");
        Require(order.Amount.Cents >= options.MinCents, "M3");
        Require(order.Amount.Cents <= options.MaxCents, "M5");
        Require(IsAddress(order.NotifyAt), "N1");
        Require(IsAddress(order.ReturnTo), "D1");
        Require(order.BudgetYear is >= 1000 and <= 9999, "EXER");
        return new(
            order.BudgetYear.ToString(CultureInfo.InvariantCulture),
            order.PayerEmail,
            order.Amount.Cents.ToString(CultureInfo.InvariantCulture),
            order.ClientNumber,
            Subject(order.Subject) is { Length: > 0 } subject ? subject : null,
            order.Reference,
            order.Mode.ToString(),
            order.NotifyAt.AbsoluteUri,
            order.ReturnTo.AbsoluteUri);
    }

    /// <summary>« numcli » — six digits, leading zeros included; never a number.</summary>
    public static bool IsClientNumber(string? text) => text is { Length: 6 } && text.All(char.IsAsciiDigit);

    /// <summary>« idOp » — as PayFiP writes it: 36 characters of hexadecimal and hyphens.</summary>
    public static bool IsOperation(string? text) => Guid.TryParseExact(text, "D", out _) && text!.Length == 36;

    /// <summary>« objet » — letters without accents, digits and single spaces, at most 99 characters: anything else becomes a space.</summary>
    public static string Subject(string text)
    {
        var plain = text.Replace("œ", "oe", StringComparison.Ordinal).Replace("Œ", "OE", StringComparison.Ordinal)
            .Replace("æ", "ae", StringComparison.Ordinal).Replace("Æ", "AE", StringComparison.Ordinal)
            .Normalize(NormalizationForm.FormKD);
        var kept = new StringBuilder(plain.Length);
        foreach (var c in plain.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))
        {
            if (char.IsAsciiLetterOrDigit(c))
                kept.Append(c);
            else if (kept.Length > 0 && kept[^1] != ' ')
                kept.Append(' ');
        }
        return kept.ToString(0, Math.Min(kept.Length, LongestSubject)).TrimEnd();
    }

    private static bool IsAddress(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.AbsoluteUri.Length <= LongestAddress;

    private static void Require(bool holds, string code)
    {
        if (!holds)
            throw new ProviderRefused(code, PayFipLabels.Of(code));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]{6,30}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Reference();

    // Only what a person could have typed: no control character may reach the XML. PayFiP judges the rest.
    [GeneratedRegex(@"\A[^@\s\p{C}]+@[^@\s\p{C}]+\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Email();
}
