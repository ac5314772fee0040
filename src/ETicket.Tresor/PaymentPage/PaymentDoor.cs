using ETicket.Tresor.Control;
using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>
/// « page de paiement » — where the payer chooses. Opened once; each act is a button of a real form; the payer then goes back to the
/// site that sent them. The card number is looked at to know whether it is the refused one, and never kept.
/// </summary>
internal sealed class PaymentDoor(OperationBook book, RequestRules rules, Teller teller, SwitchBoard switches)
{
    public const string TestCard = "5017 6740 0000 0002";
    public const string RefusedCard = "4000000000000002";
    public const string RefusedCardShown = "4000 0000 0000 0002";
    private const string PagePath = "/tpa/paiementws.web";

    private static readonly string Style = Embedded.Text("PaymentPage/simulation.css");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tpa/simulation.css", () => Results.Text(Style, "text/css; charset=utf-8"));
        routes.MapGet(PagePath, (HttpContext context) => Guarded(context, () => Open(context)));
        routes.MapGet("/tpa/ticket.web", (HttpContext context) => Guarded(context, () => Ticket(context)));
        routes.MapPost(PagePath, async (HttpContext context) =>
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
            return Guarded(context, () => Act(context, form));
        });
    }

    private static IResult Guarded(HttpContext context, Func<IResult> page)
    {
        try
        {
            return page();
        }
        catch (Anomaly anomaly)
        {
            return Answers.Page(context, Pages.Refused(anomaly.Code), anomaly.Code switch
            {
                "P3" => StatusCodes.Status409Conflict,
                "P4" => StatusCodes.Status410Gone,
                _ => StatusCodes.Status404NotFound,
            });
        }
    }

    private IResult Open(HttpContext context)
    {
        var operation = book.Open(context.Request.Query["idop"]);
        return Show(context, operation, new Typed(operation.Request.Mel, TestCard));
    }

    private IResult Show(HttpContext context, Operation operation, Typed typed, Correction? correction = null) => Answers.Page(
        context,
        Pages.Pay(operation, rules.Client(operation.Request.Numcli), typed, correction),
        correction is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        Return.Origin(operation));

    private IResult Act(HttpContext context, IFormCollection form)
    {
        var operation = book.Find(form["idop"]);
        // The same act twice is a double click or a lost answer: same way out. Otherwise the page must be opened (again) first.
        if (!operation.OnPage)
            return operation.IsFinal || (operation.Outcome is not null && form["acte"] == "abandon")
                ? Leave(operation)
                : Answers.SeeOther("paiementws.web?idop=" + operation.IdOp);
        var typed = new Typed(form["mel"], form["carte"]);
        if (ResultOf(form["acte"], typed.Card, rules.Client(operation.Request.Numcli)) is not { } result)
            return Results.BadRequest();
        if (Wrong(form["acte"], typed) is { } correction)
            return Show(context, operation, typed, correction);
        return Leave(teller.End(operation.IdOp, result, Pays(form["acte"]) ? typed.Mel : null) ?? book.Find(operation.IdOp));
    }

    private IResult Leave(Operation operation) =>
        switches.Current.Retour == ReturnHabit.Redirect && Return.Address(operation) is { } address
            ? Answers.SeeOther(address)
            : Answers.SeeOther("ticket.web?idop=" + operation.IdOp);

    private IResult Ticket(HttpContext context)
    {
        var operation = book.Detail(context.Request.Query["idop"]);
        return Answers.Page(context, Pages.Ticket(operation, rules.Client(operation.Request.Numcli), Return.Address(operation)));
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
