using Microsoft.Extensions.Options;

namespace ETicket.Payments.Providers.PayFip;

/// <summary>« Réglages de PayFiP » — addresses and limits; nothing secret: the only credential of the service is the régie's number.</summary>
public sealed class PayFipOptions
{
    /// <summary>Address of the SOAP service.</summary>
    public Uri ServiceAddress { get; set; } = new("https://www.payfip.gouv.fr/tpa/services/securite");

    /// <summary>The page a payer is sent to; the operation's number is added as « idop ».</summary>
    public Uri PayerPage { get; set; } = new("https://www.payfip.gouv.fr/tpa/paiementws.web");

    /// <summary>
    /// Whether payments of mode T or X (test cards, no money) are worth tickets: where PayFiP is simulated or tried, never where families buy. Without it mode T is not
    /// opened, and a test payment is handed over under a mode that is nobody's (see <see cref="PayFipOutcome"/>).
    /// </summary>
    public bool AcceptsTestPayments { get; set; }

    /// <summary>How long one call may last, from the connection to the last byte.</summary>
    public TimeSpan TimeOut { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest and smallest amounts accepted by the service, in cents. The maximum is not published: see README.md.</summary>
    public long MaxCents { get; set; } = 9_999_999;
    public long MinCents { get; set; } = 100;

    /// <summary>How long a payer has to open the page.</summary>
    public TimeSpan OpenFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Age after which an operation without result is held to be expired (it may still turn out paid).</summary>
    public TimeSpan SettlesWithin { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How long the sweep leaves it alone about a payment of which it told a technical fault, or a page of HTTP 5xx: its guide asks for half an hour (§3.5.2.6).</summary>
    public TimeSpan RestsAfterFault { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>Settings that would lose or forge a payment stop the application at its start.</summary>
internal sealed class PayFipOptionsCheck : IValidateOptions<PayFipOptions>
{
    public ValidateOptionsResult Validate(string? name, PayFipOptions options)
    {
        List<string> wrong = [];
        Require(IsSafe(options.ServiceAddress), "ServiceAddress must be an https address (plain http only for a private name).");
        Require(IsSafe(options.PayerPage), "PayerPage must be an https address (plain http only for a private name).");
        Require(options.TimeOut > TimeSpan.Zero && options.TimeOut <= TimeSpan.FromMinutes(2), "TimeOut must lie between 0 and 2 minutes.");
        Require(options.MinCents > 0 && options.MaxCents >= options.MinCents, "MinCents must be positive and at most MaxCents.");
        Require(options.RestsAfterFault >= TimeSpan.Zero && options.RestsAfterFault <= TimeSpan.FromDays(1), "RestsAfterFault must lie between 0 and a day.");
        Require(options.OpenFor > TimeSpan.Zero && options.SettlesWithin >= options.OpenFor, "SettlesWithin must be at least OpenFor.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(reason => "PayFip: " + reason));

        void Require(bool holds, string reason)
        {
            if (!holds)
                wrong.Add(reason);
        }
    }

    /// <summary>Answers are not signed: over plain http anybody on the way could write « paid ». Only names that cannot exist on the Internet are spared.</summary>
    private static bool IsSafe(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true })
            return false;
        return address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsPrivate(address));
    }

    private static bool IsPrivate(Uri address) =>
        address.IsLoopback
        || (address.HostNameType == UriHostNameType.Dns
            && (!address.Host.Contains('.', StringComparison.Ordinal)
                || address.Host.EndsWith(".test", StringComparison.OrdinalIgnoreCase)
                || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)));
}
