using System.Text.Json;
using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>The page at <c>/controle</c>, as markup.</summary>
internal sealed class ControlPage(OperationBook book, Notifier notifier, SwitchBoard board, TimeProvider clock)
{
    /// <summary>A page, not an archive: the interface lists them all.</summary>
    private const int Shown = 200;

    private static readonly Template Whole = new("Control/control.html");
    private static readonly Template Row = new("Control/control-row.html");
    private static readonly Template Acts = new("Control/control-acts.html");
    private static readonly Template Choice = new("Control/control-choice.html");

    public string Draw()
    {
        var switches = board.Current;
        var rows = string.Concat(book.All().Take(Shown).Select(operation => Drawn(operation).Html));
        return Pages.InFrame(Sentences.Say("control.title"), Whole.Fill(
            ("now", ParisClock.Readable(clock.GetUtcNow())),
            ("notification", Word(switches.Notification)),
            ("retour", Word(switches.Retour)),
            ("notificationChoices", Choices(switches.Notification)),
            ("retourChoices", Choices(switches.Retour)),
            ("rows", new Markup(rows))), "tpa/simulation.css", "wide");
    }

    private Markup Drawn(Operation operation) => Row.Fill(
        ("created", ParisClock.Readable(operation.CreatedAt)),
        ("numcli", operation.Request.Numcli),
        ("refdet", operation.Request.Refdet),
        ("amount", Sentences.Euros(operation.Request.Montant)),
        ("result", operation.Outcome?.Result.Letter() ?? Sentences.Say(operation.OnPage ? "control.onPage" : "control.waiting")),
        ("notified", notifier.LastAnswer(operation.IdOp) ?? Sentences.Say("control.notNotified")),
        ("acts", operation.IsFinal ? null : Acts.Fill(("idop", operation.IdOp), ("refdet", operation.Request.Refdet))));

    private static Markup Choices<T>(T chosen)
        where T : struct, Enum => new(string.Concat(Enum.GetValues<T>().Select(choice =>
            Choice.Fill(("selected", choice.Equals(chosen) ? new Markup(" selected") : null), ("word", Word(choice))).Html)));

    private static string Word<T>(T choice)
        where T : struct, Enum => JsonSerializer.SerializeToElement(choice, ControlDoor.Json).GetString()!;
}
