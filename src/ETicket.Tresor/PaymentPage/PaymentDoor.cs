using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>
/// « page de paiement » — where the payer chooses. Opened once; each act is a button of a real form; the payer then goes back to the
/// site that sent them. The card number is looked at to know whether it is the refused one, and never kept.
/// </summary>
internal sealed class PaymentDoor(OperationBook book, RequestRules rules, Teller teller, SwitchBoard switches, TimeProvider clock)
{
    public const string TestCard = "5017 6740 0000 0002";
    public const string RefusedCard = "4000000000000002";
    public const string RefusedCardShown = "4000 0000 0000 0002";
    private const string PagePath = "/tpa/paiementws.web";

    private static readonly string Style = Embedded.Text("PaymentPage/simulation.css");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tpa/simulation.css", () => Results.Text(Style, "text/css; charset=utf-8"));
        routes.MapGet(PagePath, (HttpRequest request) => Answers.GuardedAsync(request.HttpContext, () => OpenAsync(request.HttpContext)));
        routes.MapGet("/tpa/ticket.web", (HttpRequest request) => Answers.GuardedAsync(request.HttpContext, () => TicketAsync(request.HttpContext)));
        routes.MapGet("/tpa/paiement.web", (HttpRequest request) => Answers.GuardedAsync(request.HttpContext, () => RedirectedAsync(request.HttpContext)));
        routes.MapPost(PagePath, async (HttpContext context) =>
            await FormAsync(context) is { } form ? await Answers.GuardedAsync(context, () => ActAsync(context, form)) : Results.BadRequest());
    }

    /// <summary>What the page sent; null when it is no form, or one no browser would send.</summary>
    private static async Task<IFormCollection?> FormAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            return null;
        }
    }

    private Task<IResult> OpenAsync(HttpContext context)
    {
        var operation = book.Open(context.Request.Query["idop"]);
        return Task.FromResult(Show(context, operation, new Typed(operation.Request.Mel, TestCard)));
    }

    /// <summary>The older interface: the whole request is in the address, and each arrival is an operation of its own.</summary>
    private Task<IResult> RedirectedAsync(HttpContext context)
    {
        var asked = context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        var operation = book.Open(book.Create(rules.CheckRedirect(asked)).IdOp);
        return Task.FromResult(Show(context, operation, new Typed(operation.Request.Mel, TestCard)));
    }

    private IResult Show(HttpContext context, Operation operation, Typed typed, Correction? correction = null) => Answers.Page(
        context,
        Pages.Pay(operation, rules.Known(operation.Request.Numcli), typed, correction),
        correction is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        Return.Origin(operation));

    private async Task<IResult> ActAsync(HttpContext context, IFormCollection form)
    {
        var operation = book.Find(form["idop"]);
        // The same act twice is a double click or a lost answer: same way out. Otherwise the page must be opened (again) first.
        if (!operation.OnPage)
            return operation.IsFinal || (operation.Outcome is not null && form["acte"] == "abandon")
                ? Leave(operation)
                : Answers.SeeOther("paiementws.web?idop=" + operation.IdOp);
        var typed = new Typed(form["mel"], form["carte"]);
        if (ResultOf(form["acte"], typed.Card, rules.Known(operation.Request.Numcli)) is not { } result)
            return Results.BadRequest();
        if (Wrong(form["acte"], typed) is { } correction)
            return Show(context, operation, typed, correction);
        return Leave(await teller.EndAsync(operation.IdOp, result, context.Response, Pays(form["acte"]) ? typed.Mel : null) ?? book.Find(operation.IdOp));
    }

    private IResult Leave(Operation operation) =>
        switches.For(operation.IdOp).Return == ReturnHabit.Redirect && Return.Address(operation) is { } address
            ? Answers.SeeOther(address)
            : Answers.SeeOther("ticket.web?idop=" + operation.IdOp);

    private Task<IResult> TicketAsync(HttpContext context)
    {
        var operation = book.Find(context.Request.Query["idop"]);
        if (operation.Outcome is null)
            throw new Anomaly("P5");
        var byPost = switches.For(operation.IdOp).Return == ReturnHabit.Button;
        var page = Pages.Ticket(operation, rules.Known(operation.Request.Numcli), byPost, !operation.Outcome.IsKnownAt(clock.GetUtcNow()));
        return Task.FromResult(Answers.Page(context, page, formOrigin: Return.Origin(operation)));
    }

    private static bool Pays(string? act) => act is "carte" or "prelevement";

    private static Correction? Wrong(string? act, Typed typed)
    {
        if (!Pays(act))
            return null;
        if (act == "carte" && Digits(typed.Card).Length is < 12 or > 19)
            return new Correction("carte", Sentences.Say("form.carte"));
        try
        {
            RequestRules.Mel(typed.Mel);
            return null;
        }
        catch (Anomaly)
        {
            return new Correction("mel", Sentences.Say("form.mel"));
        }
    }

    /// <summary>What an act ends with; null when it is not an act, or one of a means this client has not activated.</summary>
    private static Result? ResultOf(string? act, string? card, TresorClient client) => act switch
    {
        "carte" when client.Card => Digits(card) == RefusedCard ? Result.CardRefused : Result.PaidByCard,
        "carte-refusee" when client.Card => Result.CardRefused,
        "prelevement" when client.Debit => Result.DebitOrdered,
        "prelevement-refuse" when client.Debit => Result.DebitRefused,
        "abandon" => Result.Abandoned,
        _ => null,
    };

    private static string Digits(string? card) => string.Concat((card ?? "").Where(char.IsAsciiDigit));
}
