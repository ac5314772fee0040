using System.Globalization;
using System.Resources;
using ETicket.Kernel;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Motifs de refus » — Stripe's codes in French, for families and régisseurs; one nobody translated is quoted.</summary>
internal static class StripeLabels
{
    private static readonly ResourceManager Labels = new("ETicket.Payments.Providers.Stripe.Labels", typeof(StripeLabels).Assembly);

    public static string Of(string code) =>
        Labels.GetString(code, CultureInfo.InvariantCulture) ?? string.Format(French.Culture, Labels.GetString("other", CultureInfo.InvariantCulture)!, code);
}
