using System.Globalization;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.PayPal;

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
