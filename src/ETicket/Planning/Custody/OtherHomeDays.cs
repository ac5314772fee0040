using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Planning.Custody;

/// <summary>« Chez l'autre foyer » — of the children of a file and some weeks, the days the rules give to their other home; nothing is said of who that is.</summary>
internal sealed class OtherHomeDays
{
    private readonly HashSet<(ChildId, DateOnly)> _days = [];

    public bool Has(ChildId child, DateOnly day) => _days.Contains((child, day));

    /// <summary>« Lire les jours » between two days, both included. Reads, writes nothing.</summary>
    public static async Task<OtherHomeDays> BetweenAsync(Work work, FamilyId family, IReadOnlyList<ChildId> children, DateOnly first, DateOnly last, CancellationToken stop)
    {
        var found = new OtherHomeDays();
        // Only of children who have a rule: for the others no day is looked at.
        await using var command = work.Command(
            """
            select k.id, $4 + n
            from (select distinct r.child_id as id from custody_rule r where r.structure_id = $1 and r.child_id = any($3) and r.withdrawn_at is null) k
            cross join generate_series(0, $5) n
            cross join lateral planning_custody($1, k.id, $4 + n) c
            where c.family_id <> $2
            """,
            work.Structure.Value, family.Value, children.Select(c => c.Value).ToArray(), first, last.DayNumber - first.DayNumber);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            found._days.Add((new(reader.GetGuid(0)), reader.GetFieldValue<DateOnly>(1)));
        return found;
    }
}
