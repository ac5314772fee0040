using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.Mail.Letters;

/// <summary>How variables are stored: snake_case, nothing missing, nothing more than declared.</summary>
internal static class LetterJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string NameOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    public static string Write<TLetter>(TLetter letter)
        where TLetter : ILetter => JsonSerializer.Serialize(letter, Options);

    /// <summary>The variables as templates see them. Refuses, with <see cref="JsonException"/>, a variable missing, unknown or of another type.</summary>
    public static Dictionary<string, object?> Read(LetterKind kind, string variables)
    {
        return Variables(Record(variables, kind.Variables), kind.Variables);
    }

    /// <summary>The record itself, under the same conditions.</summary>
    public static object Record(string variables, Type type) => JsonSerializer.Deserialize(variables, type, Options) ?? throw new JsonException("There are no variables.");

    /// <summary>The same of facts that are still a record.</summary>
    public static Dictionary<string, object?> Variables(object facts, Type type) => (Dictionary<string, object?>)Plain(JsonSerializer.SerializeToElement(facts, type, Options))!;

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : throw new JsonException("Letters carry whole numbers only."),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        // An absent reference reads as an empty one: {{#if reference}} is then false, and printing it prints nothing.
        _ => "",
    };
}
