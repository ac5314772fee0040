namespace ETicket.Mail.Pushes;

/// <summary>« Réglages des notifications » — the keys by which services of notifications know this portal (RFC 8292), and the services it speaks to. Without keys there are no notifications.</summary>
internal sealed record PushOptions
{
    public const string Section = "Push";

    /// <summary>Whom the service writes to when something is wrong: « mailto:… » or an https address.</summary>
    public string Subject { get; init; } = "";
    public string PublicKey { get; init; } = "";
    public string PrivateKey { get; init; } = "";

    /// <summary>The services browsers use: these hosts, and those under them. A browser gives its own address, so that nothing else is ever called for it.</summary>
    public IList<string> Hosts { get; init; } = ["fcm.googleapis.com", "push.services.mozilla.com", "web.push.apple.com", "notify.windows.com"];

    /// <summary>A service on this machine, for tests alone: production refuses it.</summary>
    public Uri? Simulated { get; init; }

    public bool IsSet => Subject.Length > 0 && PublicKey.Length > 0 && PrivateKey.Length > 0;

    /// <summary>Whether an address a browser gave may be called: https, on its own port, of a service that is known.</summary>
    public bool Allows(string endpoint) =>
        endpoint.Length <= PushAddress.Longest && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (IsSimulated(uri) || (uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && uri.HostNameType is UriHostNameType.Dns
            && Hosts.Any(host => uri.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase) || uri.IdnHost.EndsWith("." + host, StringComparison.OrdinalIgnoreCase))));

    public bool IsSimulated(Uri uri) => Simulated is not null && Uri.Compare(uri, Simulated, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
