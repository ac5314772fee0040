using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Web.Display.Grids;

/// <summary>A no, where it happened: the row it concerns, the first cell to look at, how many cells it is about.</summary>
internal sealed record RefusedView(string Row, string Cell, string Sentence, bool Buy, int Cells)
{
    /// <summary>One sentence per row and reason: the first day in full, the others named after it.</summary>
    public static IReadOnlyList<RefusedView> Of(IEnumerable<DayAnswer> answers) =>
        [.. answers.Where(a => !a.Accepted).GroupBy(a => (RowOf(a), a.Verdict)).Select(group => Of([.. group.OrderBy(a => a.Day)]))];

    private static RefusedView Of(IReadOnlyList<DayAnswer> same)
    {
        var first = same[0];
        var sentence = first.Refusal!.Sentence;
        if (same.Count > 1)
            sentence = Words.Say("Refused_Also", sentence, Words.List([.. same.Skip(1).Select(a => French.ShortDay(a.Day))]));
        return new RefusedView(RowOf(first), GridView.CellId(new(first.Child), new(first.Activity), first.Day), sentence, first.Verdict is Verdict.NoTicket, same.Count);
    }

    private static string RowOf(DayAnswer answer) => GridView.RowId(new(answer.Child), new(answer.Activity), answer.Day);
}
