using System.Globalization;
using System.Text.Json;

namespace ETicket.Payments.Providers.Stripe;

/// <summary>« Réponse de Stripe » — an answer, a refusal it declares, or nothing that can be relied on: the three are never mixed up.</summary>
internal abstract record StripeReply
{
    private StripeReply() { }

    public sealed record Answer(JsonElement Body) : StripeReply;

    /// <summary>Stripe said no, and did nothing: 4xx with its own code. Its message may quote what was sent and stays in the log of nobody.</summary>
    public sealed record Fault(int Status, string Code) : StripeReply;

    /// <summary>Time-out, network, 5xx, a page of a proxy, an oversized answer. Nobody knows what Stripe did with the request.</summary>
    public sealed record Nothing(string Why, Exception? Cause = null) : StripeReply;
}

/// <summary>Reading what may be absent, null, or of another version's shape: then it is null.</summary>
internal static class StripeJson
{
    public static JsonElement? At(this JsonElement? json, string name) => json is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var found) ? found : null;

    public static JsonElement? At(this JsonElement json, string name) => ((JsonElement?)json).At(name);

    public static string? Text(this JsonElement? json, string name) => json.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Number(this JsonElement? json, string name) => json.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static bool? Flag(this JsonElement? json, string name) => json.At(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    /// <summary>The id of a linked object, whether it was expanded or not.</summary>
    public static string? Id(this JsonElement? json, string name) => json.Text(name) ?? json.At(name).Text("id");

    /// <summary>« 1795259400 »: seconds since 1970.</summary>
    public static DateTimeOffset? Instant(this JsonElement? json, string name) =>
        json.Number(name) is { } seconds and >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static IEnumerable<JsonElement?> Items(this JsonElement json) =>
        json.At("data") is { ValueKind: JsonValueKind.Array } data ? data.EnumerateArray().Select(item => (JsonElement?)item) : [];

    public static string Plain(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
