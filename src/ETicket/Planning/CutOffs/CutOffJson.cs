using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.Planning.CutOffs;

/// <summary>The stored form: names in camelCase that never change, words for enumerations, nothing unknown, nothing missing.</summary>
internal static class CutOffJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        // jsonb gives keys back in its own order: the kind is not always first.
        AllowOutOfOrderMetadataProperties = true,
    };

    public static string Write<T>(T rule) => JsonSerializer.Serialize(rule, Options);

    public static T Read<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new CutOffNotReadable();
        }
        catch (Exception notARule) when (notARule is JsonException or NotSupportedException)
        {
            throw new CutOffNotReadable();
        }
    }
}
