using System.Text.Json;
using System.Text.Json.Serialization;

namespace ETicket.Tresor.Control;

/// <summary>
/// What the control reads and writes. A form says the same things as the JSON, under the same names, an empty field being one that was not filled;
/// a name nobody knows is refused, so that a misspelt switch is not taken for an applied one.
/// </summary>
internal static class ControlJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IResult Answer(object? said) => Results.Json(said, Options);

    /// <summary>What was sent, or null when it cannot be understood.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        var stop = request.HttpContext.RequestAborted;
        try
        {
            if (request.HasJsonContentType())
                return await request.ReadFromJsonAsync<T>(Options, stop);
            if (!request.HasFormContentType)
                return null;
            var filled = (await request.ReadFormAsync(stop)).Where(field => field.Value.ToString().Length > 0)
                .ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
            return JsonSerializer.SerializeToElement(filled).Deserialize<T>(Options);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A browser asks for a page; a program takes what comes.</summary>
    public static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    /// <summary>The form goes back to its page, the program gets what became of its wish.</summary>
    public static IResult Done(HttpRequest request, string page, object? said) =>
        request.HasFormContentType ? PaymentPage.Answers.SeeOther(page) : Answer(said);
}
