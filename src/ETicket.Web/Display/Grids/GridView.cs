using System.Globalization;
using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Grids;

/// <summary>
/// « Semaines à l'écran » — the plan turned into words and buttons, block by block and week by week, the same for the page and for the script. A block is a child, or a service; a cell is
/// the same in both, under the same id. By service, <paramref name="Without"/> names the children no block shows.
/// </summary>
internal sealed record GridView(DateOnly Monday, DateOnly Sunday, int Weeks, int Children, bool ByService, IReadOnlyList<BlockView> Blocks, IReadOnlyList<string> Without)
{
    public IEnumerable<RowView> Rows => Blocks.SelectMany(b => b.Weeks).SelectMany(w => w.Rows);

    public IEnumerable<ActionView> Actions => Rows.Select(r => r.Whole).Concat(Blocks.SelectMany(b => b.Weeks).SelectMany(w => w.Actions));

    /// <summary>Saturday and Sunday are drawn narrow unless something opens.</summary>
    public bool OpensAtWeekend => Rows.Any(r => r.Cells.Skip(5).Any(cell => cell.State is not CellState.Closed));

    /// <summary>By service where it is told what tells services of one name apart (<paramref name="services"/>), else by child.</summary>
    public static GridView Of(
        GridPlan plan, IReadOnlyDictionary<long, TicketsLeft> left, IReadOnlyDictionary<ServiceOfChild, string> apart, IReadOnlyDictionary<ActivityId, string>? services = null)
    {
        var drawing = new GridDrawing(plan, left, apart, services is not null);
        IReadOnlyList<BlockView> blocks = services is null ? drawing.ByChild() : drawing.ByService(services);
        IReadOnlyList<string> without = services is null ? [] : [.. plan.Weeks[0].Children.Where((_, i) => plan.Weeks.All(w => w.Children[i].Rows.Count == 0)).Select(c => c.Child.FirstName)];
        return new GridView(plan.Monday, plan.Sunday, plan.Weeks.Count, plan.Weeks[0].Children.Count, services is not null, blocks, without);
    }

    public static string CellId(ChildId child, ActivityId activity, DateOnly day) => $"j{Short(child.Value)}{Short(activity.Value)}{Date(day)}";

    /// <summary>The row of a day: that of its week.</summary>
    public static string RowId(ChildId child, ActivityId activity, DateOnly day) => $"l{Short(child.Value)}{Short(activity.Value)}{Date(WeekPlan.MondayOf(day))}";

    // The end of an id: the beginning of ids made the same second is the same.
    internal static string Short(Guid id) => id.ToString("N")[20..];

    internal static string Date(DateOnly day) => day.ToString("MMdd", CultureInfo.InvariantCulture);
}
