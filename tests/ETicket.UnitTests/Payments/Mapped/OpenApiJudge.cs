using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ETicket.UnitTests.Payments.Mapped;

/// <summary>
/// Judges requests by a vendor's OpenAPI description: the operation exists, and <see cref="SchemaJudge"/> has nothing to say of its query and its form. Forms nest by brackets:
/// « a[b][0] ».
/// </summary>
internal sealed partial class OpenApiJudge(JsonNode description)
{
    public static OpenApiJudge Read(string file) => new(JsonNode.Parse(File.ReadAllText(file))!);

    /// <summary>What is wrong with the request; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(Asked asked)
    {
        if (OperationOf(asked) is not { } operation)
            return [$"no operation {asked.Method} {asked.Path}"];
        var parameters = (operation["parameters"]?.AsArray() ?? []).Where(p => p!["in"]!.GetValue<string>() == "query").ToDictionary(p => p!["name"]!.GetValue<string>(), p => p!["schema"]);
        var query = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject(parameters.Select(p => new KeyValuePair<string, JsonNode?>(p.Key, p.Value!.DeepClone()))) };
        var faults = Judge(query, Nest(asked.Query), "?").ToList();
        if (operation["requestBody"]?["content"]?["application/x-www-form-urlencoded"]?["schema"] is { } form)
        {
            if (asked.Headers.GetValueOrDefault("Content-Type") != "application/x-www-form-urlencoded")
                faults.Add("not a form");
            var fields = asked.Body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2).Select(System.Net.WebUtility.UrlDecode).ToArray());
            faults.AddRange(Judge(form, Nest(fields.Select(f => KeyValuePair.Create(f[0]!, f[1]!))), ""));
        }
        return faults;
    }

    private JsonNode? OperationOf(Asked asked) => description["paths"]!.AsObject()
        .Where(path => Regex.IsMatch(asked.Path, "^" + PathVariable().Replace(path.Key, "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(1)))
        .Select(path => path.Value![asked.Method.ToLowerInvariant()])
        .FirstOrDefault(operation => operation is not null);

    /// <summary>« a[b][0]=x » is x in the first place of the list b of a.</summary>
    private static JsonObject Nest(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new JsonObject();
        foreach (var (name, value) in fields)
        {
            var keys = name.Replace("]", "", StringComparison.Ordinal).Split('[');
            var at = root;
            foreach (var key in keys[..^1])
                at = (JsonObject)(at[key] ??= new JsonObject());
            at[keys[^1]] = value;
        }
        return root;
    }

    private static IEnumerable<string> Judge(JsonNode schema, JsonNode value, string where) =>
        SchemaJudge.Reproaches(JsonSerializer.SerializeToElement(schema), JsonSerializer.SerializeToElement(Typed(schema, value)), where);

    /// <summary>A form holds texts only: what its schema calls a number, a boolean or a list becomes one where it can be read as such.</summary>
    private static JsonNode Typed(JsonNode schema, JsonNode value)
    {
        if (schema["anyOf"] is JsonArray any)
            return any.Select(one => Typed(one!, value)).FirstOrDefault(typed => !SchemaJudge.Reproaches(JsonSerializer.SerializeToElement(schema), JsonSerializer.SerializeToElement(typed), "").Any()) ?? value.DeepClone();
        var type = schema["type"]?.GetValue<string>();
        if (value is JsonObject list && type == "array")
            return list.All(item => item.Key.All(char.IsAsciiDigit)) ? new JsonArray([.. list.Select(item => Typed(schema["items"]!, item.Value!))]) : list.DeepClone();
        if (value is JsonObject fields)
            return new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, schema["properties"]?[field.Key] is { } known ? Typed(known, field.Value!) : field.Value!.DeepClone())));
        return (type, value.ToString()) switch
        {
            ("integer", var text) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            ("boolean", "true" or "false") => JsonValue.Create(value.ToString() == "true"),
            _ => value.DeepClone(),
        };
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex PathVariable();
}
