using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor;

/// <summary>How one simulated Trésor runs. Everything has a default; nothing is read from a file or from the environment here.</summary>
public sealed record TresorOptions
{
    /// <summary>Where it listens, in Kestrel's form; port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://localhost:5001";

    /// <summary>The address others reach it by, when it is not the one of the request (reverse proxy). Without a final slash.</summary>
    public string? PublicAddress { get; init; }

    public IReadOnlyList<TresorClient> Clients { get; init; } = TresorClient.Demonstration;

    /// <summary>Where operations are kept across restarts; null keeps them in memory.</summary>
    public string? StateFile { get; init; }

    /// <summary>The clock of windows, purges and dates.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether <c>POST /controle/horloge</c> may set that clock. Nothing depends on it elsewhere, and a restart brings the real hour back.</summary>
    public bool ControllableClock { get; init; } = true;

    /// <summary>How it behaves when it starts; <c>/controle/reglages</c> changes it while it runs.</summary>
    public Switches Switches { get; init; } = new();

    /// <summary>Whether it writes its log on the console; a host beside another program may prefer silence.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>
    /// The options with what a command line adds: <c>--urls</c>, <c>--public-address</c>, <c>--state-file</c>, <c>--clients file.json</c>,
    /// <c>--controllable-clock false</c>.
    /// </summary>
    internal TresorOptions With(IConfiguration given) => this with
    {
        Urls = given["urls"] ?? Urls,
        PublicAddress = (given["public-address"] ?? PublicAddress)?.TrimEnd('/'),
        StateFile = given["state-file"] ?? StateFile,
        Clients = given["clients"] is { } file ? TresorClient.Parse(File.ReadAllText(file)) : Clients,
        ControllableClock = given["controllable-clock"] is { } said ? bool.Parse(said) : ControllableClock,
    };

    internal string AddressFor(HttpRequest request) => PublicAddress ?? $"{request.Scheme}://{request.Host}";
}
