using System.Text.Json;
using System.Text.Json.Serialization;
using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>
/// « contrôle » — sees every operation, forces an outcome without the page, changes the switches and, when allowed, the clock.
/// For people at <c>/controle</c>, for tests in JSON below it. A browser sent from another site is refused.
/// </summary>
internal sealed class ControlDoor(OperationBook book, Teller teller, Notifier notifier, SwitchBoard board, SettableClock clock, ControlPage page)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/controle").AddEndpointFilter(async (call, next) =>
            IsFromElsewhere(call.HttpContext.Request) ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(call));
        control.MapGet("", (HttpContext context) => Answers.Page(context, page.Draw()));
        control.MapGet("/operations", () => Results.Json(book.All().Select(Seen), Json));
        control.MapPost("/operations/{idop}/resultat", (string idop, HttpContext context) => EndAsync(idop, context));
        control.MapGet("/reglages", () => Results.Json(board.Current, Json));
        control.MapPost("/reglages", SwitchAsync);
        control.MapPost("/horloge", SetClockAsync);
    }

    /// <summary>404 for an operation that is not (P1), 409 for one that has ended, 400 for a letter that is not a result.</summary>
    private async Task<IResult> EndAsync(string idop, HttpContext context)
    {
        var request = context.Request;
        var letter = request.HasFormContentType
            ? (await request.ReadFormAsync(context.RequestAborted))["resultat"].ToString()
            : (await ReadAsync<Forced>(request))?.Resultat;
        if (ResultLetters.Read(letter) is not { } result)
            return Results.BadRequest();
        try
        {
            var ended = teller.End(idop, result);
            if (request.HasFormContentType)
                return Answers.SeeOther("/controle");
            return ended is null ? Results.Conflict() : Results.Json(Seen(ended), Json);
        }
        catch (Anomaly)
        {
            return Results.NotFound();
        }
    }

    private async Task<IResult> SwitchAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var said = JsonSerializer.SerializeToUtf8Bytes(form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));
            board.Current = JsonSerializer.Deserialize<Switches>(said, Json)!;
            return Answers.SeeOther("/controle");
        }
        if (await ReadAsync<Switches>(request) is not { } switches)
            return Results.BadRequest();
        board.Current = switches;
        return Results.Json(switches, Json);
    }

    private async Task<IResult> SetClockAsync(HttpRequest request)
    {
        if (!clock.IsSettable)
            return Results.NotFound();
        if (await ReadAsync<Hour>(request) is not { } hour)
            return Results.BadRequest();
        clock.Set(hour.Maintenant);
        return Results.Json(new Hour(clock.GetUtcNow()), Json);
    }

    private object Seen(Operation operation) => new
    {
        operation.IdOp,
        CreeeLe = operation.CreatedAt,
        operation.Request.Numcli,
        operation.Request.Refdet,
        operation.Request.Montant,
        operation.Request.Objet,
        operation.Request.Mel,
        operation.Request.Saisie,
        PageOuverte = operation.OnPage,
        Resultat = operation.Outcome?.Result.Letter(),
        TermineeLe = operation.Outcome?.At,
        operation.Outcome?.Numauto,
        Notification = notifier.LastAnswer(operation.IdOp),
    };

    private static async Task<T?> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        try
        {
            return request.HasJsonContentType() ? await request.ReadFromJsonAsync<T>(Json, request.HttpContext.RequestAborted) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsFromElsewhere(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private sealed record Forced(string? Resultat);

    private sealed record Hour([property: JsonRequired] DateTimeOffset Maintenant);
}
