using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>The page at <c>/controle</c>: the clock, the switches of all operations, the operations.</summary>
internal sealed class ControlPage(OperationBook book, Notifier notifier, SwitchBoard board, SettableClock clock)
{
    /// <summary>A page, not an archive: the interface lists them all.</summary>
    private const int Shown = 200;

    private static readonly Template Whole = new("Control/control.html");
    private static readonly Template Clock = new("Control/control-clock.html");
    private static readonly Template List = new("Control/control-list.html");
    private static readonly Template Row = new("Control/control-row.html");
    private static readonly Template Empty = new("Control/control-empty.html");

    public string Draw()
    {
        var operations = book.All();
        var summary = SwitchForm.Summary(board.Common);
        return Pages.InFrame(Sentences.Say("control.title"), Whole.Fill(
            ("now", ParisClock.Readable(clock.GetUtcNow())),
            ("ahead", clock.Ahead.Duration() < TimeSpan.FromSeconds(1) ? null : Sentences.Say("control.moved")),
            ("clock", clock.IsSettable ? Clock.Fill() : null),
            ("summary", summary ?? Sentences.Say("control.normal")),
            ("open", summary is null ? null : new Markup(" open")),
            ("switches", SwitchForm.Draw(board.Common)),
            ("operations", operations.Count == 0
                ? Empty.Fill()
                : List.Fill(("rows", new Markup(string.Concat(operations.Take(Shown).Select(operation => Drawn(operation).Html))))))), "tpa/simulation.css", "wide");
    }

    /// <summary>Where an operation stands, in words.</summary>
    public static string State(Operation operation, DateTimeOffset now)
    {
        if (operation.Outcome is not { } outcome)
            return Sentences.Say(operation.OnPage ? "control.onPage" : "control.waiting");
        var said = Sentences.Say("state." + outcome.Result.Letter());
        if (!outcome.IsKnownAt(now))
            return Sentences.Say("control.later", said, ParisClock.Readable(outcome.At));
        return outcome.RejectedOn is { } day ? Sentences.Say("control.rejected", said, ParisClock.Readable(day)) : said;
    }

    public static string Notified(Notifier.Told? told) => told switch
    {
        null => Sentences.Say("control.notNotified"),
        { Times: 1 } => Readable(told.Answer),
        _ => Sentences.Say("control.times", Readable(told.Answer), told.Times),
    };

    private static string Readable(string answer) => Sentences.Knows("told." + answer) ? Sentences.Say("told." + answer) : answer;

    private Markup Drawn(Operation operation) => Row.Fill(
        ("idop", operation.IdOp),
        ("created", ParisClock.Readable(operation.CreatedAt)),
        ("numcli", operation.Request.Numcli),
        ("refdet", operation.Request.Refdet),
        ("amount", Sentences.Euros(operation.Request.Montant)),
        ("result", State(operation, clock.GetUtcNow())),
        ("notified", Notified(notifier.Last(operation.IdOp))),
        ("own", board.Own(operation.IdOp) is null ? null : Sentences.Say("control.own")));
}
