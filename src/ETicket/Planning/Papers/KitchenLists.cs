using ETicket.Kernel;
using ETicket.Mail.Documents;
using ETicket.Mail.Documents.Papers.Lists;
using ETicket.Persistence;

namespace ETicket.Planning.Papers;

/// <summary>
/// « Listes cuisine en PDF » — the meals ticked from one day to another, school by school. Diets, PAI and adults are not in the planning yet: the list says so instead of a zero.
/// </summary>
internal sealed class KitchenLists(Database database, DocumentDesk desk, PortalAddress portal)
{
    private const int MostDays = 62;

    /// <summary>As ticks stand now. Refuses days in the wrong order or too many with <see cref="UnreadableDays"/>.</summary>
    public async Task<RenderedDocument> PrintAsync(StructureId structure, DateOnly from, DateOnly to, CancellationToken stop)
    {
        if (from > to || to.DayNumber - from.DayNumber > MostDays)
            throw new UnreadableDays(MostDays);
        await using var work = await database.BeginAsync(structure, stop);
        var meals = await MealsAsync(work, from, to, stop);
        var paper = new KitchenList
        {
            PortalAddress = portal.Written,
            Day = from,
            Until = to,
            MadeAt = await work.NowAsync(stop),
            TellsKinds = false,
            ServedDays = [.. meals.GroupBy(m => m.Day).Select(d => new KitchenDay(d.Key, [.. d.Select(m => m.Meals)]))],
        };
        var printed = await desk.IssueAsync(work, paper, null, stop);
        await work.CommitAsync(stop);
        return printed;
    }

    private static async Task<IReadOnlyList<(DateOnly Day, KitchenMeals Meals)>> MealsAsync(Work work, DateOnly from, DateOnly to, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            select b.day, s.name, a.name, count(*)::int
            from booking b
            join activity a on a.structure_id = b.structure_id and a.id = b.activity_id and a.kind = 'Canteen'
            join child c on c.structure_id = b.structure_id and c.id = b.child_id
            left join site s on s.structure_id = c.structure_id and s.id = c.school_id
            where b.structure_id = $1 and b.day between $2 and $3 and b.state in ('Held', 'Consumed')
            group by b.day, s.id, s.name, a.id, a.name, a.position order by b.day, s.name nulls last, a.position, a.name
            """,
            work.Structure.Value, from, to);
        List<(DateOnly, KitchenMeals)> meals = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            meals.Add((row.GetFieldValue<DateOnly>(0), new KitchenMeals(row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetInt32(3), 0, 0, 0, 0)));
        return meals;
    }
}
