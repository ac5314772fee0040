using System.Globalization;
using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;
using static ETicket.Web.Display.Grids.GridView;

namespace ETicket.Web.Display.Grids;

/// <summary>« Dessiner les semaines » — blocks, rows and what their buttons ask, by child or by service.</summary>
internal sealed class GridDrawing(GridPlan plan, IReadOnlyDictionary<long, TicketsLeft> left, IReadOnlyDictionary<ServiceOfChild, string> apart, bool byService)
{
    private readonly HashSet<ServiceOfChild> _told = [];
    private readonly Dictionary<ChildId, Child> _children = plan.Weeks[0].Children.ToDictionary(c => c.Child.Id, c => c.Child);

    public IReadOnlyList<BlockView> ByChild() =>
    [
        .. plan.Weeks[0].Children.Select((child, i) => new BlockView(
            "e" + Short(child.Child.Id.Value), child.Child.FirstName, child.Child.Grade,
            [.. plan.Weeks.Select(week => Week(week.Days, week.Children[i].Rows, "d" + Short(child.Child.Id.Value), "Day", child.Child.FirstName))])),
    ];

    /// <summary>Services in the order of the mairie, children in that of their first names.</summary>
    public IReadOnlyList<BlockView> ByService(IReadOnlyDictionary<ActivityId, string> services)
    {
        var activities = (from week in plan.Weeks from child in week.Children from row in child.Rows select row.Activity)
            .DistinctBy(a => a.Id).OrderBy(a => a.Position).ThenBy(a => a.Name, StringComparer.Create(French.Culture, ignoreCase: true)).ThenBy(a => a.Id.Value);
        return [.. activities.Select(activity => OfService(activity, services.GetValueOrDefault(activity.Id)))];
    }

    private BlockView OfService(Activity activity, string? told)
    {
        var beside = new[] { activity.Hours, told == activity.Hours ? null : told }.Where(t => !string.IsNullOrWhiteSpace(t)).ToList();
        return new BlockView(
            "s" + Short(activity.Id.Value), activity.Name, beside.Count == 0 ? null : string.Join(", ", beside),
            [
                .. plan.Weeks.Select(week => Week(
                    week.Days, [.. from child in week.Children from row in child.Rows where row.Activity.Id == activity.Id select row], "t" + Short(activity.Id.Value), "Children", Named(activity.Name, told))),
            ]);
    }

    private BlockWeekView Week(IReadOnlyList<DateOnly> days, IReadOnlyList<PlanRow> rows, string id, string kind, string about) => new(
        days, [.. rows.Select((row, i) => Row(row, TwinOf(rows, i)))],
        [.. days.Select((day, i) => Action(id + Date(day), kind, [about, French.Day(day)], [.. rows.Select(row => (row, row.Cells[i]))]))],
        ClosureWords.Of(rows));

    /// <summary>Where the ticket of an activity changes during the week, a child has two rows of it, and the days one of them does not serve are no cell of the other: each has ids of its own.</summary>
    private static string TwinOf(IReadOnlyList<PlanRow> rows, int index)
    {
        var same = rows.Where(r => r.Child == rows[index].Child && r.Activity.Id == rows[index].Activity.Id).ToList();
        return same.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"x{same.IndexOf(rows[index])}");
    }

    private RowView Row(PlanRow row, string twin)
    {
        var id = RowId(row.Child, row.Activity.Id, row.Cells[0].Day) + (twin == "x0" ? "" : twin);
        var child = _children[row.Child];
        var told = apart.GetValueOrDefault(ServiceOfChild.Of(row));
        var name = Named(row.Activity.Name, told);
        var (title, beside, also) = byService
            ? (child.FirstName, child.Grade, twin.Length == 0 ? null : told)
            : (row.Activity.Name, row.Activity.Hours, told == row.Activity.Hours ? null : told);
        return new RowView(
            id, title, name, beside, also, Limit(row), _told.Add(ServiceOfChild.Of(row)) ? LeftWords.Of(row, left, plan.Today) : null,
            [.. row.Cells.Select(cell => CellView.Of(row, cell, name, child.FirstName, twin))],
            Action(id + "s", "Row", [name, child.FirstName, French.Day(row.Cells[0].Day)], [.. row.Cells.Select(cell => (row, cell))]));
    }

    private static string Named(string name, string? told) => told is null ? name : Words.Say("Row_Apart", name, told);

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
        if (row.Cells.Any(c => c.State is CellState.OtherHome) && row.Cells.All(c => c.State is CellState.OtherHome or CellState.Closed))
            return Words.Say("Row_OtherHome");
        if (ClosureWords.WholeWeek(row) is { } name)
            return Words.Say("Row_ClosedFor", name);
        return Words.Say(row.Cells.All(c => c.State is CellState.Closed) ? "Row_Closed" : "Row_NoLimit");
    }
}
