using System.Globalization;
using System.Text.Json;

namespace ETicket.Tresor.PaymentPage;

/// <summary>The French of the pages that depends on what happened; the rest is in the templates.</summary>
internal static class Sentences
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private static readonly Dictionary<string, string> Texts =
        new[] { "PaymentPage/Sentences.json", "Control/Words.json" }
            .SelectMany(file => JsonSerializer.Deserialize<Dictionary<string, string>>(Embedded.Text(file))!)
            .ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);

    public static string Say(string key, params object[] facts) => string.Format(French, Texts[key], facts);

    public static bool Knows(string key) => Texts.ContainsKey(key);

    /// <summary>1250 → « 12,50 € », with the spaces French typography wants.</summary>
    public static string Euros(string cents) =>
        Euros(long.Parse(cents, NumberStyles.None, CultureInfo.InvariantCulture));

    public static string Euros(long cents) => (cents / 100m).ToString("N2", French) + "\u00a0€";
}
