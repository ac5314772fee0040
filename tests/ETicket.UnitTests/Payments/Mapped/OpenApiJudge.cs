using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ETicket.UnitTests.Payments.Mapped;

/// <summary>
/// Judges requests by a vendor's OpenAPI description: the operation exists, and every field of its form or query is declared, of its type, within its limits. Forms nest
/// by brackets: « a[b][0] ».
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

    private static IEnumerable<string> Judge(JsonNode schema, JsonNode? value, string where)
    {
        if (schema["anyOf"] is JsonArray any)
            return any.Select(one => Judge(one!, value, where).ToList()).OrderBy(faults => faults.Count).First();
        return schema["type"]?.GetValue<string>() switch
        {
            "object" when value is JsonObject fields => Fields(schema, fields, where),
            "array" when value is JsonObject list => list.Where(item => item.Key.Length > 0 && !item.Key.All(char.IsAsciiDigit)).Select(item => $"{where}: {item.Key} is no place of a list")
                .Concat(list.SelectMany(item => Judge(schema["items"]!, item.Value, $"{where}[{item.Key}]"))),
            "object" or "array" => [$"{where}: not {schema["type"]}"],
            "integer" => long.TryParse(value?.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? [] : [$"{where}: not an integer"],
            "boolean" => value?.ToString() is "true" or "false" ? [] : [$"{where}: not a boolean"],
            _ => Text(schema, value, where),
        };
    }

    private static IEnumerable<string> Fields(JsonNode schema, JsonObject fields, string where)
    {
        foreach (var missing in (schema["required"]?.AsArray() ?? []).Select(r => r!.GetValue<string>()).Where(r => !fields.ContainsKey(r)))
            yield return $"{where}: {missing} is missing";
        foreach (var (name, field) in fields)
        {
            var known = schema["properties"]?[name] ?? (schema["additionalProperties"] as JsonObject);
            foreach (var fault in known is null ? [$"{where}: {name} is unknown"] : Judge(known, field, $"{where}.{name}"))
                yield return fault;
        }
    }

    private static IEnumerable<string> Text(JsonNode schema, JsonNode? value, string where)
    {
        if (value is not JsonValue text)
            yield return $"{where}: not a text";
        else if (schema["maxLength"]?.GetValue<int>() < text.ToString().Length)
            yield return $"{where}: too long";
        else if (schema["enum"] is JsonArray allowed && !allowed.Any(a => a!.GetValue<string>() == text.ToString()))
            yield return $"{where}: {text} is not one of its values";
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, 1000)]
    private static partial Regex PathVariable();
}
