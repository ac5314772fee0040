using System.Globalization;
using ETicket.Wallets;

namespace ETicket.Web.Display;

/// <summary>« Quantité » as typed in a field of the basket.</summary>
internal static class QuantityField
{
    /// <summary>Strict: a whole number from 0 to the most sold at once, or the sentence that says why not. No guess is made about what was meant.</summary>
    public static (int? Quantity, string? Wrong) Read(string typed)
    {
        var text = typed.Trim();
        if (text.Length == 0)
            return (null, Words.Say("Quantity_Missing"));
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked) || text[0] == '+')
            return (null, new QuantityNotWhole(text).Sentence);
        return asked is < 0 or > TopUps.MostTicketsPerLine
            ? (null, new QuantityOutOfRange((int)Math.Clamp(asked, int.MinValue, int.MaxValue), TopUps.MostTicketsPerLine).Sentence)
            : ((int)asked, null);
    }
}
