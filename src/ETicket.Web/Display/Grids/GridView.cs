using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>« toute la semaine », « tout » : several cells at once; no value when nothing can change.</summary>
internal sealed record ActionView(string Id, string Text, string Label, string? Value, bool Wanted);

/// <summary>
/// A service of a child in a week; <paramref name="FullName"/> is its name with what tells it from another of the same name, <paramref name="Apart"/> what is written beside it for that, its
/// hours are there already. <paramref name="Tickets"/> says what is left of its booklet, in the first week that shows it.
/// </summary>
internal sealed record RowView(string Id, string Name, string FullName, string? Hours, string? Apart, string Limit, string? Tickets, IReadOnlyList<CellView> Cells, ActionView Whole);

/// <summary>A week of a child: its rows, what a click on a whole day would do, and the names of its closed days.</summary>
internal sealed record ChildWeekView(IReadOnlyList<DateOnly> Days, IReadOnlyList<RowView> Rows, IReadOnlyList<ActionView> Actions, IReadOnlyList<string> Closures);

internal sealed record ChildView(string Id, string Name, string? Grade, IReadOnlyList<ChildWeekView> Weeks);

/// <summary>« Semaines à l'écran » — the plan turned into words and buttons, child by child and week by week, the same for the page and for the script.</summary>
internal sealed record GridView(DateOnly Monday, DateOnly Sunday, int Weeks, IReadOnlyList<ChildView> Children)
{
    public IEnumerable<RowView> Rows => Children.SelectMany(c => c.Weeks).SelectMany(w => w.Rows);

    public IEnumerable<ActionView> Actions => Rows.Select(r => r.Whole).Concat(Children.SelectMany(c => c.Weeks).SelectMany(w => w.Actions));

    /// <summary>Saturday and Sunday are drawn narrow unless something opens.</summary>
    public bool OpensAtWeekend => Rows.Any(r => r.Cells.Skip(5).Any(cell => cell.State is not CellState.Closed));

    public static GridView Of(GridPlan plan, IReadOnlyDictionary<long, TicketsLeft> left, IReadOnlyDictionary<ServiceOfChild, string> apart) => new(
        plan.Monday, plan.Sunday, plan.Weeks.Count,
        [
            .. plan.Weeks[0].Children.Select((child, i) => DrawChild(
                child.Child, [.. plan.Weeks.Select(w => (w.Days, w.Children[i].Rows))], row => LeftWords.Of(row, left, plan.Today), row => apart.GetValueOrDefault(ServiceOfChild.Of(row)))),
        ]);

    public static string CellId(ChildId child, ActivityId activity, DateOnly day) => $"j{Short(child.Value)}{Short(activity.Value)}{Date(day)}";

    /// <summary>The row of a day: that of its week.</summary>
    public static string RowId(ChildId child, ActivityId activity, DateOnly day) => $"l{Short(child.Value)}{Short(activity.Value)}{Date(WeekPlan.MondayOf(day))}";

    // The end of an id: the beginning of ids made the same second is the same.
    private static string Short(Guid id) => id.ToString("N")[20..];

    private static string Date(DateOnly day) => day.ToString("MMdd", CultureInfo.InvariantCulture);

    private static ChildView DrawChild(Families.Child child, IReadOnlyList<(IReadOnlyList<DateOnly> Days, IReadOnlyList<PlanRow> Rows)> weeks, Func<PlanRow, string?> left, Func<PlanRow, string?> apart)
    {
        var id = Short(child.Id.Value);
        HashSet<ServiceOfChild> told = [];
        return new ChildView("e" + id, child.FirstName, child.Grade,
        [
            .. weeks.Select(week => new ChildWeekView(
                week.Days, [.. week.Rows.Select((row, i) => DrawRow(row, TwinOf(week.Rows, i), child.FirstName, told.Add(ServiceOfChild.Of(row)) ? left(row) : null, apart(row)))],
                [.. week.Days.Select((day, i) => Action($"d{id}{Date(day)}", "Day", [child.FirstName, French.Day(day)], [.. week.Rows.Select(row => (row, row.Cells[i]))]))],
                ClosureWords.Of(week.Rows))),
        ]);
    }

    /// <summary>Where the ticket of an activity changes during the week, it has two rows, and the days one of them does not serve are no cell of the other: each has ids of its own.</summary>
    private static string TwinOf(IReadOnlyList<PlanRow> rows, int index)
    {
        var same = rows.Where(r => r.Activity.Id == rows[index].Activity.Id).ToList();
        return same.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"x{same.IndexOf(rows[index])}");
    }

    private static RowView DrawRow(PlanRow row, string twin, string child, string? left, string? apart)
    {
        var id = RowId(row.Child, row.Activity.Id, row.Cells[0].Day) + (twin == "x0" ? "" : twin);
        var name = apart is null ? row.Activity.Name : Words.Say("Row_Apart", row.Activity.Name, apart);
        return new RowView(
            id, row.Activity.Name, name, row.Activity.Hours, apart == row.Activity.Hours ? null : apart, Limit(row), left, [.. row.Cells.Select(cell => CellView.Of(row, cell, name, child, twin))],
            Action(id + "s", "Row", [name, child, French.Day(row.Cells[0].Day)], [.. row.Cells.Select(cell => (row, cell))]));
    }

    /// <summary>What is free gets ticked; when nothing is free, what is ticked gets unticked.</summary>
    private static ActionView Action(string id, string kind, string[] about, IReadOnlyList<(PlanRow Row, PlanCell Cell)> cells)
    {
        var open = cells.Where(c => CellView.IsOpen(c.Cell)).ToList();
        var wanted = open.Count == 0 || open.Any(c => c.Cell.State is CellState.Free);
        var changed = open.Where(c => c.Cell.State is CellState.Free == wanted).Select(c => CellView.Wish(c.Row, c.Cell, wanted)).ToList();
        var verb = kind + (wanted ? "_Tick" : "_Untick");
        return new ActionView(id, Words.Say(verb), Words.Say(verb + "Label", about), changed.Count == 0 ? null : WishCode.Write(changed), wanted);
    }

    /// <summary>The next deadline of the row, said in full: a title is not read by a thumb.</summary>
    private static string Limit(PlanRow row)
    {
        var next = row.Cells.Where(CellView.IsOpen).MinBy(c => c.Deadline);
        if (next?.Deadline is { } deadline)
            return Words.Say("Row_NextLimit", French.ShortDay(next.Day), French.Deadline(deadline));
        if (row.Cells.Any(c => c.State is CellState.NotOpened))
            return Words.Say("Row_NotOpened");
        if (row.Cells.Any(c => c.State is CellState.Full or CellState.Waiting))
            return Words.Say("Row_Full");
        if (ClosureWords.WholeWeek(row) is { } name)
            return Words.Say("Row_ClosedFor", name);
        return Words.Say(row.Cells.All(c => c.State is CellState.Closed) ? "Row_Closed" : "Row_NoLimit");
    }
}
