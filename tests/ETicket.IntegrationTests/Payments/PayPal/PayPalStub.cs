using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>One request as it came.</summary>
internal sealed record PayPalAsked(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string? ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>
/// A server on this machine that answers from transcripts in WireMock's own mapping format (Data/paypal), newest first, scenarios included; a WireMock server can serve the
/// same files. It judges whatever it is asked.
/// </summary>
internal sealed class PayPalStub : IAsyncDisposable
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "paypal");

    private readonly WebApplication _server;
    private readonly List<JsonElement> _mappings = [];
    private readonly ConcurrentDictionary<string, string> _scenarios = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _replacements = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();

    private PayPalStub(WebApplication server)
    {
        _server = server;
        server.MapFallback(AnswerAsync);
        server.Start();
        Address = new Uri(server.Urls.Single());
        _replacements["https://www.paypal.com"] = Address.GetLeftPart(UriPartial.Authority);
        Serves("token");
    }

    public Uri Address { get; }

    public ConcurrentQueue<PayPalAsked> Requests { get; } = new();

    /// <summary>What PayPal's descriptions say against what was asked.</summary>
    public ConcurrentQueue<string> Reproaches { get; } = new();

    /// <summary>The questions that matter: all but those for a token.</summary>
    public IEnumerable<PayPalAsked> Asked => Requests.Where(r => r.Path != "/v1/oauth2/token");

    public static PayPalStub Open(Action<IWebHostBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (configure is null)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        else
            configure(builder.WebHost);
        return new PayPalStub(builder.Build());
    }

    /// <summary>What a transcript says of <paramref name="recorded"/> is said of <paramref name="actual"/>, in those served from now on.</summary>
    public PayPalStub Replaces(string recorded, string actual)
    {
        _replacements[recorded] = actual;
        return this;
    }

    public PayPalStub Serves(params string[] transcripts)
    {
        lock (_turn)
        {
            foreach (var transcript in transcripts)
            {
                var mappings = JsonDocument.Parse(Read(transcript)).RootElement.GetProperty("mappings").EnumerateArray().ToArray();
                // A transcript served again begins again.
                foreach (var name in mappings.Select(m => Text(m, "scenarioName")).OfType<string>())
                    _scenarios[name] = "Started";
                _mappings.InsertRange(0, mappings);
            }
        }
        return this;
    }

    /// <summary>An answer no transcript holds: for what is wrong on purpose.</summary>
    public PayPalStub Says(string path, string body, int status = 200)
    {
        lock (_turn)
            _mappings.Insert(0, JsonSerializer.SerializeToElement(new { request = new { urlPath = path }, response = new { status, body } }));
        return this;
    }

    public string Read(string transcript) =>
        _replacements.Aggregate(File.ReadAllText(Path.Combine(Folder, transcript + ".json")), (text, pair) => text.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var asked = new PayPalAsked(
            http.Request.Method, http.Request.Path, http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), http.Request.ContentType, body.ToArray());
        Requests.Enqueue(asked);
        foreach (var reproach in PayPalContract.OfRequest(asked))
            Reproaches.Enqueue($"{asked.Method} {asked.Path}: {reproach}");
        await WriteAsync(http, Turn(asked));
    }

    private static async Task WriteAsync(HttpContext http, JsonElement? mapping)
    {
        if (mapping is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var response = found.GetProperty("response");
        if (response.TryGetProperty("fixedDelayMilliseconds", out var delay))
            await Task.Delay(delay.GetInt32(), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (response.TryGetProperty("fault", out _))
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = response.TryGetProperty("status", out var status) ? status.GetInt32() : 200;
        if (response.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
                http.Response.Headers[header.Name] = header.Value.GetString();
        }
        await http.Response.WriteAsync(response.TryGetProperty("jsonBody", out var json) ? json.GetRawText() : Text(response, "body") ?? "");
    }

    /// <summary>The mapping that answers, its scenario moved on.</summary>
    private JsonElement? Turn(PayPalAsked asked)
    {
        lock (_turn)
        {
            var found = _mappings.Where(m => Matches(m, asked)).OrderBy(m => m.TryGetProperty("priority", out var p) ? p.GetInt32() : 5).Select(m => (JsonElement?)m).FirstOrDefault();
            if (found is { } mapping && Text(mapping, "newScenarioState") is { } next)
                _scenarios[Text(mapping, "scenarioName")!] = next;
            return found;
        }
    }

    private bool Matches(JsonElement mapping, PayPalAsked asked)
    {
        var request = mapping.GetProperty("request");
        return (Text(request, "method") is not { } method || method == asked.Method)
            && (Text(request, "urlPath") is not { } path || path == asked.Path)
            && (Text(request, "urlPathPattern") is not { } pattern || Regex.IsMatch(asked.Path, $"^(?:{pattern})$"))
            && Holds(request, "queryParameters", asked.Query) && Holds(request, "headers", asked.Headers)
            && (Text(mapping, "requiredScenarioState") is not { } state || _scenarios.GetValueOrDefault(Text(mapping, "scenarioName")!, "Started") == state);
    }

    private static bool Holds(JsonElement request, string name, IReadOnlyDictionary<string, string> found) =>
        !request.TryGetProperty(name, out var wanted) || wanted.EnumerateObject().All(w => found.GetValueOrDefault(w.Name) == Text(w.Value, "equalTo"));

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var text) ? text.GetString() : null;
}
