using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Réglages de Stripe » — addresses, limits, and our accounts by their public name (see <see cref="ProviderAccount"/>). Only the configuration holds secrets.</summary>
public sealed class StripeOptions
{
    /// <summary>The version of the service this adapter is written and judged against; told with every call, in the place of the library's own.</summary>
    public const string Version = "2023-08-16";

    public Uri Address { get; set; } = new("https://api.stripe.com/");

    /// <summary>Origin of the page a payer is sent to.</summary>
    public Uri PayerPage { get; set; } = new("https://checkout.stripe.com/");

    /// <summary>How long one call may last, from the connection to the last byte.</summary>
    public TimeSpan TimeOut { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How old, or how early, the time of a notice's signature may be.</summary>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How long at most a payment may be paid. Stripe takes 30 minutes to 24 hours from the opening; the end is counted from the creation, in steps, so that the same payment
    /// opened again is the same request, hence the same session (<see cref="StripeOrder"/>). Less than the hour in which the sweep asks every five minutes: nobody pays on a page
    /// that is asked about every hour only.
    /// </summary>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromMinutes(55);

    public IDictionary<string, StripeAccount> Accounts { get; init; } = new Dictionary<string, StripeAccount>(StringComparer.Ordinal);
}

/// <summary>« Compte Stripe » — its key, its notices' secrets (two while one replaces the other), and whether its money is real.</summary>
public sealed class StripeAccount
{
    public string SecretKey { get; set; } = "";
    public IList<string> WebhookSecrets { get; init; } = [];
    public bool Live { get; set; }
}

/// <summary>Settings that would lose or forge a payment stop the application at its start. No secret is quoted.</summary>
internal sealed partial class StripeOptionsCheck : IValidateOptions<StripeOptions>
{
    public ValidateOptionsResult Validate(string? name, StripeOptions options)
    {
        List<string> wrong = [];
        Require(IsSafe(options.Address), "Address must be an https address (plain http only for this machine).");
        Require(IsSafe(options.PayerPage), "PayerPage must be an https address (plain http only for this machine).");
        Require(options.TimeOut > TimeSpan.Zero && options.TimeOut <= TimeSpan.FromMinutes(2), "TimeOut must lie between 0 and 2 minutes.");
        Require(options.Tolerance > TimeSpan.Zero && options.Tolerance <= TimeSpan.FromMinutes(10), "Tolerance must lie between 0 and 10 minutes.");
        Require(options.OpenFor >= TimeSpan.FromMinutes(35) && options.OpenFor <= TimeSpan.FromHours(23), "OpenFor must lie between 35 minutes and 23 hours.");
        foreach (var (account, secrets) in options.Accounts)
        {
            Require(Key(secrets.Live).IsMatch(secrets.SecretKey), $"Accounts:{account}:SecretKey must be the key of a {(secrets.Live ? "live" : "test")} account.");
            Require(secrets.WebhookSecrets.Count is 1 or 2 && secrets.WebhookSecrets.All(s => s.Length >= 16), $"Accounts:{account}:WebhookSecrets must hold one or two secrets.");
        }
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(reason => "Stripe: " + reason));

        void Require(bool holds, string reason)
        {
            if (!holds)
                wrong.Add(reason);
        }
    }

    /// <summary>The key goes with every call: it is told to nobody on the way.</summary>
    private static bool IsSafe(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static Regex Key(bool live) => live ? LiveKey() : TestKey();

    [GeneratedRegex(@"\A[sr]k_live_\w+\z", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex LiveKey();

    [GeneratedRegex(@"\A[sr]k_test_\w+\z", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex TestKey();
}
