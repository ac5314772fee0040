using System.Globalization;
using ETicket.Kernel;
using ETicket.Treasury.Undo;
using ETicket.Wallets;
using ETicket.Web.Display;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Pages.TownHall;

/// <summary>« Ce qui est repris », as a form carries it: so many of each line of the sale.</summary>
internal static class UndoForm
{
    public static string FieldOf(SoldLine line) => FormattableString.Invariant($"q{line.TransferId}");

    /// <summary>What the lines are, as a label's name says: « Tickets », « Invoices » or « Both ».</summary>
    public static string KindsOf(IReadOnlyList<SoldLine> lines) => lines.All(l => l.InvoiceId is null) ? "Tickets" : lines.All(l => l.InvoiceId is not null) ? "Invoices" : "Both";

    /// <summary>What a person typed of these lines; all of each where the act takes it <paramref name="whole"/>. What is wrong goes to <paramref name="errors"/>.</summary>
    public static Dictionary<long, int> Typed(IFormCollection form, IEnumerable<SoldLine> lines, bool whole, ModelStateDictionary errors)
    {
        var quantities = new Dictionary<long, int>();
        foreach (var line in lines)
        {
            var typed = form[FieldOf(line)].ToString();
            // An invoice is a box to tick: one, or nothing sent.
            var (quantity, wrong) = whole ? (line.StillSold, null) : QuantityField.Read(line.InvoiceId is not null && typed.Length == 0 ? "0" : typed);
            if (wrong is not null)
                errors.AddModelError(FieldOf(line), wrong);
            quantities[line.TransferId] = quantity ?? 0;
        }
        return quantities;
    }

    /// <summary>What the preview showed, and nothing else.</summary>
    public static Dictionary<long, int> Shown(IFormCollection form) => form
        .Where(f => f.Key.Length > 1 && f.Key[0] == 'q' && long.TryParse(f.Key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .ToDictionary(
            f => long.Parse(f.Key.AsSpan(1), CultureInfo.InvariantCulture),
            f => int.TryParse(f.Value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) ? quantity : 0);

    /// <summary>Where each act that may be done about a payment begins, and what it is called there: one for each sum that waits, each refund that may have left and each reversal the bank may still pay.</summary>
    public static IEnumerable<(string Address, string Word)> Links(this UndoFile file, string payment, bool association)
    {
        foreach (var act in file.Acts)
        {
            var address = $"{payment}/reprise?acte={act}";
            switch (act)
            {
                case UndoAct.WinBack:
                    foreach (var document in file.ToWinBack)
                        yield return ($"{address}&document={document.Id}", Words.Say("UndoOf_WinBack", document.FullNumber));
                    break;
                case UndoAct.NotPaid:
                    foreach (var document in file.MayNotHaveArrived)
                        yield return ($"{address}&document={document.Id}", Words.Say("UndoOf_NotPaid", document.FullNumber));
                    break;
                case UndoAct.Mistaken:
                    foreach (var document in file.Mistakes)
                        yield return ($"{address}&document={document.Id}", Words.Say("UndoOf_Mistaken", document.FullNumber));
                    break;
                case UndoAct.Left:
                    foreach (var asked in file.MayHaveLeft)
                        yield return ($"{address}&demande={asked.Key}", Words.Say("UndoOf_Left", asked.Amount, French.Instant(asked.AskedAt)));
                    break;
                case UndoAct.Told:
                    foreach (var told in file.Told)
                        yield return ($"{address}&numero={Uri.EscapeDataString(told.Key)}", Words.Say("UndoOf_Told", told.Amount, told.Key));
                    break;
                default:
                    yield return (address, act is UndoAct.ProviderRefund && file.Unfinished is not null ? Words.Say("UndoOf_Unfinished")
                        : act is UndoAct.CommuneRefund && file.Waiting is not null ? Words.SayOf(association, "UndoOf_NoteAgain") : Words.SayOf(association, $"UndoAct_{act}"));
                    break;
            }
        }
    }
}
