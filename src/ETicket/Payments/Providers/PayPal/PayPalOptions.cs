using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>« Compte PayPal » — the keys of one régie's application at PayPal; its name is what the régie's setting names, and the only part that may be seen.</summary>
public sealed class PayPalAccount
{
    public string ClientId { get; set; } = "";
    public string Secret { get; set; } = "";

    /// <summary>Of the application's webhook: a notification is verified against it, so that another application's is none of ours.</summary>
    public string WebhookId { get; set; } = "";

    /// <summary>Of another webhook of the same application, while one takes the place of the other: its notifications are as good. None otherwise.</summary>
    public string? OtherWebhookId { get; set; }

    internal IEnumerable<string> WebhookIds => string.IsNullOrEmpty(OtherWebhookId) ? [WebhookId] : [WebhookId, OtherWebhookId];

    /// <summary>True: real money, api-m.paypal.com. False: PayPal's sandbox.</summary>
    public bool Live { get; set; }
}

/// <summary>« Réglages de PayPal » — accounts and limits. The addresses are PayPal's own and no setting of production.</summary>
public sealed class PayPalOptions
{
    public Dictionary<string, PayPalAccount> Accounts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A stand-in of PayPal on a private name, for development and tests; null: PayPal.</summary>
    public Uri? ServiceAddress { get; set; }

    /// <summary>Whether payments of an account that is not <see cref="PayPalAccount.Live"/> are worth tickets: never where families buy.</summary>
    public bool AcceptsTestPayments { get; set; }

    /// <summary>How long one question may last, from the token to the last byte.</summary>
    public TimeSpan TimeOut { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest and smallest amounts sent, in cents.</summary>
    public long MaxCents { get; set; } = 1_000_000;
    public long MinCents { get; set; } = 1;

    /// <summary>Age after which an order nobody approved is held to be expired (it may still turn out paid): three hours to arrive, three to approve.</summary>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Age after which a notification is refused: PayPal repeats one for three days.</summary>
    public TimeSpan NoticesFor { get; set; } = TimeSpan.FromDays(4);

    /// <summary>The account the payment's régie names; null when nothing bears that name here.</summary>
    internal PayPalAccount? AccountOf(PaymentOrder order) => order.Account is { } name ? Accounts.GetValueOrDefault(name) : null;

    /// <summary>Where the API of that account answers.</summary>
    internal Uri ServiceOf(PayPalAccount account) => ServiceAddress ?? new Uri(account.Live ? "https://api-m.paypal.com" : "https://api-m.sandbox.paypal.com");

    /// <summary>The only site the payers of that account are sent to.</summary>
    internal Uri PagesOf(PayPalAccount account) => ServiceAddress ?? new Uri(account.Live ? "https://www.paypal.com" : "https://www.sandbox.paypal.com");
}

/// <summary>Settings that would lose or forge a payment stop the application at its start.</summary>
internal sealed partial class PayPalOptionsCheck : IValidateOptions<PayPalOptions>
{
    public ValidateOptionsResult Validate(string? name, PayPalOptions options)
    {
        List<string> wrong = [];
        foreach (var (account, keys) in options.Accounts)
        {
            Require(keys.ClientId.Length > 0 && !keys.ClientId.Contains(':', StringComparison.Ordinal), $"Accounts:{account}:ClientId is missing.");
            Require(keys.Secret.Length > 0, $"Accounts:{account}:Secret is missing.");
            Require(keys.WebhookIds.All(id => WebhookId().IsMatch(id)), $"Accounts:{account}:WebhookId must be 1 to 50 letters or digits, and so must OtherWebhookId.");
        }
        Require(options.Accounts.Values.Select(keys => keys.ClientId).Distinct(StringComparer.Ordinal).Count() == options.Accounts.Count, "two accounts have one ClientId.");
        Require(options.ServiceAddress is null || IsPrivate(options.ServiceAddress), "ServiceAddress must be a private name; PayPal's own addresses need no setting.");
        Require(options.TimeOut > TimeSpan.Zero && options.TimeOut <= TimeSpan.FromSeconds(15), "TimeOut must lie between 0 and 15 seconds.");
        Require(options.MinCents > 0 && options.MaxCents >= options.MinCents, "MinCents must be positive and at most MaxCents.");
        Require(options.OpenFor > TimeSpan.Zero && options.NoticesFor > TimeSpan.Zero, "OpenFor and NoticesFor must be positive.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(reason => "PayPal: " + reason));

        void Require(bool holds, string reason)
        {
            if (!holds)
                wrong.Add(reason);
        }
    }

    /// <summary>A name that cannot exist on the Internet: nobody's money passes there.</summary>
    private static bool IsPrivate(Uri address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && (address.IsLoopback || (address.HostNameType == UriHostNameType.Dns && address.Host.EndsWith(".test", StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"\A[a-zA-Z0-9]{1,50}\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex WebhookId();
}
