using System.Globalization;
using System.Resources;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>The sentences for what is refused before PayFiP is called, by code; they live in Labels.resx.</summary>
internal static class PayFipLabels
{
    private static readonly ResourceManager Book = new(typeof(PayFipLabels).Namespace + ".Labels", typeof(PayFipLabels).Assembly);

    public static string? Find(string code) => Book.GetString(code, CultureInfo.InvariantCulture);

    public static string Of(string code) =>
        Find(code) ?? throw new InvalidOperationException($"{code} has no sentence in Labels.resx.");
}
