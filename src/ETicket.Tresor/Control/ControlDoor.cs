using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>
/// « contrôle » — sees every operation, decides its end without the page, purges it, has its debit rejected by the bank. For people at
/// <c>/controle</c>, for programs in JSON below it. A browser sent from another site is refused.
/// </summary>
internal sealed class ControlDoor(
    OperationBook book, BankBook bank, Teller teller, Notifier notifier, SwitchBoard board, SettingsDoor settings, ControlPage page, OperationPage operationPage, TimeProvider clock)
{
    private const string Home = "/controle";

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup(Home).AddEndpointFilter(async (call, next) =>
            IsFromElsewhere(call.HttpContext.Request) ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(call));
        control.MapGet("", (HttpContext context) => Answers.Page(context, page.Draw()));
        control.MapGet("/banque", (HttpContext context) =>
            ControlJson.WantsPage(context.Request) ? Answers.Page(context, BankPage.Draw(bank.Lines())) : ControlJson.Answer(bank.Lines()));
        control.MapPost("/purge", (HttpRequest request) => ControlJson.Done(request, Home, new { Purgees = PurgeAll() }));
        control.MapGet("/operations", () => ControlJson.Answer(book.All().Select(Seen)));
        control.MapGet("/operations/{idop}", (string idop, HttpContext context) => About(() => ControlJson.WantsPage(context.Request)
            ? Answers.Page(context, operationPage.Draw(book.Find(idop)))
            : ControlJson.Answer(Seen(book.Find(idop)))));
        control.MapPost("/operations/{idop}/resultat", (string idop, HttpRequest request) => ActAsync<Forced>(request, idop, async wish =>
            await teller.EndAsync(idop, ResultLetters.Read(wish.Resultat)!.Value, request.HttpContext.Response)));
        control.MapPost("/operations/{idop}/purge", (string idop, HttpRequest request) => About(() => Changed(request, idop, book.Purge(idop), Home)));
        control.MapPost("/operations/{idop}/rejet", (string idop, HttpRequest request) => ActAsync<Rejection>(request, idop, wish =>
            Task.FromResult(book.Reject(idop, wish.Le ?? ParisClock.Day(clock.GetUtcNow())))));
        settings.Map(control);
    }

    /// <summary>404 for an operation that is not (P1), 409 for one whose state does not allow it, 400 for a wish that has no sense.</summary>
    private async Task<IResult> ActAsync<TWish>(HttpRequest request, string idOp, Func<TWish, Task<Operation?>> act)
        where TWish : Wish
    {
        if (await ControlJson.ReadAsync<TWish>(request) is not { HasSense: true } wish)
            return Results.BadRequest();
        try
        {
            return Changed(request, idOp, await act(wish), $"{Home}/operations/{idOp}");
        }
        catch (Anomaly)
        {
            return Results.NotFound();
        }
    }

    private IResult Changed(HttpRequest request, string idOp, Operation? changed, string page)
    {
        if (changed is null && !request.HasFormContentType)
            return Results.Conflict();
        return ControlJson.Done(request, changed is null ? $"{Home}/operations/{idOp}" : page, changed is null ? null : Seen(changed));
    }

    private static IResult About(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (Anomaly)
        {
            return Results.NotFound();
        }
    }

    private int PurgeAll() => book.All().Count(operation => operation.Outcome is null && book.Purge(operation.IdOp) is not null);

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
        AncienneInterface = operation.Request.ByRedirect,
        PageOuverte = operation.OnPage,
        Resultat = operation.Outcome?.Result.Letter(),
        TermineeLe = operation.Outcome?.At,
        operation.Outcome?.Numauto,
        RejeteeLe = operation.Outcome?.RejectedOn,
        Purgee = operation.Purged,
        Notification = notifier.Last(operation.IdOp)?.Answer,
        Notifications = notifier.Last(operation.IdOp)?.Times ?? 0,
        Reglages = board.Own(operation.IdOp),
    };

    private static bool IsFromElsewhere(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private abstract record Wish
    {
        internal abstract bool HasSense { get; }
    }

    private sealed record Forced(string? Resultat) : Wish
    {
        internal override bool HasSense => ResultLetters.Read(Resultat) is not null;
    }

    /// <summary>Without a day: today in Paris.</summary>
    private sealed record Rejection(DateOnly? Le) : Wish
    {
        internal override bool HasSense => true;
    }
}
