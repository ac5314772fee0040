using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Web.Display;

/// <summary>One cell as drawn and as told to the script: its state, its words, what a click would ask (null: nothing).</summary>
internal sealed record CellView(string Id, CellState State, string Label, string? Title, string? Value);

/// <summary>« toute la semaine », « tout » : several cells at once; no value when nothing can change.</summary>
internal sealed record ActionView(string Id, string Text, string Label, string? Value, bool Wanted);

internal sealed record RowView(string Id, string Name, string? Hours, string Limit, IReadOnlyList<CellView> Cells, ActionView Whole);

internal sealed record ChildView(string Id, string Name, string? Grade, IReadOnlyList<RowView> Rows, IReadOnlyList<ActionView> Days);

/// <summary>A no, where it happened: the row it concerns, the first cell to look at, how many cells it is about.</summary>
internal sealed record RefusedView(string Row, string Cell, string Sentence, bool Buy, int Cells);

/// <summary>« Semaine à l'écran » — the plan of the week turned into words and buttons, the same for the page and for the script.</summary>
internal sealed record WeekView(IReadOnlyList<DateOnly> Days, IReadOnlyList<ChildView> Children)
{
    /// <summary>Saturday and Sunday are drawn narrow unless something opens.</summary>
    public bool OpensAtWeekend => Children.Any(c => c.Rows.Any(r => r.Cells.Skip(5).Any(cell => cell.State is not CellState.Closed)));

    public static WeekView Of(WeekPlan plan) => new(plan.Days, [.. plan.Children.Select(child => DrawChild(child, plan.Days))]);

    /// <summary>One sentence per row and reason: the first day in full, the others named after it.</summary>
    public static IReadOnlyList<RefusedView> Refused(IEnumerable<DayAnswer> answers) =>
        [.. answers.Where(a => !a.Accepted).GroupBy(a => (a.Child, a.Activity, a.Verdict)).Select(group => Refuse([.. group.OrderBy(a => a.Day)]))];

    private static RefusedView Refuse(IReadOnlyList<DayAnswer> same)
    {
        var first = same[0];
        var sentence = first.Refusal!.Sentence;
        if (same.Count > 1)
            sentence = Words.Say("Refused_Also", sentence, Words.List([.. same.Skip(1).Select(a => French.ShortDay(a.Day))]));
        return new RefusedView(
            $"l{Short(first.Child)}{Short(first.Activity)}", CellId(new(first.Child), new(first.Activity), first.Day), sentence, first.Verdict is Verdict.NoTicket, same.Count);
    }

    public static string CellId(ChildId child, ActivityId activity, DateOnly day) => $"j{Short(child.Value)}{Short(activity.Value)}{day:MMdd}";

    // The end of an id: the beginning of ids made the same second is the same.
    private static string Short(Guid id) => id.ToString("N")[20..];

    private static ChildView DrawChild(ChildPlan plan, IReadOnlyList<DateOnly> days)
    {
        var name = plan.Child.FirstName;
        return new ChildView(
            "e" + Short(plan.Child.Id.Value), name, plan.Child.Grade, [.. plan.Rows.Select(row => DrawRow(row, name))],
            [.. days.Select((day, i) => Action("d" + Short(plan.Child.Id.Value) + i, "Day", name, French.Day(day), [.. plan.Rows.Select(row => (row, row.Cells[i]))]))]);
    }

    private static RowView DrawRow(PlanRow row, string child)
    {
        var id = $"l{Short(row.Child.Value)}{Short(row.Activity.Id.Value)}";
        return new RowView(
            id, row.Activity.Name, row.Activity.Hours, Limit(row), [.. row.Cells.Select(cell => DrawCell(row, cell, child))],
            Action(id + "s", "Row", row.Activity.Name, child, [.. row.Cells.Select(cell => (row, cell))]));
    }

    private static CellView DrawCell(PlanRow row, PlanCell cell, string child)
    {
        var id = CellId(row.Child, row.Activity.Id, cell.Day);
        var deadline = cell.Deadline is { } at ? French.Deadline(at) : "";
        if (IsOpen(cell))
        {
            var label = Words.Say($"Cell_{cell.State}", row.Activity.Name, French.Day(cell.Day), child, deadline);
            return new CellView(id, cell.State, label, Words.Say("Title_Until", deadline), WishCode.Write([Wish(row, cell, cell.State is CellState.Free)]));
        }
        var closed = cell.ClosedFor is { Length: > 0 } reason ? Words.Say("Cell_ClosedFor", reason) : Words.Say($"Cell_{cell.State}");
        return new CellView(id, cell.State, closed, cell.Deadline is null ? closed : Words.Say("Title_Passed", deadline), null);
    }

    /// <summary>What is free gets ticked; when nothing is free, what is ticked gets unticked.</summary>
    private static ActionView Action(string id, string kind, string who, string when, IReadOnlyList<(PlanRow Row, PlanCell Cell)> cells)
    {
        var open = cells.Where(c => IsOpen(c.Cell)).ToList();
        var wanted = open.Count == 0 || open.Any(c => c.Cell.State is CellState.Free);
        var changed = open.Where(c => c.Cell.State is CellState.Free == wanted).Select(c => Wish(c.Row, c.Cell, wanted)).ToList();
        var verb = kind + (wanted ? "_Tick" : "_Untick");
        return new ActionView(id, Words.Say(verb), Words.Say(verb + "Label", who, when), changed.Count == 0 ? null : WishCode.Write(changed), wanted);
    }

    /// <summary>The next deadline of the row, said in full: a title is not read by a thumb.</summary>
    private static string Limit(PlanRow row)
    {
        var next = row.Cells.Where(IsOpen).MinBy(c => c.Deadline);
        if (next?.Deadline is { } deadline)
            return Words.Say("Row_NextLimit", French.ShortDay(next.Day), French.Deadline(deadline));
        return Words.Say(row.Cells.All(c => c.State is CellState.Closed) ? "Row_Closed" : "Row_NoLimit");
    }

    private static bool IsOpen(PlanCell cell) => cell.State is CellState.Free or CellState.Ticked;

    private static DayWish Wish(PlanRow row, PlanCell cell, bool wanted) => new(row.Child, row.Activity.Id, cell.Day, wanted);
}
