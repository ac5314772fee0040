using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ETicket.UnitTests.Payments.Mapped;

/// <summary>What was asked of a <see cref="MappedServer"/>.</summary>
public sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>
/// A server on this machine that answers by transcripts in WireMock's mapping format: method, urlPath and queryParameters (equalTo) are matched, the first mapping that
/// matches answers its status, headers, jsonBody or body, after its fixedDelayMilliseconds; nothing that matches is 404. In a transcript {{name}} is filled by
/// <see cref="Values"/>, "{{#name}}" becomes a number.
/// </summary>
public sealed class MappedServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Asked> _asked = new();
    private IReadOnlyList<JsonNode> _mappings = [];

    public MappedServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapFallback(AnswerAsync);
        _server.Start();
        Address = new Uri(_server.Urls.Single());
        Values = new(StringComparer.Ordinal) { ["page"] = new Uri(Address, "/pay").ToString() };
    }

    public Uri Address { get; }

    public ConcurrentDictionary<string, string> Values { get; }

    public IReadOnlyList<Asked> Requests => [.. _asked];

    /// <summary>These transcripts from now on, instead of those before.</summary>
    public void Plays(params string[] files) => _mappings = [.. files.SelectMany(file => Read(File.ReadAllText(file)))];

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
        if (_mappings.FirstOrDefault(m => Matches(m["request"]!, asked)) is not { } mapping)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var response = mapping["response"]!;
        if (response["fixedDelayMilliseconds"] is { } delay)
            await Task.Delay(delay.GetValue<int>(), context.RequestAborted);
        context.Response.StatusCode = response["status"]!.GetValue<int>();
        foreach (var (name, value) in response["headers"]?.AsObject() ?? [])
            context.Response.Headers[name] = value!.GetValue<string>();
        await context.Response.WriteAsync(Filled(response["jsonBody"]?.ToJsonString() ?? response["body"]?.GetValue<string>() ?? ""));
    }

    private bool Matches(JsonNode request, Asked asked) =>
        request["method"]!.GetValue<string>() == asked.Method
        && Filled(request["urlPath"]!.GetValue<string>()) == asked.Path
        && (request["queryParameters"]?.AsObject() ?? []).All(q => asked.Query.GetValueOrDefault(q.Key) == Filled(q.Value!["equalTo"]!.GetValue<string>()));

    private string Filled(string text) => Values.Aggregate(
        text, (filled, value) => filled.Replace($"\"{{{{#{value.Key}}}}}\"", value.Value, StringComparison.Ordinal).Replace($"{{{{{value.Key}}}}}", value.Value, StringComparison.Ordinal));
}
