using ETicket.Catalogue;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Grids;

namespace ETicket.Planning.Usual;

/// <summary>A service both children have: the days that would be ticked and unticked for the second, and those that differ and can change no more.</summary>
public sealed record CopiedService(Activity Activity, IReadOnlyList<DateOnly> Ticked, IReadOnlyList<DateOnly> Unticked, IReadOnlyList<DateOnly> Locked);

/// <summary>
/// « Recopier pour un autre enfant » — what makes the weeks of one child those of another, service by service where both are enrolled: a wish for each cell that differs and can still
/// change, ticked as unticked. Days on which the first child's service does not open, or that either child spends at its other home, are left alone. It is only a proposal: its wishes are clicks like any other.
/// </summary>
public sealed record CopyPlan(DateOnly Monday, DateOnly Sunday, IReadOnlyList<CopiedService> Services, IReadOnlyList<DayWish> Wishes)
{
    /// <summary>« Préparer la copie » — from the week that holds a day, as many as asked. Reads, writes nothing.</summary>
    public static async Task<CopyPlan> OfAsync(Work work, FamilyId family, ChildId copied, ChildId other, DateOnly anyDay, int weeks, CancellationToken stop)
    {
        var plan = await GridPlan.LoadAsync(work, family, anyDay, weeks, stop);
        var pairs = from week in plan.Weeks
                    from source in RowsOf(week, copied)
                    from target in RowsOf(week, other)
                    where source.Activity.Id == target.Activity.Id
                    from pair in source.Cells.Zip(target.Cells)
                    where IsHere(pair.First) && IsHere(pair.Second) && IsTicked(pair.First) != IsTicked(pair.Second)
                    select (target.Activity, Cell: pair.Second, Wanted: IsTicked(pair.First));
        var differing = pairs.DistinctBy(p => (p.Activity.Id, p.Cell.Day)).ToList();
        List<CopiedService> services =
        [
            .. from pair in differing
               group pair by pair.Activity.Id into service
               select new CopiedService(
                   service.First().Activity,
                   [.. service.Where(p => IsOpen(p.Cell) && p.Wanted).Select(p => p.Cell.Day)],
                   [.. service.Where(p => IsOpen(p.Cell) && !p.Wanted).Select(p => p.Cell.Day)],
                   [.. service.Where(p => !IsOpen(p.Cell)).Select(p => p.Cell.Day)]),
        ];
        return new CopyPlan(plan.Monday, plan.Sunday, services, [.. differing.Where(p => IsOpen(p.Cell)).Select(p => new DayWish(other, p.Activity.Id, p.Cell.Day, p.Wanted))]);
    }

    private static IReadOnlyList<PlanRow> RowsOf(WeekPlan week, ChildId child) => week.Children.FirstOrDefault(c => c.Child.Id == child)?.Rows ?? [];

    private static bool IsHere(PlanCell cell) => cell.State is not (CellState.Closed or CellState.OtherHome);

    private static bool IsTicked(PlanCell cell) => cell.State is CellState.Ticked or CellState.LockedTicked or CellState.Consumed;

    private static bool IsOpen(PlanCell cell) => cell.State is CellState.Free or CellState.Ticked;
}
