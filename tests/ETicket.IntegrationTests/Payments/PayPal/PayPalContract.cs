using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ETicket.UnitTests.Payments.Mapped;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>
/// PayPal's own OpenAPI descriptions (an extract, see Data/paypal/openapi-extract.json), as judge of what is sent and of the recorded answers. Sterner than they are: a field
/// they do not name is a reproach.
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
            Check(schema, JsonDocument.Parse(asked.Body).RootElement, "", reproaches);
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
        List<string> reproaches = [];
        if (status < 300 && responses.Length > 0)
            Check(responses[0].Value, body, "", reproaches);
        return reproaches;
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
            Check(parameter.GetProperty("schema"), JsonSerializer.SerializeToElement(value), name, reproaches);
        else if (parameter.GetProperty("required").GetBoolean())
            reproaches.Add($"{name} is missing");
    }

    private static void Check(JsonElement schema, JsonElement value, string at, List<string> reproaches)
    {
        if (schema.TryGetProperty("type", out var type) && !IsOf(type.GetString()!, value))
        {
            reproaches.Add($"{at}: {value.ValueKind} is no {type}");
            return;
        }
        if (schema.TryGetProperty("enum", out var list) && list.EnumerateArray().All(one => one.GetString() != value.GetString()))
            reproaches.Add($"{at}: {value} is none of {list}");
        if (value.ValueKind is JsonValueKind.String)
            CheckText(schema, value.GetString()!, at, reproaches);
        if (value.ValueKind is JsonValueKind.Object)
            CheckObject(schema, value, at, reproaches);
        if (value.ValueKind is not JsonValueKind.Array)
            return;
        if (Number(schema, "minItems") > value.GetArrayLength() || Number(schema, "maxItems") < value.GetArrayLength())
            reproaches.Add($"{at}: {value.GetArrayLength()} items");
        if (schema.TryGetProperty("items", out var items))
            value.EnumerateArray().Index().ToList().ForEach(item => Check(items, item.Item, $"{at}/{item.Index}", reproaches));
    }

    private static void CheckText(JsonElement schema, string text, string at, List<string> reproaches)
    {
        if (Number(schema, "minLength") > text.Length || Number(schema, "maxLength") < text.Length)
            reproaches.Add($"{at}: {text.Length} characters");
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ECMAScript))
            reproaches.Add($"{at}: {text} is not {pattern}");
    }

    private static void CheckObject(JsonElement schema, JsonElement value, string at, List<string> reproaches)
    {
        if (schema.TryGetProperty("required", out var required))
            reproaches.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}/{name} is missing"));
        if (!schema.TryGetProperty("properties", out var properties))
            return;
        foreach (var field in value.EnumerateObject())
        {
            if (properties.TryGetProperty(field.Name, out var inner))
                Check(inner, field.Value, $"{at}/{field.Name}", reproaches);
            else if (!schema.TryGetProperty("additionalProperties", out _))
                reproaches.Add($"{at}/{field.Name} is no field");
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" or "number" => value.ValueKind is JsonValueKind.Number,
        _ => throw new NotSupportedException(type),
    };

    private static int? Number(JsonElement schema, string name) => schema.TryGetProperty(name, out var number) ? int.Parse(number.GetRawText(), CultureInfo.InvariantCulture) : null;
}
