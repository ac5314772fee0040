using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>What the payer may correct: which field, and why.</summary>
internal sealed record Correction(string Field, string Sentence);

/// <summary>What the payer typed, or what the page proposes at first.</summary>
internal sealed record Typed(string? Mel, string? Card);

/// <summary>The pages a payer sees, as markup.</summary>
internal static class Pages
{
    private static readonly Template Frame = new("PaymentPage/frame.html");
    private static readonly Template Payment = new("PaymentPage/payment.html");
    private static readonly Template MeansCard = new("PaymentPage/means-card.html");
    private static readonly Template MeansDebit = new("PaymentPage/means-debit.html");
    private static readonly Template Errors = new("PaymentPage/errors.html");
    private static readonly Template RefusedPage = new("PaymentPage/refused.html");
    private static readonly Template TicketPage = new("PaymentPage/ticket.html");
    private static readonly Template BackLink = new("PaymentPage/back.html");

    public static string InFrame(string title, Markup body, string style = "simulation.css", string width = "narrow") =>
        Frame.Fill(("title", title), ("style", style), ("width", width), ("body", body)).Html;

    public static string Pay(Operation operation, TresorClient client, Typed typed, Correction? correction = null)
    {
        var amount = Sentences.Euros(operation.Request.Montant);
        return InFrame(Sentences.Say("page.title", amount), Payment.Fill(
            ("label1", client.LibelleN1),
            ("label2", client.LibelleN2),
            ("label3", client.LibelleN3),
            ("amount", amount),
            ("object", operation.Request.Objet),
            ("reference", operation.Request.Refdet),
            ("deadline", ParisClock.Readable(operation.CreatedAt + Operation.Window)),
            ("errors", correction is null ? null : Errors.Fill(("field", correction.Field), ("sentence", correction.Sentence))),
            ("idop", operation.IdOp),
            ("mel", typed.Mel),
            ("means", Means(client, typed))));
    }

    public static string Refused(string code) => InFrame(Sentences.Say("error.title"), RefusedPage.Fill(
        ("title", Sentences.Say("error.title")),
        ("sentence", Sentences.Say("error." + code)),
        ("code", code),
        ("libelle", AnomalyText.Of(code).Libelle)));

    public static string Ticket(Operation operation, TresorClient client, string? back)
    {
        var (asked, outcome) = (operation.Request, operation.Outcome!);
        var title = Sentences.Say(outcome.Result.Letter() + ".title");
        return InFrame(title, TicketPage.Fill(
            ("label", client.LibelleN1),
            ("title", title),
            ("sentence", Sentences.Say(outcome.Result.Letter() + ".text", Sentences.Euros(asked.Montant))),
            ("numauto", outcome.Numauto ?? "—"),
            ("date", ParisClock.Readable(outcome.At)),
            ("object", asked.Objet),
            ("reference", asked.Refdet),
            ("mel", outcome.PayerMel ?? asked.Mel),
            ("back", back is null ? null : BackLink.Fill(("address", back)))));
    }

    private static Markup Means(TresorClient client, Typed typed) => new(
        (client.Card ? MeansCard.Fill(("card", typed.Card), ("refusedCard", PaymentDoor.RefusedCardShown)).Html : "")
        + (client.Debit ? MeansDebit.Fill().Html : ""));
}
