using ETicket.Catalogue;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Persistence;
using ETicket.Planning.Grids;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Planning.Usual;

/// <summary>A service of a child: the days that would be ticked, and of the days its week asks for, those that cannot be: too late, without a place, not opened by the mairie.</summary>
public sealed record UsualService(Child Child, Activity Activity, IReadOnlyList<DateOnly> Ticked, IReadOnlyList<DateOnly> TooLate, IReadOnlyList<DateOnly> Full, IReadOnlyList<DateOnly> NotOpened);

/// <summary>
/// « Appliquer la semaine type » — what the weeks kept ask of some weeks of the calendar: a wish for each cell that is free on a day of theirs. Days they do not name are left alone, ticked or not. It
/// is only a proposal: its wishes are clicks like any other, and the clicks decide.
/// </summary>
public sealed record UsualPlan(DateOnly Monday, DateOnly Sunday, IReadOnlyList<UsualService> Services, IReadOnlyList<DayWish> Wishes)
{
    /// <summary>How many weeks may be filled at once.</summary>
    public static readonly IReadOnlyList<int> Lengths = [1, 2, 4, 8, 12];

    /// <summary>« Préparer l'application » — from the week that holds a day, as many as asked. Reads, writes nothing.</summary>
    public static async Task<UsualPlan> OfAsync(Work work, FamilyId family, DateOnly anyDay, int weeks, CancellationToken stop)
    {
        var plan = await GridPlan.LoadAsync(work, family, anyDay, weeks, stop);
        var models = (await work.Read<ModelWeek>().Where(m => m.FamilyId == family).ToListAsync(stop)).ToDictionary(m => (m.ChildId, m.ActivityId));
        var asked = (from week in plan.Weeks
                     from child in week.Children
                     from row in child.Rows
                     let model = models.GetValueOrDefault((row.Child, row.Activity.Id))
                     where model is not null
                     from cell in row.Cells
                     where cell.State is not CellState.Closed && model.AsksFor(cell.Day)
                     select (child.Child, row.Activity, Cell: cell)).ToList();
        List<UsualService> services =
        [
            .. from one in asked
               group one by (Child: one.Child.Id, Activity: one.Activity.Id) into service
               let said = new UsualService(
                   service.First().Child, service.First().Activity,
                   Of(service.Select(s => s.Cell), CellState.Free), Of(service.Select(s => s.Cell), CellState.LockedFree), Of(service.Select(s => s.Cell), CellState.Full), Of(service.Select(s => s.Cell), CellState.NotOpened))
               where said.Ticked.Count + said.TooLate.Count + said.Full.Count + said.NotOpened.Count > 0
               select said,
        ];
        return new UsualPlan(
            plan.Monday, plan.Sunday, services,
            [.. asked.Where(a => a.Cell.State is CellState.Free).OrderBy(a => a.Cell.Day).Select(a => new DayWish(a.Child.Id, a.Activity.Id, a.Cell.Day, true))]);
    }

    private static DateOnly[] Of(IEnumerable<PlanCell> cells, CellState state) => [.. cells.Where(c => c.State == state).Select(c => c.Day)];
}
