using ETicket.Payments.Providers.PayFip;
using ETicket.Payments.Providers.PayPal;
using ETicket.Tresor;
using ETicket.Web.Running.PrivatePostgres;

namespace ETicket.Web.Running;

/// <summary>« Réglages » — what the configuration asks for, with what development fills in by itself and production never does.</summary>
internal sealed class PortalSettings
{
    private readonly IConfiguration _given;

    public PortalSettings(IConfigurationManager configuration, bool development)
    {
        _given = configuration;
        Development = development;
        Folder = ClusterOptions.ForProduct(configuration["Data:Folder"]).Folder;
        if (development && string.IsNullOrEmpty(configuration["Mail:Host"]))
        {
            configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Mail:Host"] = "127.0.0.1",
                ["Mail:Port"] = MailboxPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Mail:Security"] = "None",
                ["Mail:From"] = "eticket@commune.example",
                ["Mail:Operator"] = "exploitant@commune.example",
            });
        }

        // The simulated Trésor and whoever tries the portal out share one address.
        if (development && string.IsNullOrEmpty(configuration["Portal:NoticesPerMinute"]))
            configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:NoticesPerMinute"] = "1000000" });
    }

    public bool Development { get; }

    /// <summary>No server is named: the private cluster serves.</summary>
    public bool Private => string.IsNullOrEmpty(_given["Database:Admin"]) && string.IsNullOrEmpty(_given["Database:Address"]);

    /// <summary>Everything of this installation on this machine.</summary>
    public string Folder { get; }

    /// <summary>Where Kestrel listens, and where people and providers reach the portal.</summary>
    public string Urls => UrlsOf(_given);
    public Uri Address => AddressOf(_given);

    /// <summary>PayFiP is simulated where nobody named the real one; only in development.</summary>
    public bool Simulated => Development && string.IsNullOrEmpty(_given["PayFip:ServiceAddress"]);

    /// <summary>Stripe's settings, where an account is configured.</summary>
    public IConfiguration? Stripe => _given.GetSection("Stripe:Accounts").GetChildren().Any() ? _given.GetSection("Stripe") : null;

    /// <summary>PayPal's settings, where an account is configured.</summary>
    public IConfiguration? PayPal => _given.GetSection("PayPal:Accounts").GetChildren().Any() ? _given.GetSection("PayPal") : null;

    public Uri TresorAddress => Read("Tresor:Address", _given["Tresor:Address"] ?? "http://localhost:5001");

    public TresorOptions Tresor => new()
    {
        Urls = TresorAddress.ToString(),
        StateFile = Path.Combine(Folder, "tresor", "operations.jsonl"),
        LogLevel = LogLevel.Warning,
    };

    public int MailboxPort => ushort.TryParse(_given["Mailbox:Port"] ?? "2525", System.Globalization.CultureInfo.InvariantCulture, out var port)
        ? port : throw new UnreadableSetting("Mailbox:Port", _given["Mailbox:Port"]!);

    public string MailboxFolder => Path.Combine(Folder, "mailbox");

    /// <summary>The addresses this process will listen on.</summary>
    public IEnumerable<Uri> Listening
    {
        get
        {
            foreach (var url in Urls.Split(';'))
                yield return Local(url);
            if (Simulated)
                yield return TresorAddress;
            if (Development)
                yield return new Uri($"http://127.0.0.1:{MailboxPort}");
        }
    }

    /// <summary>The same for a verb, which starts no portal but writes letters that lead there.</summary>
    public static Uri AddressOf(IConfiguration given) => given["PublicAddress"] is { } named ? Read("PublicAddress", named) : Local(UrlsOf(given).Split(';')[0]);

    private static string UrlsOf(IConfiguration given) => given["urls"] ?? given["Portal:Address"] ?? "http://localhost:5000";

    /// <summary>Everywhere (« * », « + ») is also here.</summary>
    private static Uri Local(string url) => Read("urls", url.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal));

    private static Uri Read(string key, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : throw new UnreadableSetting(key, value);

    public void Configure(PayFipOptions options)
    {
        options.AcceptsTestPayments = Development;
        _given.GetSection("PayFip").Bind(options);
        if (!Simulated)
            return;
        options.ServiceAddress = new Uri(TresorAddress, "/tpa/services/securite");
        options.PayerPage = new Uri(TresorAddress, "/tpa/paiementws.web");
    }

    public void Configure(PayPalOptions options, IConfiguration given)
    {
        options.AcceptsTestPayments = Development;
        given.Bind(options);
    }

    /// <summary>In production, refuses to start on a simulator, an open door or a missing secret, naming every key at once (<see cref="ProductionLacks"/>).</summary>
    public void RefuseWhatProductionLacks()
    {
        if (!Development)
            ProductionNeeds.Refuse(_given);
    }
}
