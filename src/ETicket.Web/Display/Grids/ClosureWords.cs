using ETicket.Kernel;
using ETicket.Planning;

namespace ETicket.Web.Display.Grids;

/// <summary>« Fermé le mer. 11/11 : Armistice » — the names of the closed days of a child's week, written out: a title is not read by a thumb.</summary>
internal static class ClosureWords
{
    /// <summary>The name that closes most of a week without any open weekday, where each of its weekdays has one; null for any other week.</summary>
    public static string? WholeWeek(PlanRow row) =>
        row.Cells.All(c => c.State is CellState.Closed) && row.Cells.Take(5).All(IsNamed)
            ? row.Cells.Take(5).GroupBy(c => c.ClosedFor!).MaxBy(g => g.Count())!.Key
            : null;

    /// <summary>One sentence a name, by its first day; the services are said where the name is not that of all of them. What every row says of its whole week is not said again.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<PlanRow> rows)
    {
        var services = rows.Select(r => r.Activity.Name).Distinct().Count();
        var said = from row in rows
                   from name in row.Cells.Where(IsNamed).Select(c => c.ClosedFor!).Distinct()
                   where !rows.All(r => WholeWeek(r) == name)
                   let days = row.Cells.Where(c => IsNamed(c) && c.ClosedFor == name).Select(c => c.Day).ToList()
                   group row.Activity.Name by (Name: name, First: days[0], Days: Days(row, days)) into same
                   orderby same.Key.First
                   select Say(same.Key.Days, same.Key.Name, [.. same.Distinct()]);
        return [.. said];

        string Say(string days, string name, IReadOnlyList<string> those) =>
            those.Count == services ? Words.Say("Closure_Named", days, name) : Words.Say("Closure_NamedFor", days, name, Words.List(those));
    }

    private static bool IsNamed(PlanCell cell) => cell is { State: CellState.Closed, ClosedFor.Length: > 0 };

    /// <summary>« du … au … » where every day in between is closed under some name: a public holiday does not cut holidays in two.</summary>
    private static string Days(PlanRow row, List<DateOnly> days)
    {
        if (days.Count == 1)
            return Words.Say("Closure_Day", French.ShortDay(days[0]));
        return row.Cells.Where(c => c.Day > days[0] && c.Day < days[^1]).All(IsNamed)
            ? Words.Say("Closure_Days", French.ShortDay(days[0]), French.ShortDay(days[^1]))
            : Words.Say("Closure_SomeDays", Words.List([.. days.Select(French.ShortDay)]));
    }
}
