using System.Text.Json;
using System.Text.RegularExpressions;
using ETicket.UnitTests.Payments.Mapped;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>
/// PayPal's own OpenAPI descriptions (an extract, see Data/paypal/openapi-extract.json), as judge of what is sent and of the recorded answers (<see cref="SchemaJudge"/>).
/// </summary>
internal static class PayPalContract
{
    private static readonly JsonElement Paths = JsonDocument.Parse(File.ReadAllText(Path.Combine(PayPalStub.Folder, "openapi-extract.json"))).RootElement.GetProperty("paths");

    public static IReadOnlyList<string> OfRequest(Asked asked)
    {
        List<string> reproaches = [];
        if (asked.Path == "/v1/oauth2/token")
        {
            if (asked.Method != "POST" || asked.Body != "grant_type=client_credentials" || !asked.Headers["Authorization"].StartsWith("Basic ", StringComparison.Ordinal))
                reproaches.Add("not a question for a token");
            return reproaches;
        }
        if (Find(asked.Method, asked.Path) is not ({ } operation, { } match))
            return [$"no such operation {asked.Method} {asked.Path}"];
        if (!asked.Headers.GetValueOrDefault("Authorization", "").StartsWith("Bearer ", StringComparison.Ordinal))
            reproaches.Add("no token");
        foreach (var parameter in operation.GetProperty("parameters").EnumerateArray())
            CheckParameter(asked, match, parameter, reproaches);
        var known = operation.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString());
        reproaches.AddRange(asked.Query.Keys.Except(known).Select(name => $"unknown query {name}"));
        if (operation.TryGetProperty("requestBody", out var schema))
        {
            if (asked.Headers.GetValueOrDefault("Content-Type") != "application/json")
                reproaches.Add("not JSON");
            reproaches.AddRange(SchemaJudge.Reproaches(schema, JsonDocument.Parse(asked.Body).RootElement, ""));
        }
        else if (asked.Body.Length > 0)
        {
            reproaches.Add("a body where none is");
        }
        return reproaches;
    }

    /// <summary>What the descriptions reproach to a recorded answer; nothing for those they do not describe.</summary>
    public static IReadOnlyList<string> OfAnswer(string method, string path, int status, JsonElement body)
    {
        if (Find(method, path) is not ({ } operation, _))
            return [$"no such operation {method} {path}"];
        if (operation.TryGetProperty("answer", out var same))
            operation = Paths.GetProperty(same.GetString()!).GetProperty("get");
        var responses = operation.GetProperty("responses").EnumerateObject().ToArray();
        return status < 300 && responses.Length > 0 ? [.. SchemaJudge.Reproaches(responses[0].Value, body, "")] : [];
    }

    private static (JsonElement?, Match?) Find(string method, string path)
    {
        foreach (var known in Paths.EnumerateObject())
        {
            var match = Regex.Match(path, "^" + Regex.Replace(Regex.Escape(known.Name), @"\\\{(\w+)}", "(?<$1>[^/]+)") + "$");
            if (match.Success && known.Value.TryGetProperty(method.ToLowerInvariant(), out var operation))
                return (operation, match);
        }
        return (null, null);
    }

    private static void CheckParameter(Asked asked, Match match, JsonElement parameter, List<string> reproaches)
    {
        var name = parameter.GetProperty("name").GetString()!;
        var value = parameter.GetProperty("in").GetString() switch
        {
            "path" => match.Groups[name].Value,
            "query" => asked.Query.GetValueOrDefault(name),
            _ => asked.Headers.GetValueOrDefault(name),
        };
        if (value is not null)
            reproaches.AddRange(SchemaJudge.Reproaches(parameter.GetProperty("schema"), JsonSerializer.SerializeToElement(value), name));
        else if (parameter.GetProperty("required").GetBoolean())
            reproaches.Add($"{name} is missing");
    }
}
