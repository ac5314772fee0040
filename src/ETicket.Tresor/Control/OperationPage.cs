using System.Globalization;
using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>The page of one operation: what it is, what can still be done to it, its own switches.</summary>
internal sealed class OperationPage(Notifier notifier, SwitchBoard board, TimeProvider clock)
{
    private static readonly Template Whole = new("Control/control-operation.html");
    private static readonly Template Acts = new("Control/control-acts.html");
    private static readonly Template Purge = new("Control/control-purge.html");
    private static readonly Template Reject = new("Control/control-reject.html");
    private static readonly Template Common = new("Control/control-common.html");

    public string Draw(Operation operation)
    {
        var (now, asked) = (clock.GetUtcNow(), operation.Request);
        var own = board.Own(operation.IdOp);
        var inForce = own ?? board.Common;
        return Pages.InFrame(asked.Refdet, Whole.Fill(
            ("refdet", asked.Refdet),
            ("idop", operation.IdOp),
            ("state", ControlPage.State(operation, now)),
            ("amount", Sentences.Euros(asked.Montant)),
            ("object", asked.Objet ?? Pages.Nothing),
            ("numcli", asked.Numcli),
            ("saisie", asked.Saisie),
            ("mel", asked.Mel),
            ("created", ParisClock.Readable(operation.CreatedAt)),
            ("door", Sentences.Say(asked.ByRedirect ? "control.byRedirect" : "control.byService")),
            ("urlnotif", asked.Urlnotif),
            ("notified", ControlPage.Notified(notifier.Last(operation.IdOp))),
            ("urlredirect", asked.Urlredirect ?? Pages.Nothing),
            ("acts", operation.IsFinal ? null : Acts.Fill(("idop", operation.IdOp))),
            ("purge", operation.Outcome is null ? Purge.Fill(("idop", operation.IdOp)) : null),
            ("reject", operation.Outcome is { Result: Result.DebitOrdered, RejectedOn: null }
                ? Reject.Fill(("idop", operation.IdOp), ("today", ParisClock.Day(now).ToString("o", CultureInfo.InvariantCulture)))
                : null),
            ("whose", Sentences.Say(own is null ? "control.follows" : "control.hasOwn")),
            ("summary", SwitchForm.Summary(inForce) ?? Sentences.Say("control.normal")),
            ("switches", SwitchForm.Draw(inForce)),
            ("common", own is null ? null : Common.Fill(("idop", operation.IdOp)))), "../../tpa/simulation.css", "wide");
    }
}
