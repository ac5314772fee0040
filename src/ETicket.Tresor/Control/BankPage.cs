using ETicket.Tresor.Operations;
using ETicket.Tresor.PaymentPage;

namespace ETicket.Tresor.Control;

/// <summary>The bank's listing, as a page.</summary>
internal static class BankPage
{
    private static readonly Template Whole = new("Control/bank.html");
    private static readonly Template List = new("Control/bank-list.html");
    private static readonly Template Row = new("Control/bank-row.html");
    private static readonly Template Empty = new("Control/bank-empty.html");

    public static string Draw(IReadOnlyList<BankLine> lines) => Pages.InFrame(Sentences.Say("bank.title"), Whole.Fill(
        ("lines", lines.Count == 0 ? Empty.Fill() : List.Fill(("rows", new Markup(string.Concat(lines.Select(line => Drawn(line).Html))))))), "../tpa/simulation.css", "wide");

    private static Markup Drawn(BankLine line) => Row.Fill(
        ("day", ParisClock.Readable(line.Le)),
        ("label", Sentences.Say($"bank.{line.Sens}.{line.Moyen}")),
        ("numcli", line.Numcli),
        ("saisie", line.Saisie),
        ("count", line.Operations),
        ("amount", Sentences.Euros(line.Montant)),
        ("references", string.Join(' ', line.References)));
}
