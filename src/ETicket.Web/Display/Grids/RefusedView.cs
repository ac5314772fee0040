using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>A no, where it happened: the row it concerns, the first cell to look at and its day, what can be done about it, how many cells it is about.</summary>
internal sealed record RefusedView(string Row, string Cell, DateOnly Day, string Sentence, RemedyView? Remedy, int Cells)
{
    /// <summary>One sentence per row and reason: the first day in full, the others named after it. A booklet lacks tickets for the whole command, whoever shares it.</summary>
    public static IReadOnlyList<RefusedView> Of(GridPlan plan, IReadOnlyList<DayAnswer> answers)
    {
        var missing = MissingTickets.Of(plan, answers);
        return [.. answers.Where(a => !a.Accepted).GroupBy(a => (RowOf(a), a.Verdict)).Select(group => Of([.. group.OrderBy(a => a.Day)], plan, missing))];
    }

    /// <summary>One remedy for all of them: what to buy, else the absence to tell; null where neither helps.</summary>
    public static RemedyView? RemedyOf(GridPlan plan, IReadOnlyList<DayAnswer> answers) =>
        answers.Any(a => a.Verdict is Verdict.NoTicket) ? RemedyView.Buy(MissingTickets.Of(plan, answers)) : answers.Select(a => LateOf(plan, a)).FirstOrDefault(late => late is not null);

    /// <summary>A day that stays ticked because it is too late: the child's absence is told.</summary>
    private static RemedyView? LateOf(GridPlan plan, DayAnswer answer) =>
        answer.Verdict is Verdict.TooLate && plan.RowOf(new(answer.Child), new(answer.Activity), answer.Day)?.Cells.FirstOrDefault(c => c.Day == answer.Day)?.State is CellState.LockedTicked
            ? RemedyView.TellAbsence(new(answer.Child), answer.Day) : null;

    private static RefusedView Of(IReadOnlyList<DayAnswer> same, GridPlan plan, IReadOnlyDictionary<TicketTypeId, int> missing)
    {
        var first = same[0];
        var sentence = first.Refusal!.Sentence;
        if (same.Count > 1)
            sentence = Words.Say("Refused_Also", sentence, Words.List([.. same.Skip(1).Select(a => French.ShortDay(a.Day))]));
        var ticket = plan.RowOf(new(first.Child), new(first.Activity), first.Day)?.TicketType.Id;
        var remedy = first.Verdict is Verdict.NoTicket ? RemedyView.Buy(missing.Where(m => m.Key == ticket).ToDictionary()) : LateOf(plan, first);
        return new RefusedView(RowOf(first), GridView.CellId(new(first.Child), new(first.Activity), first.Day), first.Day, sentence, remedy, same.Count);
    }

    private static string RowOf(DayAnswer answer) => GridView.RowId(new(answer.Child), new(answer.Activity), answer.Day);
}
