using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ETicket.UnitTests.Payments.Mapped;

/// <summary>What was asked of a <see cref="MappedServer"/>.</summary>
public sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>
/// A server on this machine that answers by transcripts in WireMock's mapping format: method, urlPath or urlPathPattern, and queryParameters (equalTo) are matched, the first
/// mapping that matches, in the state its scenario is in, answers its status, headers, jsonBody or body, after its fixedDelayMilliseconds, or cuts the line (fault); nothing
/// that matches is 404. The transcripts are served as they stand by any server of that format; here a story may say that another payment is spoken of (<see cref="Values"/>).
/// </summary>
public sealed class MappedServer : IAsyncDisposable
{
    /// <summary>What the transcripts speak of, by name; the page first, since it bears the session.</summary>
    private static readonly (string Name, Regex Recorded)[] Told =
    [
        ("page", Literally("https://checkout.stripe.com/c/pay/cs_test_a1PSF1entTicketsCantine")),
        ("session", Literally("cs_test_a1PSF1entTicketsCantine")),
        ("reference", Literally("ET0196A5F3B2C17D3E9A4B5C6D")),
        ("amount", Literally("2640")),
        ("net", Literally("2577")),
        ("key", Literally("refund-1")),
    ];

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Asked> _asked = new();
    private readonly ConcurrentDictionary<string, string> _scenarios = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private IReadOnlyList<JsonNode> _mappings = [];

    /// <summary>In plain http, unless <paramref name="configure"/> says otherwise.</summary>
    public MappedServer(Action<IWebHostBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        (configure ?? (web => web.UseUrls("http://127.0.0.1:0")))(builder.WebHost);
        _server = builder.Build();
        _server.MapFallback(AnswerAsync);
        _server.Start();
        Address = new Uri(_server.Urls.Single());
        Values = new(StringComparer.Ordinal) { ["page"] = new Uri(Address, "/pay").ToString() };
    }

    public Uri Address { get; }

    /// <summary>By name (page, session, reference, amount, net, key), what its answers say in place of what was recorded.</summary>
    public ConcurrentDictionary<string, string> Values { get; }

    public IReadOnlyList<Asked> Requests => [.. _asked];

    /// <summary>These transcripts from now on, instead of those before.</summary>
    public void Plays(params string[] files) => _mappings = [.. files.SelectMany(file => Read(File.ReadAllText(file)))];

    /// <summary>The text of a transcript, before those played until now: its scenarios begin.</summary>
    public void AddsText(string transcript)
    {
        var added = Read(transcript).ToList();
        lock (_turn)
        {
            foreach (var name in added.Select(m => m["scenarioName"]?.GetValue<string>()).OfType<string>())
                _scenarios[name] = "Started";
            _mappings = [.. added, .. _mappings];
        }
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static IEnumerable<JsonNode> Read(string text)
    {
        var json = JsonNode.Parse(text)!;
        return json["mappings"] is JsonArray many ? many.Select(m => m!) : [json];
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var asked = new Asked(
            context.Request.Method, context.Request.Path,
            context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        _asked.Enqueue(asked);
        if (Turn(asked) is not { } mapping)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var response = mapping["response"]!;
        if (response["fault"] is not null)
        {
            context.Abort();
            return;
        }
        if (response["fixedDelayMilliseconds"] is { } delay)
            await Task.Delay(delay.GetValue<int>(), context.RequestAborted);
        context.Response.StatusCode = response["status"]!.GetValue<int>();
        foreach (var (name, value) in response["headers"]?.AsObject() ?? [])
            context.Response.Headers[name] = value!.GetValue<string>();
        await context.Response.WriteAsync(Filled(response["jsonBody"]?.ToJsonString() ?? response["body"]?.GetValue<string>() ?? ""));
    }

    /// <summary>The mapping whose turn it is; its scenario moves on.</summary>
    private JsonNode? Turn(Asked asked)
    {
        lock (_turn)
        {
            var mapping = _mappings.FirstOrDefault(m => InState(m) && Matches(m["request"]!, asked));
            if (mapping?["newScenarioState"]?.GetValue<string>() is { } next)
                _scenarios[mapping["scenarioName"]!.GetValue<string>()] = next;
            return mapping;
        }
    }

    private bool InState(JsonNode mapping) =>
        mapping["requiredScenarioState"]?.GetValue<string>() is not { } state || _scenarios.GetValueOrDefault(mapping["scenarioName"]!.GetValue<string>(), "Started") == state;

    private bool Matches(JsonNode request, Asked asked) =>
        (request["method"]?.GetValue<string>() is not { } method || method == asked.Method)
        && (request["urlPath"]?.GetValue<string>() is not { } path || Filled(path) == asked.Path)
        && (request["urlPathPattern"]?.GetValue<string>() is not { } pattern || Regex.IsMatch(asked.Path, $"^(?:{pattern})$", RegexOptions.None, TimeSpan.FromSeconds(1)))
        && (request["queryParameters"]?.AsObject() ?? []).All(q => asked.Query.GetValueOrDefault(q.Key) == Filled(q.Value!["equalTo"]!.GetValue<string>()));

    private string Filled(string text) => Told.Aggregate(
        text, (filled, told) => Values.TryGetValue(told.Name, out var value) ? told.Recorded.Replace(filled, value.Replace("$", "$$", StringComparison.Ordinal)) : filled);

    /// <summary>The word or number itself, whatever its sign, never a part of a longer one.</summary>
    private static Regex Literally(string recorded) => new($@"(?<![\w.]|[\w.]-){Regex.Escape(recorded)}(?![\w.-])", RegexOptions.None, TimeSpan.FromSeconds(1));
}
