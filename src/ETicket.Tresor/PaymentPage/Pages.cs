using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>What the payer may correct: which field, and why.</summary>
internal sealed record Correction(string Field, string Sentence);

/// <summary>What the payer typed, or what the page proposes at first.</summary>
internal sealed record Typed(string? Mel, string? Card);

/// <summary>The pages a payer sees, as markup.</summary>
internal static class Pages
{
    public const string Nothing = "—";

    private static readonly Template Frame = new("PaymentPage/frame.html");
    private static readonly Template Payment = new("PaymentPage/payment.html");
    private static readonly Template MeansCard = new("PaymentPage/means-card.html");
    private static readonly Template MeansDebit = new("PaymentPage/means-debit.html");
    private static readonly Template Errors = new("PaymentPage/errors.html");
    private static readonly Template RefusedPage = new("PaymentPage/refused.html");
    private static readonly Template TicketPage = new("PaymentPage/ticket.html");
    private static readonly Template TicketNumber = new("PaymentPage/ticket-number.html");
    private static readonly Template BackLink = new("PaymentPage/back.html");
    private static readonly Template BackButton = new("PaymentPage/back-button.html");

    public static string InFrame(string title, Markup body, string style = "simulation.css", string width = "narrow") =>
        Frame.Fill(("title", title), ("style", style), ("width", width), ("body", body)).Html;

    public static string Pay(Operation operation, TresorClient client, Typed typed, Correction? correction = null)
    {
        var amount = Sentences.Euros(operation.Request.Montant);
        return InFrame(Sentences.Say("page.title", amount), Payment.Fill(
            ("payee", Payee(client)),
            ("amount", amount),
            ("object", operation.Request.Objet ?? Nothing),
            ("reference", operation.Request.Refdet),
            ("errors", correction is null ? null : Errors.Fill(("field", correction.Field), ("sentence", correction.Sentence))),
            ("idop", operation.IdOp),
            ("mel", typed.Mel),
            ("melState", State("mel", correction)),
            ("means", Means(client, typed, correction))));
    }

    public static string Refused(string code) => InFrame(Sentences.Say("error.title"), RefusedPage.Fill(
        ("title", Sentences.Say("error.title")),
        ("sentence", Sentences.Say(Sentences.Knows("error." + code) ? "error." + code : "error.other")),
        ("code", code),
        ("libelle", AnomalyText.Of(code).Libelle)));

    /// <param name="operation">One that has ended.</param>
    /// <param name="client">Who is paid.</param>
    /// <param name="byPost">Whether the way back is a button that posts, instead of a link.</param>
    /// <param name="waits">Whether the bank has not said its word yet: the payer then reads that, and not the result.</param>
    public static string Ticket(Operation operation, TresorClient client, bool byPost, bool waits)
    {
        var (asked, outcome) = (operation.Request, operation.Outcome!);
        var said = waits ? "wait" : outcome.Result.Letter();
        var title = Sentences.Say(said + ".title");
        return InFrame(title, TicketPage.Fill(
            ("payee", Payee(client)),
            ("title", title),
            ("sentence", Sentences.Say(said + ".text", Sentences.Euros(asked.Montant))),
            ("number", outcome.Numauto is { } numauto && !waits ? TicketNumber.Fill(("numauto", numauto)) : null),
            ("date", waits ? Nothing : ParisClock.Readable(outcome.At)),
            ("object", asked.Objet ?? Nothing),
            ("reference", asked.Refdet),
            ("mel", outcome.PayerMel ?? asked.Mel),
            ("back", Back(operation, byPost))));
    }

    private static Markup? Back(Operation operation, bool byPost)
    {
        if (operation.Request.Urlredirect is null)
            return null;
        return byPost
            ? BackButton.Fill(("address", Return.Bare(operation)), ("idop", operation.IdOp))
            : BackLink.Fill(("address", Return.Address(operation)));
    }

    /// <summary>One label a line; the style keeps the lines.</summary>
    private static string Payee(TresorClient client) =>
        string.Join('\n', new[] { client.LibelleN1, client.LibelleN2, client.LibelleN3 }.Where(label => !string.IsNullOrEmpty(label)));

    private static Markup Means(TresorClient client, Typed typed, Correction? correction) => new(
        (client.Card ? Card(typed, correction).Html : "")
        + (client.Debit ? MeansDebit.Fill().Html : ""));

    private static Markup Card(Typed typed, Correction? correction) => MeansCard.Fill(
        ("card", typed.Card), ("cardState", State("carte", correction)), ("refusedCard", PaymentDoor.RefusedCardShown));

    private static Markup State(string field, Correction? correction) => new(correction?.Field == field ? " aria-invalid=\"true\"" : "");
}
