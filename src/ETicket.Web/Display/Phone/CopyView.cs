using ETicket.Kernel;
using ETicket.Planning;
using ETicket.Planning.Grids;

namespace ETicket.Web.Display.Phone;

/// <summary>A day of the copy, and the services of the child on it.</summary>
internal sealed record CopyDay(DateOnly Day, IReadOnlyList<string> Services);

/// <summary>A child and the days asked for, from the day of the copy on.</summary>
internal sealed record CopyChild(string Name, IReadOnlyList<CopyDay> Days);

/// <summary>« Copie du planning » — what is read without a connection: which days are asked for, as they were when the copy was made. It has no button: nothing can be changed in it.</summary>
internal sealed record CopyView(DateTimeOffset SeenAt, DateOnly Until, IReadOnlyList<CopyChild> Children)
{
    public const int Weeks = 4;

    /// <summary>« mardi 2 décembre à 14 h 05 », the time of Paris: whoever reads it is days away at most.</summary>
    public string Seen => Words.Say("Copy_Instant", French.Weekday(ParisTime.DayOf(SeenAt)), ParisTime.ToParis(SeenAt).ToString("H'\u00a0h\u00a0'mm", French.Culture));

    public static CopyView Of(GridPlan plan, IReadOnlyDictionary<ServiceOfChild, string> apart) => new(
        plan.Now, plan.Sunday,
        [
            .. plan.Weeks[0].Children.Select((child, i) => new CopyChild(
                child.Child.FirstName,
                [
                    .. from week in plan.Weeks
                       from row in week.Children[i].Rows
                       from cell in row.Cells
                       where cell.Day >= plan.Today && Said(cell.State) is not null
                       group Words.Say(Said(cell.State)!, Named(row, apart)) by cell.Day into day
                       orderby day.Key
                       select new CopyDay(day.Key, [.. day]),
                ])),
        ]);

    private static string? Said(CellState state) => state switch
    {
        CellState.Ticked or CellState.LockedTicked or CellState.Consumed => "Copy_Ticked",
        CellState.Waiting => "Copy_Waiting",
        _ => null,
    };

    private static string Named(PlanRow row, IReadOnlyDictionary<ServiceOfChild, string> apart) =>
        apart.GetValueOrDefault(ServiceOfChild.Of(row)) is { } told ? Words.Say("Row_Apart", row.Activity.Name, told) : row.Activity.Name;
}
