using System.Text.Json;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Lecture d'un avis » — reading what may be absent, null, or of another version's shape: then it is null.</summary>
internal static class StripeJson
{
    public static JsonElement? At(this JsonElement? json, string name) => json is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var found) ? found : null;

    public static string? Text(this JsonElement? json, string name) => json.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool? Flag(this JsonElement? json, string name) => json.At(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    /// <summary>The id of a linked object, whether it was expanded or not.</summary>
    public static string? Id(this JsonElement? json, string name) => json.Text(name) ?? json.At(name).Text("id");
}
