using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ETicket.UnitTests.Payments.Mapped;

/// <summary>Judges a JSON by a schema of a vendor's OpenAPI description. Sterner than most: a field the schema does not name is a reproach, unless it says that others may come.</summary>
internal static class SchemaJudge
{
    /// <summary>What is wrong, each with its place (« /a/0/b »); empty when nothing is.</summary>
    public static IEnumerable<string> Reproaches(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("anyOf", out var any))
            return any.EnumerateArray().Select(one => Reproaches(one, value, at).ToList()).MinBy(all => all.Count)!;
        if (schema.TryGetProperty("type", out var type) && !IsOf(type.GetString()!, value))
            return [$"{at}: {value.ValueKind} is no {type}"];
        return value.ValueKind switch
        {
            JsonValueKind.Object => OfFields(schema, value, at),
            JsonValueKind.Array => OfItems(schema, value, at),
            JsonValueKind.String => OfText(schema, value.GetString()!, at),
            _ => [],
        };
    }

    private static IEnumerable<string> OfFields(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{at}/{name} is missing";
        }
        var (others, known) = (Field(schema, "additionalProperties"), Field(schema, "properties"));
        if (known is null && others is null)
            yield break;
        foreach (var field in value.EnumerateObject())
        {
            var inner = (known is { } names ? Field(names, field.Name) : null) ?? others;
            var wrong = inner switch
            {
                { ValueKind: JsonValueKind.Object } one => Reproaches(one, field.Value, $"{at}/{field.Name}"),
                { ValueKind: JsonValueKind.True } => [],
                _ => [$"{at}/{field.Name} is no field"],
            };
            foreach (var reproach in wrong)
                yield return reproach;
        }
    }

    private static IEnumerable<string> OfItems(JsonElement schema, JsonElement value, string at)
    {
        if (Number(schema, "minItems") > value.GetArrayLength() || Number(schema, "maxItems") < value.GetArrayLength())
            yield return $"{at}: {value.GetArrayLength()} items";
        if (Field(schema, "items") is not { } items)
            yield break;
        foreach (var reproach in value.EnumerateArray().Index().SelectMany(item => Reproaches(items, item.Item, $"{at}/{item.Index}")))
            yield return reproach;
    }

    private static IEnumerable<string> OfText(JsonElement schema, string text, string at)
    {
        if (Field(schema, "enum") is { } list && list.EnumerateArray().All(one => one.GetString() != text))
            yield return $"{at}: {text} is none of {list}";
        if (Number(schema, "minLength") > text.Length || Number(schema, "maxLength") < text.Length)
            yield return $"{at}: {text.Length} characters";
        if (Field(schema, "pattern") is { } pattern && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)))
            yield return $"{at}: {text} is not {pattern}";
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

    private static JsonElement? Field(JsonElement of, string name) => of.TryGetProperty(name, out var found) ? found : null;

    private static int? Number(JsonElement schema, string name) => Field(schema, name) is { } number ? int.Parse(number.GetRawText(), CultureInfo.InvariantCulture) : null;
}
