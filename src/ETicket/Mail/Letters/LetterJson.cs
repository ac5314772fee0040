using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.Mail.Letters;

/// <summary>How variables are stored: snake_case, nothing missing. A sample has nothing more than declared; a stored letter may, written by a node of the next version beside one of this.</summary>
internal static class LetterJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Strict = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static string NameOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    public static string Write<TLetter>(TLetter letter)
        where TLetter : ILetter => JsonSerializer.Serialize(letter, Options);

    /// <summary>Several letters of one kind by title, in the order they are written. Refuses, with <see cref="JsonException"/>, what <see cref="Read"/> refuses, a variable that is not declared and a title used twice.</summary>
    public static IReadOnlyList<(string Title, string Variables)> ReadMany(LetterKind kind, string titled)
    {
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), kind.Variables);
        var letters = (IDictionary)(JsonSerializer.Deserialize(titled, type, Strict) ?? throw new JsonException("There is no letter."));
        return
        [
            .. letters.Keys.Cast<string>().Select(title => (
                title, letters[title] is { } letter ? JsonSerializer.Serialize(letter, kind.Variables, Options) : throw new JsonException($"'{title}' is no letter."))),
        ];
    }

    /// <summary>The variables as templates see them. Refuses, with <see cref="JsonException"/>, a variable missing or of another type.</summary>
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
        // A value is one line: a name with a line break must not look like a line of ours.
        JsonValueKind.String => string.Concat(value.GetString()!.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? ' ' : c)),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : throw new JsonException("Letters carry whole numbers only."),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        // An absent reference reads as an empty one: {{#if reference}} is then false, and printing it prints nothing.
        _ => "",
    };
}
